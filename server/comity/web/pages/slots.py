"""A bound on the pages that are made at once: one costs a second of a processor where the answer is large."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from comity.errors import Overloaded

AT_ONCE, WAITING, SECONDS = 1, 32, 20
_places = threading.BoundedSemaphore(AT_ONCE)
_admitted = threading.BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def slot() -> Iterator[None]:
    """Wait for a place to make a page in, and have it to the end of the block.

    Raises:
        Overloaded: too many wait already, or none came free in time.
    """
    refusal = Overloaded(
        "Too many pages are being made; ask again in a moment, or for a format such as csv."
    )
    if not _admitted.acquire(blocking=False):
        raise refusal
    try:
        if not _places.acquire(timeout=SECONDS):
            raise refusal
        try:
            yield
        finally:
            _places.release()
    finally:
        _admitted.release()

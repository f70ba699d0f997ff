"""A bound on the large pages that are made at once: one costs a second of a processor where the answer is large."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from comity.errors import Overloaded

AT_ONCE, SECONDS = 1, 20
_places = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def slot() -> Iterator[None]:
    """Wait for a place to make a page in, and have it to the end of the block.

    Raises:
        Overloaded: none came free in time.
    """
    if not _places.acquire(timeout=SECONDS):
        raise Overloaded(
            "Too many pages are being made; ask again in a moment, or for a format such as csv."
        )
    try:
        yield
    finally:
        _places.release()

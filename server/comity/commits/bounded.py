"""A copy of this process that does one piece of work within the limits of a query, and is gone."""

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress

from comity.errors import ComityError, QueryTimedOut, QueryTooBig
from comity.query import confinement
from comity.settings import Settings

MOST_FILES = 2**16
Difference = tuple[bytes, bytes]
"""What comes and what goes, as N-Quads."""


def bounded(work: Callable[[], Difference], settings: Settings) -> Difference:
    """Return what *work* returns in a copy of this process.

    Raises:
        ComityError: as *work* does there.
        QueryTimedOut, QueryTooBig: it passed a limit, and the copy has been ended.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _run(work, writing, settings)
    os.close(writing)
    with open(reading, "rb") as pipe:
        received = pipe.read()
    _, status = os.waitpid(child, 0)
    try:
        found = pickle.loads(received)
    except (EOFError, pickle.UnpicklingError):
        raise _death(os.waitstatus_to_exitcode(status), settings) from None
    if isinstance(found, ComityError):
        raise found
    added, removed = found
    return added, removed


def _run(work: Callable[[], Difference], writing: int, settings: Settings) -> None:
    """Do *work*, send what comes of it, and end."""
    with suppress(BaseException):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(
            3, writing
        )  # the lock of the home among them, which is not to outlive whoever took it
        os.closerange(writing + 1, MOST_FILES)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(settings.query_seconds)
        confinement.bound_memory(settings.query_bytes)
        confinement.leave_everything()
        with open(writing, "wb") as pipe:
            pickle.dump(_found(work, settings.commit_bytes), pipe)
    os._exit(0)


def _found(work: Callable[[], Difference], limit: int) -> Difference | ComityError:
    try:
        difference = work()
        require_small(sum(map(len, difference)), limit)
    except ComityError as error:
        return error
    return difference


def require_small(size: int, limit: int) -> None:
    """Refuse a difference of more than *limit* bytes.

    Raises:
        QueryTooBig: *size* is.
    """
    if size > limit:
        sentence = f"The write changes more than {limit} bytes of quads; write less at a time."
        raise QueryTooBig(sentence, limit="commit_bytes")


def _death(code: int, settings: Settings) -> ComityError:
    if code == -signal.SIGALRM:
        sentence = f"The write ran past its limit of {settings.query_seconds} seconds and was stopped; write less at a time."
        return QueryTimedOut(sentence, limit="query_seconds")
    sentence = f"The write ran past its limit of {settings.query_bytes} bytes of memory and was stopped; write less at a time."
    return QueryTooBig(sentence, limit="query_bytes")

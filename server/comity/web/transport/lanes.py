"""Threads by what is asked, so that those who wait for one thing do not keep others from another."""

from concurrent.futures import ThreadPoolExecutor

from comity.settings import Settings

SPARE = 16
FEW = 2
LARGE = 2**16
"""A body of more bytes than this keeps the interpreter long enough for others to notice."""


class Lanes:
    """The threads in which requests are answered: for signs of life, past snapshots, large bodies, all else."""

    def __init__(self, settings: Settings) -> None:
        past = settings.past_snapshots + settings.past_queue
        self._all = _threads(settings.query_processes + settings.query_queue + SPARE)
        self._past = _threads(past + FEW)
        self._large = _threads(settings.query_processes + FEW)
        vital = _threads(FEW)
        self._own = {"/live": vital, "/metrics": vital, "/health": _threads(FEW)}

    def of(self, path: str, length: int) -> ThreadPoolExecutor:
        """Return the threads for a request to *path* whose body has *length* bytes."""
        if path.startswith("/snapshots/"):
            return self._past
        return self._own.get(path, self._large if length > LARGE else self._all)


def _threads(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix="http")

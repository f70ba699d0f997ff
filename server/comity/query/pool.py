"""Query processes: each bounded in time and memory, killed and replaced when it passes a bound."""

import sys
from concurrent.futures import TimeoutError as TookTooLong
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.util import Finalize
from pathlib import Path
from types import ModuleType

from pebble import ProcessExpired, ProcessPool

from comity.errors import QueryTimedOut, QueryTooBig
from comity.query import worker
from comity.query.worker import Answer, Request
from comity.settings import Settings


class _Process(SpawnProcess):
    """A new interpreter that does not run the caller's script again, guarded by `__main__` or not."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _Context(SpawnContext):
    Process = _Process


class QueryPool:
    """A pool of query processes over one snapshot's store."""

    def __init__(self, store: Path, settings: Settings) -> None:
        self.settings = settings
        self._pool = ProcessPool(
            max_workers=settings.query_processes,
            context=_Context(),
            initializer=worker.start,
            initargs=(store, settings.query_bytes),
        )
        self._close = Finalize(self, _stop, args=(self._pool,), exitpriority=100)
        self._pool.schedule(worker.ready).result()

    def answer(self, request: Request) -> Answer:
        """Evaluate *request* in a process of the pool.

        Raises:
            QueryTimedOut, QueryTooBig: it passed a limit; its process is gone and replaced.
            BadQuery, NotAcceptable: as `worker.answer` raises them.
        """
        task = self._pool.schedule(
            worker.answer, args=(request,), timeout=self.settings.query_seconds
        )
        try:
            answer: Answer = task.result()
        except TookTooLong:
            raise QueryTimedOut(
                f"The query ran past its limit of {self.settings.query_seconds} seconds and was stopped; make it narrower or add a LIMIT."
            ) from None
        except (ProcessExpired, MemoryError):
            raise QueryTooBig(
                f"The query ran past its limit of {self.settings.query_bytes} bytes of memory and was stopped; make it narrower or add a LIMIT."
            ) from None
        return answer

    def close(self) -> None:
        """Stop every process of the pool, running queries included."""
        self._close()


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()

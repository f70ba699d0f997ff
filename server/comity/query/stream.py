"""An answer as it leaves its query process, and whoever asked for it."""

import threading
from types import TracebackType
from typing import Protocol

from comity.query.frames import Kind
from comity.query.process import Process
from comity.query.request import Request


class Lender(Protocol):
    """Who lends a process for one answer."""

    def release(self, stream: "Stream") -> None:
        """Have the process of *stream* back."""


class Cancellation:
    """What is asked for somebody; once cancelled, what was begun for it is ended soon."""

    def __init__(self) -> None:
        self._gone = False

    def cancel(self) -> None:
        """End it: nobody waits for the answer any more."""
        self._gone = True

    def is_active(self) -> bool:
        """Tell whether somebody still waits."""
        return not self._gone


class Stream:
    """A serialised answer as it leaves its query process: chunks of bytes, of a known format.

    It must be closed, or read to its end. An error while it is read means that what was
    read so far is not the answer.
    """

    def __init__(self, pool: Lender, process: Process, cancellation: Cancellation) -> None:
        self._pool, self.process, self._cancellation = pool, process, cancellation
        self._last, self._open, self._lock = False, True, threading.Lock()
        self.format = ""
        self._first: bytes | None = None

    def begin(self, request: Request) -> None:
        """Ask, and wait for the first chunk.

        Raises:
            QueryError: there is none.
        """
        self.process.ask(request)
        self.format = self._receive()[1].decode()
        self._first = self._receive()[1]

    @property
    def whole(self) -> bool:
        """Whether the first chunk is the whole answer."""
        return self._last and self._first is not None

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        if self._last:
            raise StopIteration
        return self._receive()[1]

    def _receive(self) -> tuple[Kind, bytes]:
        try:
            kind, content = self.process.receive(self._cancellation.is_active)
        except BaseException:
            self.close()
            raise
        if kind is Kind.LAST:
            self._last = True
            self.close()
        return kind, content

    def close(self, limit: str = "") -> None:
        """Give the process back, which is killed if it has not finished; a thread that reads sees its death.

        Args:
            limit: the name of the setting by which it is ended before its time, if it is.
        """
        with self._lock:
            was_open, self._open = self._open, False
        if was_open:
            self.process.reason = limit
            self._pool.release(self)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

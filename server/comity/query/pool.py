"""Query processes over one snapshot: lent to one question each, killed and replaced when it passes a bound."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from comity.errors import Abandoned, ComityError, Overloaded, QueryError
from comity.query.frames import Kind
from comity.query.line import Line
from comity.query.process import Process
from comity.query.request import Request
from comity.settings import Settings

PATIENCE = 0.5


class Asker:
    """Whoever asks; once it is gone, what was begun for it is ended soon."""

    def __init__(self) -> None:
        self._gone = False

    def leave(self) -> None:
        """Say that it is gone."""
        self._gone = True

    def stays(self) -> bool:
        """Tell whether it is still there."""
        return not self._gone


class Stream:
    """A serialised answer as it leaves its query process: chunks of bytes, of a known format.

    It must be closed, or read to its end. An error while it is read means that what was
    read so far is not the answer.
    """

    def __init__(self, pool: "QueryPool", process: Process, asker: Asker) -> None:
        self._pool, self.process, self._asker = pool, process, asker
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
            kind, content = self.process.receive(self._asker.stays)
        except QueryError:
            self.close()
            raise
        if kind is Kind.LAST:
            self._last = True
            self.close()
        return kind, content

    def close(self) -> None:
        """Give the process back, which is killed if it has not finished; a thread that reads sees its death."""
        with self._lock:
            was_open, self._open = self._open, False
        if was_open:
            self._pool.take_back(self)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class QueryPool:
    """As many query processes as the settings say, and a queue of bounded length before them."""

    def __init__(self, store: Path, settings: Settings) -> None:
        """Start one process and wait for it; the others come when they are ready.

        Raises:
            SnapshotError: the store is gone or damaged.
        """
        self.store, self.settings = store, settings
        self._admitted = threading.BoundedSemaphore(settings.query_processes + settings.query_queue)
        self._free: Line[Process | None] = Line()
        self._all: set[Process] = set()
        self._streams: set[Stream] = set()
        self._lock, self._retired, self._closed = threading.Lock(), False, False
        self._free.put(self._start())
        for _ in range(settings.query_processes - 1):
            threading.Thread(target=self._replace, daemon=True).start()

    def stream(self, request: Request, asker: Asker | None = None) -> Stream:
        """Evaluate *request* in a process of the pool.

        Returns:
            The answer, which holds the process until it is closed.

        Raises:
            Overloaded: the queue is full, or no process came free in time.
            QueryTimedOut, QueryTooBig: it passed a limit; its process is gone and replaced.
            BadQuery, NotAcceptable: it cannot be answered.
            Abandoned: *asker* left.
        """
        asker = asker or Asker()
        stream = Stream(self, self._take(asker), asker)
        with self._lock:
            self._streams.add(stream)
        stream.begin(request)
        return stream

    def _take(self, asker: Asker) -> Process:
        if not self._admitted.acquire(blocking=False):
            sentence = f"{self.settings.query_queue} queries wait already; ask again in a moment."
            raise Overloaded(sentence, limit="query_queue")
        try:
            return self._next(asker) or self._start()
        except (Overloaded, Abandoned):
            self._admitted.release()
            raise
        except ComityError:
            self._free.put(None)
            self._admitted.release()
            raise

    def _next(self, asker: Asker) -> Process | None:
        """Wait for a free process; a reader who is slow meanwhile loses its own."""
        place, end = self._free.stand(), time.monotonic() + self.settings.query_seconds
        while asker.stays() and not place.done() and time.monotonic() < end:
            with suppress(TimeoutError):
                place.result(PATIENCE)
                break
            self._evict()
        has_one = not self._free.leave(place)
        if has_one and asker.stays():
            return place.result()
        if has_one:
            self._free.put(place.result())
        if not asker.stays():
            raise Abandoned("Whoever asked is gone.")
        sentence = f"No query process came free within {self.settings.query_seconds} seconds; ask again in a moment."
        raise Overloaded(sentence, limit="query_processes")

    def _evict(self) -> None:
        with self._lock:
            slowest = max(self._streams, key=lambda stream: stream.process.waits(), default=None)
        if slowest and slowest.process.waits() > self.settings.client_seconds:
            slowest.close()

    def take_back(self, stream: Stream) -> None:
        """Make a process free for the next question; one that is at a question yet, or yields, is replaced."""
        with self._lock:
            self._streams.discard(stream)
        process = stream.process
        if process.busy or process.yields or self._retired:
            self._discard(process)
            threading.Thread(target=self._replace, daemon=True).start()
        else:
            self._free.put(process)
        self._admitted.release()

    def _start(self) -> Process:
        process = Process(self.store, self.settings)
        with self._lock:
            self._all.add(process)
        if self._closed:
            process.end()
        return process

    def _discard(self, process: Process) -> None:
        with self._lock:
            self._all.discard(process)
        process.end()

    def _replace(self) -> None:
        """Start a process in the place of one that is gone; if that fails, the next question tries again."""
        try:
            self._free.put(None if self._retired else self._start())
        except ComityError:
            self._free.put(None)

    def retire(self) -> None:
        """Stop the idle processes now and the others after the question they are at; one asked yet starts its own."""
        self._retired = True
        for process in self._free.clear():
            if process:
                self._discard(process)
            self._free.put(None)

    def close(self) -> None:
        """Stop every process of the pool, running queries included."""
        self._retired = self._closed = True
        with self._lock:
            left, self._all = self._all, set()
        for process in left:
            process.end()

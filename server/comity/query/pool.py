"""Query processes over one snapshot: lent to one question each, killed and replaced when it passes a bound."""

import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from comity.errors import ClientGone, Closed, ComityError, Overloaded, QueryError
from comity.query import waiting
from comity.query.fair_queue import FairQueue
from comity.query.process import ANSWERING, Process
from comity.query.request import Request
from comity.query.stream import Cancellation, Stream
from comity.settings import Settings

PATIENCE, LONG = 0.2, 0.5
"""How often one who waits looks around, and how long a wait is long, in seconds."""


class QueryPool:
    """As many query processes as the settings say, and a queue of bounded length before them."""

    def __init__(
        self,
        store: Path,
        settings: Settings,
        admitted: threading.BoundedSemaphore | None = None,
        program: str = ANSWERING,
    ) -> None:
        """Start one process and wait for it; the others come when they are ready.

        Args:
            admitted: as many places as there may be queries that run or wait, where several pools share them.
            program: the module that the processes run.

        Raises:
            SnapshotError: the store is gone or damaged.
            Overloaded: the system has no room for a process.
        """
        self.store, self.settings, self.program = store, settings, program
        places = settings.query_processes + settings.query_queue
        self._admitted = admitted or threading.BoundedSemaphore(places)
        self._free: FairQueue[Process | None] = FairQueue(LONG)
        self._all: set[Process] = set()
        self._streams: set[Stream] = set()
        self._asked = 0
        self._lock, self._retired, self._closed = threading.Lock(), False, False
        first = self._start()
        self.walls = first.walls
        self._free.release(first)
        for _ in range(settings.query_processes - 1):
            self._replace()

    def stream(self, request: Request, cancellation: Cancellation | None = None) -> Stream:
        """Evaluate *request* in a process of the pool.

        Returns:
            The answer, which holds the process until it is closed.

        Raises:
            Overloaded: the queue is full, or no process came free in time.
            QueryTimedOut, QueryTooBig: it passed a limit; its process is gone and replaced.
            BadQuery, NotAcceptable: it cannot be answered.
            ClientGone: the request was cancelled.
        """
        cancellation = cancellation or Cancellation()
        stream = Stream(self, self._take(cancellation), cancellation)
        with self._lock:
            self._streams.add(stream)
        stream.begin(request)
        return stream

    def _take(self, cancellation: Cancellation) -> Process:
        """Return a process that is free; whatever goes wrong, its place and that of the query are given back."""
        self._admit()
        try:
            process = self._next(cancellation)
            return process if process and not process.died() else self._restart(process)
        except BaseException:
            self._dismiss()
            raise

    def _admit(self) -> None:
        """Take a place; where all are taken, whoever has waited longest for a process gives up its own."""
        full = f"{self.settings.query_queue} queries wait already; ask again in a moment."
        refusal = Overloaded(full, limit="query_queue")
        if not self._admitted.acquire(blocking=False):
            is_freed = self._free.refuse_oldest(refusal)
            if not is_freed or not waiting.acquired(self._admitted, PATIENCE):
                raise refusal
        with self._lock:
            self._asked += 1

    def _dismiss(self) -> None:
        with self._lock:
            self._asked -= 1
        self._admitted.release()

    def _restart(self, dead: Process | None) -> Process:
        try:
            if dead:
                self._discard(dead)
            return waiting.apart(self._start)
        except BaseException:
            self._free.release(None)
            raise

    def _next(self, cancellation: Cancellation) -> Process | None:
        """Wait for a free process; what is gained and not used is given back."""
        turn, is_used = self._free.wait(), False
        try:
            self._wait(turn, cancellation)
            if turn.done() and self._is_worth(cancellation):
                process = turn.result()
                is_used = True
                return process
        finally:
            if not is_used and not self._free.give_up(turn) and not turn.exception():
                self._free.release(turn.result())
        raise self._none(cancellation)

    def _wait(self, turn: Future[Process | None], cancellation: Cancellation) -> None:
        """Wait while it is worth it; who is slow meanwhile, or has had a process for long, loses its own."""
        end = time.monotonic() + self.settings.query_seconds
        while self._is_worth(cancellation) and not turn.done() and time.monotonic() < end:
            waiting.until_done(turn, PATIENCE)
            if not turn.done():
                self._evict()

    def _is_worth(self, cancellation: Cancellation) -> bool:
        return cancellation.is_active() and not self._closed

    def _none(self, cancellation: Cancellation) -> QueryError:
        """Why no process was to be had."""
        if not cancellation.is_active():
            return ClientGone("Whoever asked is gone.")
        if self._closed:
            return Closed("This snapshot is closed; open it again to ask it.")
        sentence = f"No query process came free within {self.settings.query_seconds} seconds; ask again in a moment."
        return Overloaded(sentence, limit="query_processes")

    def _evict(self) -> None:
        """End the answer that its reader has let wait longest, or else the one that has taken longest."""
        with self._lock:
            streams = list(self._streams)
        slowest = max(streams, key=lambda stream: stream.process.waits(), default=None)
        if slowest and slowest.process.waits() > self.settings.client_seconds:
            slowest.close("client_seconds")
            return
        longest = max(streams, key=lambda stream: stream.process.takes(), default=None)
        if longest and longest.process.takes() > self.settings.crowded_seconds:
            longest.close("crowded_seconds")

    def release(self, stream: Stream) -> None:
        """Make a process free for the next question; one that is at a question yet, or yields, is replaced."""
        with self._lock:
            self._streams.discard(stream)
        process = stream.process
        try:
            if process.busy or process.yields or self._retired:
                self._discard(process)
                self._replace()
            else:
                self._free.release(process)
        finally:
            self._dismiss()

    def is_idle(self) -> bool:
        """Tell whether nobody asks anything of it now."""
        with self._lock:
            return not self._asked

    def _start(self) -> Process:
        try:
            process = Process(self.store, self.settings, self.program)
        except OSError as error:
            sentence = f"The system has no room for a query process ({error.strerror}); ask again in a moment."
            raise Overloaded(sentence, limit="query_processes") from error
        with self._lock:
            self._all.add(process)
        if self._closed:
            process.end()
        return process

    def _discard(self, process: Process) -> None:
        with self._lock:
            self._all.discard(process)
        waiting.apart(process.end)

    def _replace(self) -> None:
        """Start a process in the place of one that is gone; if that fails, the next question tries again."""
        try:
            threading.Thread(target=self._fill, daemon=True).start()
        except RuntimeError:  # the system has no room for a thread
            self._free.release(None)

    def _fill(self) -> None:
        process = None
        with suppress(ComityError):
            process = None if self._retired else self._start()
        self._free.release(process)

    def retire(self) -> None:
        """Stop the idle processes now and the others after the question they are at; one asked yet starts its own."""
        self._retired = True
        for process in self._free.clear():
            if process:
                self._discard(process)
            self._free.release(None)

    def close(self) -> None:
        """Stop every process of the pool, running queries included."""
        self._retired = self._closed = True
        with self._lock:
            left, self._all = self._all, set()
        for process in left:
            process.end()

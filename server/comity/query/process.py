"""One query process as its server sees it: started, asked, read from with a deadline, killed."""

import signal
import subprocess
import sys
import time
from multiprocessing import Pipe
from pathlib import Path

from comity.errors import QueryError, QueryTimedOut, QueryTooBig, SnapshotError
from comity.query import frames
from comity.query.frames import Kind
from comity.query.request import Request
from comity.settings import Settings

START_SECONDS = 60


class Process:
    """A fresh interpreter that runs `comity.query.worker`, and the pipe to it."""

    def __init__(self, store: Path, settings: Settings) -> None:
        """Start it and wait until it is ready.

        Raises:
            SnapshotError: it does not start, because the store is gone or damaged.
        """
        self.settings, self.left = settings, 0.0
        self.pipe, theirs = Pipe()
        numbers = (theirs.fileno(), store, settings.query_bytes, settings.answer_seconds)
        self.child = subprocess.Popen(
            [sys.executable, "-P", "-m", "comity.query.worker", *map(str, numbers)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self.left = START_SECONDS
        try:
            self.receive()
        except QueryError as error:
            self.kill()
            raise SnapshotError(f"The store {store} cannot be opened; build it again.") from error

    def ask(self, request: Request) -> None:
        """Send a question, and start the clock of the time it may take."""
        self.left = self.settings.query_seconds
        try:
            self.pipe.send(request)
        except OSError as error:
            raise self._death() from error

    def receive(self) -> tuple[Kind, bytes]:
        """Wait for the next frame; only the time of this waiting counts against the limit.

        Raises:
            QueryTimedOut: nothing came within what is left of the time.
            QueryTooBig: the process has died of its memory or of its stack.
            QueryError: the process says that the query gets no answer.
        """
        start = time.monotonic()
        try:
            if not self.pipe.poll(max(0.0, self.left)):
                limit = self.settings.query_seconds
                sentence = f"The query ran past its limit of {limit} seconds and was stopped; make it narrower or add a LIMIT."
                raise QueryTimedOut(sentence, limit="query_seconds")
            return frames.receive(self.pipe)
        except (EOFError, OSError) as error:
            raise self._death() from error
        finally:
            self.left -= time.monotonic() - start

    def kill(self) -> None:
        """End it at once, whatever it does, and forget it."""
        self.end()
        self.pipe.close()

    def end(self) -> None:
        """End it at once; a thread that reads from it sees its death."""
        self.child.kill()
        self.child.wait()

    def _death(self) -> QueryError:
        """Why it is gone: memory ends it with SIGABRT, an exhausted stack with SIGSEGV."""
        if self.child.wait() == -signal.SIGSEGV:
            sentence = "The query is nested deeper than the engine can follow; write it flatter."
            return QueryTooBig(sentence, limit="query_bytes")
        limit = self.settings.query_bytes
        sentence = f"The query ran past its limit of {limit} bytes of memory and was stopped; make it narrower or add a LIMIT."
        return QueryTooBig(sentence, limit="query_bytes")

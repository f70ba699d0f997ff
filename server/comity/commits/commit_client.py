"""The process that commits, as the server sees it: started, asked one write at a time, started again when it dies."""

import subprocess
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.errors import ComityError, CommitFailed, Overloaded
from comity.query.commit_log import Committed, Write
from comity.settings import Settings

SLACK_SECONDS = 60

if TYPE_CHECKING:
    _Pipe = Connection[Any, Any]


class CommitClient:
    """Hands writes to a process of its own; those of several threads wait for each other."""

    def __init__(self, home: Path, settings: Settings, keep: int = 0) -> None:
        """Start the process; it takes up the current snapshot while the server starts.

        Args:
            keep: how many snapshots to keep after each write, a count; 0 for all.
        """
        self.home, self.settings, self.keep = home, settings, keep
        self._lock, self._closed = threading.Lock(), False
        self._admitted = threading.BoundedSemaphore(settings.commit_queue + 1)
        self._pipe, self._child, self._ready = self._start()

    def __call__(self, write: Write) -> Committed:
        """Do *write*; return once it is published.

        Raises:
            Overloaded: too many writes wait already.
            ComityError: it is not done; of CommitFailed alone it is not known whether the snapshot was switched.
        """
        if not self._admitted.acquire(blocking=False):
            sentence = f"{self.settings.commit_queue} writes wait already; write again in a moment."
            raise Overloaded(sentence, limit="commit_queue")
        try:
            return self._in_turn(write)
        finally:
            self._admitted.release()

    def _in_turn(self, write: Write) -> Committed:
        with self._lock:
            if self._closed:
                raise CommitFailed("The server is stopping; write again when it is back.")
            try:
                return self._ask(write)
            except (EOFError, OSError) as error:
                self._end()
                if not self._closed:
                    self._pipe, self._child, self._ready = self._start()
                raise CommitFailed(
                    "The process that commits has died; read what you wrote before you write it again."
                ) from error

    def _ask(self, write: Write) -> Committed:
        if not self._ready:
            self._receive()
            self._ready = True
        self._pipe.send(write)
        found = self._receive()
        if isinstance(found, ComityError):
            raise found
        assert isinstance(found, Committed)
        return found

    def _receive(self) -> object:
        """Wait for what the process sends, as long as a write and its publication may take."""
        seconds = self.settings.query_seconds + self.settings.commit_seconds + SLACK_SECONDS
        if not self._pipe.poll(seconds):
            raise TimeoutError(f"nothing within {seconds} seconds")
        return self._pipe.recv()

    def _start(self) -> "tuple[_Pipe, subprocess.Popen[bytes], bool]":
        """Start the process; it is not ready yet."""
        ours, theirs = Pipe()
        child = subprocess.Popen(
            [
                *(sys.executable, "-P", "-m", "comity.commits.commit_worker"),
                *(str(theirs.fileno()), str(self.home), str(self.keep)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        ours.send(self.settings)
        return ours, child, False

    def _end(self) -> None:
        self._pipe.close()
        self._child.kill()
        self._child.wait()

    def close(self) -> None:
        """Let the write that is being done finish within the bound of a shutdown, then end the process."""
        self._closed = True
        if not self._lock.acquire(timeout=self.settings.shutdown_seconds):
            self._child.kill()  # at any moment of a write, nothing published is lost
        self._pipe.close()
        self._child.wait()

"""One query process as its server sees it: started, asked, read from with a deadline, killed."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.errors import ClientGone, QueryError, QueryTimedOut, QueryTooBig, SnapshotError
from comity.query import frames, waiting
from comity.query.frames import Kind
from comity.query.request import Request
from comity.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    _Pipe = Connection[Any, Any]

START_SECONDS = 60
STOPPED = "and was stopped; make it narrower or add a LIMIT"
BRIEF = 0.5
LOWEST = 19
HEAD_BYTES = 4
"""How long the number is that a message of a pipe begins with: its length."""
ANSWERING = "comity.query.worker"
"""The program that answers questions."""
TRACING = "comity.rows.worker"
"""The program that tells the evidence of rows."""


class Process:
    """A fresh interpreter that runs a program of query processes, and the pipe to it.

    Attributes:
        busy: whether it is at a question.
        left: how long it may yet keep the server waiting, in seconds.
        computed: how long it had computed when it was asked, in seconds.
        ended: whether its server has ended it; reason: the setting by which it did, if one was.
        asked: since when it is at its question, in seconds of the monotonic clock.
        walls: the names of what keeps it from the network and from files.
        yields: whether it runs when nothing else does, which cannot be taken back.
        kept, since: how long its reader has kept it waiting, and since when it does, in seconds.
    """

    since: float | None

    def __init__(self, store: Path, settings: Settings, program: str = ANSWERING) -> None:
        """Start the module *program* and wait until it is ready.

        Raises:
            SnapshotError: it does not start, because the store is gone or damaged.
            OSError: the system has no room for it.
        """
        self.settings, self.left = settings, float(START_SECONDS)
        self.busy, self.kept, self.since, self.yields = True, 0.0, None, True
        self.ended, self.computed = False, 0.0
        self.asked, self.reason = time.monotonic(), ""
        self.pipe, self.child = _started(store, settings, program)
        try:
            self.walls = self.receive()[1].decode().split()
        except BaseException as error:
            self.end()
            if isinstance(error, QueryError):
                raise SnapshotError(
                    f"The store of the snapshot {store.parent.name} cannot be opened; build it again."
                ) from error
            raise
        self.yields = False

    def died(self) -> bool:
        """Tell whether it is gone without having been asked anything."""
        return self.child.poll() is not None

    def ask(self, request: Request) -> None:
        """Send a question, and start the clock of the time it may take."""
        self.busy, self.left, self.kept, self.since = True, self.settings.query_seconds, 0.0, None
        self.asked, self.reason = time.monotonic(), ""
        self.computed = self._computed()
        with suppress(OSError):  # it is gone, as `receive` will tell
            self.pipe.send(request)

    def receive(self, wanted: Callable[[], bool] = lambda: True) -> tuple[Kind, bytes]:
        """Wait for the next frame; only the time of this waiting counts against the limit.

        Args:
            wanted: tells whether somebody waits for it yet.

        Raises:
            ClientGone: nobody does.
            QueryTimedOut: nothing came within what is left of the time, or its reader was too slow.
            QueryTooBig: the process has died of its memory or of its stack.
            QueryError: the process says that the query gets no answer.
        """
        start = time.monotonic()
        self.kept, self.since = self.waits(), None
        try:
            if not self._frame_comes(wanted):
                raise self._late("query_seconds", STOPPED)
            if self._is_whole():
                kind, content = frames.receive(self.pipe)
            else:
                kind, content = waiting.apart(frames.receive, self.pipe)
        except (EOFError, OSError) as error:
            raise self._death() from error
        finally:
            self.since = time.monotonic()
            self.left -= self.since - start
        self.busy = kind not in (Kind.LAST, Kind.ERROR)
        if kind is Kind.ERROR:
            raise frames.error(content)
        return kind, content

    def _frame_comes(self, wanted: Callable[[], bool]) -> bool:
        """Wait as long as the limit allows, and look now and then whether it is still worth it."""
        end = time.monotonic() + max(0.0, self.left)
        while (left := end - time.monotonic()) > 0:
            if waiting.until_readable(self.pipe, min(BRIEF, left)):
                return True
            if not wanted():
                raise ClientGone("Whoever asked is gone.")
            self._yield_to_others()
        return False

    def _is_whole(self) -> bool:
        """Tell whether the next frame can be read without waiting for the rest of it."""
        if not waiting.is_turn():
            return True
        with socket.socket(fileno=os.dup(self.pipe.fileno())) as peeking:
            head = peeking.recv(HEAD_BYTES, socket.MSG_PEEK)
            there = fcntl.ioctl(peeking, termios.FIONREAD, bytes(4))
        return int.from_bytes(there, sys.byteorder) >= len(head) + int.from_bytes(head)

    def _yield_to_others(self) -> None:
        """Let a query that has computed for long have the processor only when no other wants it."""
        if not self.yields and self._computed() - self.computed > BRIEF:
            self.yields = True
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, self.child.pid, LOWEST)

    def _computed(self) -> float:
        """Tell how long it has computed since it was started, in seconds; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def takes(self) -> float:
        """Tell how long it has been at its question, in seconds; 0 where it is at none."""
        return time.monotonic() - self.asked if self.busy else 0.0

    def waits(self) -> float:
        """Tell how long the process has waited for its reader with this answer, in seconds."""
        return self.kept + (time.monotonic() - self.since if self.since else 0.0)

    def end(self) -> None:
        """End it at once, whatever it does; a thread that reads from it sees its death."""
        self.ended = True
        self.child.kill()
        self.child.wait()

    def _death(self) -> QueryError:
        """Why it is gone: SIGABRT is memory, SIGSEGV the stack, SIGALRM its own clock; or it was ended."""
        number = -waiting.apart(self.child.wait)
        if number == signal.SIGALRM:
            return self._late("answer_seconds", "and was stopped; ask for less with LIMIT")
        if self.ended and self.reason == "crowded_seconds":
            return self._late(
                self.reason, "while others waited; ask again when fewer do, or for less"
            )
        if self.ended:
            return self._late("client_seconds", "unread while others waited; read it faster")
        if number == signal.SIGSEGV:
            sentence = "The query is nested deeper than the engine can follow; write it flatter."
            return QueryTooBig(sentence, limit="query_bytes")
        limit = self.settings.query_bytes
        sentence = f"The query ran past its limit of {limit} bytes of memory and was stopped; make it narrower or add a LIMIT."
        return QueryTooBig(sentence, limit="query_bytes")

    def _late(self, limit: str, how: str) -> QueryTimedOut:
        seconds = getattr(self.settings, limit)
        return QueryTimedOut(
            f"The query ran past its limit of {seconds} seconds {how}.", limit=limit
        )


def _started(
    store: Path, settings: Settings, program: str
) -> "tuple[_Pipe, subprocess.Popen[bytes]]":
    """Start the program, and return this end of the pipe to it; neither is left where the other fails."""
    ours, theirs = Pipe()
    numbers = (theirs.fileno(), store, settings.query_bytes, settings.answer_seconds)
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", program, *map(str, numbers)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return ours, child

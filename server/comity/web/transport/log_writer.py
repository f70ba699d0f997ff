"""What is logged, written in a thread of its own: a log that is read slowly, or not at all, keeps nobody waiting."""

import logging
import os
import queue
import time
from contextlib import suppress
from threading import Thread

LINES = 10_000
"""How many lines wait at most; what is logged beyond them is lost."""
END_SECONDS = 1


class LogWriter(logging.Handler):
    """Writes records to a descriptor, a line each, in the order in which they come."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._lines: queue.Queue[bytes] = queue.Queue(LINES)
        Thread(target=self._write, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Have *record* written, unless too many wait."""
        with suppress(queue.Full):
            self._lines.put_nowait(f"{self.format(record)}\n".encode("utf-8", "replace"))

    def close(self) -> None:
        """Wait for what is under way, for as long as an end may take."""
        end = time.monotonic() + END_SECONDS
        while self._lines.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)
        super().close()

    def _write(self) -> None:
        while True:
            line = self._lines.get()
            with suppress(OSError):  # nobody is left who reads it
                while line:
                    line = line[os.write(self._descriptor, line) :]
            self._lines.task_done()

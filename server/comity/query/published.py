"""The snapshot that a home publishes now, whichever that is."""

import logging
import os
import threading
import time
from pathlib import Path

from comity.errors import ComityError
from comity.query import waiting
from comity.query.engine import Engine
from comity.settings import Settings
from comity.snapshot import current_snapshot

RETRY_SECONDS = 5
log = logging.getLogger("comity")


class Published:
    """The engine of whatever is published in a home now; a new snapshot is taken up when it appears.

    Where the new one is damaged, the good one that is open goes on answering, and `fault` says why.
    """

    def __init__(self, home: Path, settings: Settings) -> None:
        self.home, self.settings = home, settings
        self._lock = threading.Lock()
        self._engine = Engine(current_snapshot(home), settings)
        self.fault, self._tried, self._again = "", "", 0.0

    def name(self) -> str:
        """Return the name of the folder of the snapshot to answer from; nothing is opened for that."""
        pointed = self._pointed()
        is_good = pointed and not (self.fault and pointed == self._tried)
        return pointed if is_good else self._engine.snapshot.path.name

    def engine(self) -> Engine:
        """Return the engine of the current snapshot; the old one ends when its last query has."""
        pointed = self._pointed()
        if pointed == self._engine.snapshot.path.name:
            self.fault = ""
        elif pointed != self._tried or time.monotonic() > self._again:
            waiting.apart(self._take_up)
        return self._engine

    def _pointed(self) -> str:
        try:
            return os.readlink(self.home / "current")
        except OSError:
            return ""

    def _take_up(self) -> None:
        with self._lock:
            self._renew()

    def _renew(self) -> None:
        pointed = self._pointed()
        if pointed == self._engine.snapshot.path.name:  # another thread has done it meanwhile
            return
        try:
            old, self._engine = self._engine, Engine(current_snapshot(self.home), self.settings)
            old.retire()
            self.fault = ""
        except (ComityError, OSError):
            log.exception("The snapshot %s cannot be taken up.", pointed)
            named = f"The snapshot {pointed}" if pointed else "What is published"
            self.fault = f"{named} cannot be read; the one before it goes on answering."
            self._tried, self._again = pointed, time.monotonic() + RETRY_SECONDS

    def close(self) -> None:
        """Stop the query processes."""
        self._engine.close()

"""Past snapshots, asked: a bounded number of them has query processes at once."""

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from comity.errors import NotFound, Overloaded, SnapshotError
from comity.namespace import NAME_BYTES
from comity.query.engine import Engine
from comity.settings import Settings
from comity.snapshot import Snapshot, published_snapshots, read_snapshot


class SnapshotArchive:
    """The snapshots of a home, and the engines of those that were asked last.

    All of them together have as many query processes, and as many queries that wait, as the settings say.
    """

    def __init__(self, home: Path, settings: Settings) -> None:
        self.home, self.limit = home, settings.past_snapshots
        self.settings = replace(settings, query_processes=1, query_queue=settings.past_queue)
        self._admitted = threading.BoundedSemaphore(settings.past_snapshots + settings.past_queue)
        self._lock = threading.Lock()
        self._engines: OrderedDict[str, Engine] = OrderedDict()

    def snapshots(self) -> list[Snapshot]:
        """List the snapshots there are, newest first."""
        return published_snapshots(self.home)

    def find(self, name: str) -> Snapshot:
        """Return the snapshot in the folder *name*.

        Raises:
            NotFound: there is none.
        """
        if name in self._engines:
            return self._engines[name].snapshot
        try:
            if len(name) > NAME_BYTES or "/" in name or name.startswith(".") or "\0" in name:
                raise SnapshotError(name)
            if (self.home / name).is_symlink():
                raise SnapshotError(name)
            return read_snapshot(self.home / name)
        except (SnapshotError, OSError, ValueError) as error:
            raise NotFound(
                f"There is no snapshot {name[:NAME_BYTES]} here; /snapshots lists those there are."
            ) from error

    def engine(self, name: str) -> Engine:
        """Return the engine of the snapshot in the folder *name*; one that nobody asks makes room.

        Raises:
            NotFound: there is none.
            Overloaded: as many others as may be asked at once are being asked.
        """
        with self._lock:
            if name not in self._engines:
                snapshot = self.find(name)
                self._make_room()
                self._engines[name] = Engine(snapshot, self.settings, self._admitted)
            self._engines.move_to_end(name)
            return self._engines[name]

    def _make_room(self) -> None:
        if len(self._engines) < self.limit:
            return
        idle = next((name for name, engine in self._engines.items() if engine.is_idle), None)
        if idle is None:
            sentence = (
                f"{self.limit} past snapshots are being asked already; ask again in a moment."
            )
            raise Overloaded(sentence, limit="past_snapshots")
        self._engines.pop(idle).close()

    def close(self) -> None:
        """Stop the query processes."""
        with self._lock:
            for engine in self._engines.values():
                engine.close()
            self._engines.clear()


def created(snapshot: Snapshot) -> datetime:
    """Return when *snapshot* was made, in UTC, to the second."""
    return datetime.fromisoformat(snapshot.manifest.created).replace(microsecond=0)

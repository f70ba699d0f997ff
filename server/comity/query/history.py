"""Past snapshots, asked: a bounded number of them has query processes at once."""

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from comity.errors import NotFound, SnapshotError
from comity.query.engine import Engine
from comity.settings import Settings
from comity.snapshot import Snapshot, published, read


class History:
    """The snapshots of a home, and the engines of those that were asked last."""

    def __init__(self, home: Path, settings: Settings) -> None:
        self.home, self.most = home, settings.past_snapshots
        self._settings = replace(settings, query_processes=1)
        self._lock = threading.Lock()
        self._engines: OrderedDict[str, Engine] = OrderedDict()

    def snapshots(self) -> list[Snapshot]:
        """List the snapshots there are, newest first."""
        return published(self.home)

    def find(self, name: str) -> Snapshot:
        """Return the snapshot in the folder *name*.

        Raises:
            NotFound: there is none.
        """
        try:
            if "/" in name or name.startswith(".") or (self.home / name).is_symlink():
                raise SnapshotError(name)
            return read(self.home / name)
        except SnapshotError as error:
            raise NotFound(
                f"There is no snapshot {name} here; /snapshots lists those there are."
            ) from error

    def engine(self, name: str) -> Engine:
        """Return the engine of the snapshot in the folder *name*; the one asked longest ago makes room.

        Raises:
            NotFound: there is none.
        """
        with self._lock:
            if name not in self._engines:
                self._engines[name] = Engine(self.find(name), self._settings)
                if len(self._engines) > self.most:
                    self._engines.popitem(last=False)[1].retire()
            self._engines.move_to_end(name)
            return self._engines[name]

    def close(self) -> None:
        """Stop the query processes."""
        with self._lock:
            for engine in self._engines.values():
                engine.close()
            self._engines.clear()


def created(snapshot: Snapshot) -> datetime:
    """Return when *snapshot* was made, in UTC, to the second."""
    return datetime.fromisoformat(snapshot.manifest.created).replace(microsecond=0)

"""The format on disk of a snapshot: layout, manifest, where it is found, how it is switched in."""

import fcntl
import json
import operator
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from comity.errors import SnapshotError
from comity.joined_namespace import JoinedNamespace
from comity.manifest import FORMAT, MANIFEST, Manifest, digest
from comity.namespace import Namespace
from comity.vocabulary import BASE

TICK = timedelta(milliseconds=1)
ENGLISH, SPOKEN = "en", ("ru", "be")
"""The languages that pages have words in."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state: an immutable folder and its manifest."""

    path: Path
    manifest: Manifest

    @property
    def namespace(self) -> Namespace:
        """What its graphs and things are called."""
        base, aliases = self.manifest.base or BASE, tuple(self.manifest.aliases.items())
        others = tuple(self.manifest.beside.items())
        return JoinedNamespace(base, others, aliases) if others else Namespace(base)

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages that names are offered in: English, and those of its dossier, or of pages."""
        return tuple(dict.fromkeys((ENGLISH, *(self.manifest.languages or SPOKEN))))

    def hold(self) -> IO[str]:
        """Keep it from being pruned until what is returned is closed, or this process ends."""
        file = (self.path / MANIFEST).open(encoding="utf-8")
        fcntl.flock(file, fcntl.LOCK_SH)
        return file

    def content(self, name: str) -> bytes:
        """Return the content of a file that was made beside the store, such as proofs/keys.npy.

        Raises:
            SnapshotError: it is not what was written.
        """
        try:
            content = (self.path / name).read_bytes()
        except OSError:
            content = None
        if content is None or digest(content) != self.manifest.digests.get(name):
            raise SnapshotError(
                f"The file {name} of the snapshot {self.path.name} is not as it was written; build it again."
            )
        return content

    @property
    def store(self) -> Path:
        """The folder with the RocksDB store."""
        return self.path / "store"

    @property
    def dossier(self) -> Path:
        """The dossier as files: those it was built from, and the graphs written since."""
        return self.path / "dossier"

    @property
    def queries(self) -> list[Path]:
        """The canned queries that the snapshot was built with: the general ones, if it has them, and its own."""
        return [self.dossier / path for path in self.manifest.files if path.endswith(".rq")]

    @property
    def patch(self) -> Path:
        """What a commit added and removed, as RDF Patch; absent in a snapshot that was built from files."""
        return self.path / "change.rdfp"

    @property
    def report(self) -> Path:
        """The SHACL report, warnings included, as Turtle."""
        return self.path / "report.ttl"


def read_snapshot(folder: Path) -> Snapshot:
    """Open the snapshot in *folder*.

    Raises:
        SnapshotError: there is none, or it is of another format version.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise SnapshotError(
                f"The snapshot {folder.name} has format {content.get('format')}, not {FORMAT}; build it again."
            )
        return Snapshot(folder, Manifest(**content))
    except (OSError, ValueError, TypeError) as error:
        raise SnapshotError(
            f"The snapshot {folder.name} cannot be read; run `comity build` to make it again."
        ) from error


def current_snapshot(home: Path) -> Snapshot:
    """Open the snapshot that is published in *home*.

    Raises:
        SnapshotError: nothing is published there, or it is damaged.
    """
    try:
        name = os.readlink(home / "current")
    except PermissionError as error:
        raise SnapshotError(
            f"The home {home} cannot be read; give this user the right to, or choose another with --home."
        ) from error
    except OSError as error:
        raise SnapshotError(f"Nothing is published in {home}; run `comity build` first.") from error
    return read_snapshot(home / name)


def published_snapshots(home: Path) -> list[Snapshot]:
    """List the snapshots in *home*, newest first; what is none, damaged or of another format is passed over."""
    found = []
    for folder in home.glob("*-*/"):
        if not folder.name.startswith("."):
            with suppress(SnapshotError):
                found.append(read_snapshot(folder))
    order = operator.attrgetter("manifest.created", "path.name")
    return sorted(found, key=order, reverse=True)


def named_snapshot(home: Path, name: str) -> Snapshot:
    """Return the snapshot of *home* that *name* means: its folder or its id, or how one of these begins.

    Where several have the id, the newest is meant.

    Raises:
        SnapshotError: there is none, or it could be several.
    """
    found = [s for s in published_snapshots(home) if name in (s.path.name, s.manifest.id)] or [
        s for s in published_snapshots(home) if name and s.path.name.startswith(name)
    ]
    if not found or len({s.manifest.id for s in found}) > 1:
        raise SnapshotError(
            f"{name} names {'several snapshots' if found else 'no snapshot'} in {home}; `comity snapshots` lists those there are."
        )
    return found[0]


def moment(home: Path) -> datetime:
    """Return the time of the next snapshot of *home*: now, or just after the current one where the clock was set back."""
    now = datetime.now(UTC)
    with suppress(SnapshotError, ValueError):
        return max(now, datetime.fromisoformat(current_snapshot(home).manifest.created) + TICK)
    return now


def previous_snapshot(home: Path, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot that *snapshot* was committed to, or else the one that was published before it.

    Raises:
        SnapshotError: there is none any more.
    """
    if snapshot.manifest.parent:
        return read_snapshot(home / snapshot.manifest.parent)
    older = [s for s in published_snapshots(home) if s.manifest.created < snapshot.manifest.created]
    if not older:
        raise SnapshotError(f"There is no snapshot before {snapshot.path.name} in {home}.")
    return older[0]


def prune_snapshots(home: Path, keep: int) -> list[str]:
    """Remove all but the *keep* newest snapshots; return the names of those removed.

    What a link in *home* names always stays, as `current` does and `files`, what the files were last; and so
    does what a process answers from.
    """
    removed = []
    with publishing(home):
        stay = {os.readlink(link) for link in home.iterdir() if link.is_symlink()}
        for snapshot in published_snapshots(home)[keep:]:
            if snapshot.path.name not in stay and not _is_held(snapshot):
                gone = home / f".pruned-{os.getpid()}-{snapshot.path.name}"
                os.rename(snapshot.path, gone)
                shutil.rmtree(gone, ignore_errors=True)
                removed.append(snapshot.path.name)
    return removed


def _is_held(snapshot: Snapshot) -> bool:
    with (snapshot.path / MANIFEST).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def switch(home: Path, snapshot: Path, pointer: str = "current") -> None:
    """Make *snapshot* the current one, or what another *pointer* names, by a single atomic rename."""
    fresh = home / f".{pointer}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(snapshot.name, target_is_directory=True)
    os.replace(fresh, home / pointer)


@contextmanager
def publishing(home: Path) -> Iterator[None]:
    """Wait until no other process publishes in *home*, and keep all others waiting."""
    with (home / ".publishing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

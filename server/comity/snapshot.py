"""The format on disk of a snapshot: layout, manifest, where it is found, how it is switched in."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from comity.errors import SnapshotError

FORMAT = 4


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself: counts are of triples, times in seconds, digests are SHA-256 in hexadecimal."""

    id: str
    created: str
    dossier: str
    asserted: int
    inferred: int
    claimed: int
    warnings: int
    classes: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state: an immutable folder and its manifest."""

    path: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """The folder with the RocksDB store."""
        return self.path / "store"

    @property
    def queries(self) -> Path:
        """The folder with the canned queries the snapshot was built with."""
        return self.path / "queries"

    @property
    def report(self) -> Path:
        """The SHACL report, warnings included, as Turtle."""
        return self.path / "report.ttl"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write *manifest* into *folder*, last of all files: a folder without one is no snapshot."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True)
    with (folder / "manifest.json").open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> Snapshot:
    """Open the snapshot in *folder*.

    Raises:
        SnapshotError: there is none, or it is of another format version.
    """
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise SnapshotError(
                f"The snapshot {folder.name} has format {content.get('format')}, not {FORMAT}; build it again."
            )
        return Snapshot(folder, Manifest(**content))
    except (OSError, ValueError, TypeError) as error:
        raise SnapshotError(
            f"The snapshot {folder.name} cannot be read; run `comity build` to make it again."
        ) from error


def current(home: Path) -> Snapshot:
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
    return read(home / name)


def published(home: Path) -> list[Snapshot]:
    """List the snapshots in *home*, newest first; what is none, damaged or of another format is passed over."""
    found = []
    for folder in home.glob("*-*/"):
        if not folder.name.startswith("."):
            with suppress(SnapshotError):
                found.append(read(folder))
    return sorted(found, key=lambda snapshot: snapshot.path.name, reverse=True)


def switch(home: Path, snapshot: Path) -> None:
    """Make *snapshot* the current one by a single atomic rename of the pointer."""
    pointer = home / f".current-{os.getpid()}"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(snapshot.name, target_is_directory=True)
    os.replace(pointer, home / "current")

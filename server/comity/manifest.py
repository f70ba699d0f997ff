"""What a snapshot says of itself, written when all else is on the disk."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

FORMAT = 6
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself: counts are of triples, times in seconds, digests are SHA-256 in hexadecimal.

    Attributes:
        files, digests: the SHA-256 of each file of the dossier, and of each file that was made beside the store.
        parent: the folder of the snapshot that it was committed to; empty for one that was built from files.
        author: whose token the commit was made with; empty for one that was built.
        base: what the IRIs of its dossier begin with; empty in one that was built before dossiers said so.
        beside: the bases of the dossiers that are published with it, by their names.
        aliases: IRIs of states that those speak of, and what they are read as.
        questions: what its dossier has canned queries ask where nothing is given, and what they answer then, in words.
        states: the IRIs of those that its dossier says it is about, in its order.
        languages: the tags of the languages that its dossier says its names are in.
    """

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
    digests: dict[str, str] = field(default_factory=dict)
    parent: str = ""
    author: str = ""
    base: str = ""
    states: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    questions: dict[str, dict[str, str]] = field(default_factory=dict)
    format: int = FORMAT


def digest(content: bytes) -> str:
    """Return the SHA-256 of *content*, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write *manifest* into *folder*, last of all files: a folder without one is no snapshot.

    It tells the digests of the files beside the store, which are on the disk, as their folders are, before it is.
    """
    made = [path for path in folder.iterdir() if path.is_file()] + [*folder.glob("proofs/*")]
    digests = {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in made}
    synchronise(folder)
    text = json.dumps(asdict(replace(manifest, digests=digests)), indent=1, sort_keys=True)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def synchronise(folder: Path) -> None:
    """Have all that *folder* holds on the disk before going on; links to what another folder holds are there already."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir() or path.stat().st_nlink == 1:
            synchronise_names(path)


def synchronise_names(path: Path) -> None:
    """Have the names that the folder *path* holds on the disk, or the content of a file."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

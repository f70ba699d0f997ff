"""A dossier on disk: which files it has, and what graph each of them is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from comity.errors import SourceError
from comity.vocabulary import CLAIMS, DOSSIER_FOLDERS, graph_of


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a dossier: its path below the root, its bytes, and its graph's IRI (empty for a query)."""

    path: PurePosixPath
    content: bytes
    graph: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def kind(self) -> str:
        """One of ontology, shapes, alignments, data, claims, queries."""
        if self.path.parts[0] == "ontology" and self.path.parts[1] in ("shapes", "alignments"):
            return self.path.parts[1]
        return "claims" if self.graph.startswith(CLAIMS) else self.path.parts[0]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A folder with ontology/, data/ and queries/, read once."""

    root: Path
    files: tuple[SourceFile, ...]

    def of(self, *kinds: str) -> list[SourceFile]:
        """List the files of the given kinds, in the order of their paths."""
        return [file for file in self.files if file.kind in kinds]

    def with_files(self, changed: Mapping[str, SourceFile | None]) -> "Dossier":
        """Return it with other files for the graphs of *changed*, by their IRIs; None for one that goes."""
        kept = [file for file in self.files if not file.graph or file.graph not in changed]
        fresh = [file for file in changed.values() if file is not None]
        return Dossier(self.root, tuple(sorted(kept + fresh, key=_place)))


def _place(file: SourceFile) -> tuple[int, PurePosixPath]:
    return DOSSIER_FOLDERS.index(file.path.parts[0]), file.path


def read(root: Path, *, may_be_empty: bool = False) -> Dossier:
    """Read every file of the dossier at *root*.

    Args:
        may_be_empty: whether a folder may lack or have no file, as in a snapshot whose data were all taken away.

    Raises:
        SourceError: a folder is missing or has no file of its kind, or a file cannot be read.
    """
    missing = not may_be_empty and [
        name + "/" for name in DOSSIER_FOLDERS if not (root / name).is_dir()
    ]
    if missing:
        raise SourceError(
            f"{root} is not a dossier: it lacks {' and '.join(missing)}; a dossier has ontology/, data/ and queries/."
        )
    paths = [
        path
        for name in DOSSIER_FOLDERS
        for path in _sources(root / name, "rq" if name == "queries" else "ttl", may_be_empty)
    ]
    return Dossier(root, tuple(_file(root, path) for path in paths))


def _sources(folder: Path, suffix: str, may_be_empty: bool) -> list[Path]:
    found = sorted(folder.rglob(f"*.{suffix}"))
    if not found and not may_be_empty:
        raise SourceError(f"{folder} has no .{suffix} file; put at least one there.")
    return found


def _file(root: Path, path: Path) -> SourceFile:
    relative = PurePosixPath(path.relative_to(root).as_posix())
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{relative} cannot be read: {error.strerror}.") from error
    return SourceFile(relative, content, "" if relative.suffix == ".rq" else graph_of(relative))

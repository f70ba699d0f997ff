"""A dossier as an editor has it: its files on disk, and over them the texts that are open and not saved yet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from threading import Lock

from comity.builder.dossier import Dossier, survey_dossier
from comity.checks.table import check_dossier
from comity.commits import house_style
from comity.editing.index import Entry, Index
from comity.finding import Finding
from comity.homes import is_dossier
from comity.vocabulary import DOSSIER_FOLDERS


def root_of(path: Path) -> Path | None:
    """Return the dossier that the file at *path* is of: the folder above the one of its folders that it is in."""
    for folder in path.parents:
        if folder.name in DOSSIER_FOLDERS and is_dossier(folder.parent):
            return folder.parent
    return None


class OpenDossier:
    """A dossier that is being written.

    Attributes:
        root: its folder.
        index: what it names, as of the last look; None before the first.
        prefixes: the namespaces that its files declare, by prefix, as of then.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.prefixes = root, dict[str, str]()
        self.index: Index | None = None
        self._texts: dict[PurePosixPath, str] = {}
        self._lock = Lock()

    def path(self, file: Path) -> PurePosixPath:
        """Return the path of *file* from the root."""
        return PurePosixPath(file.relative_to(self.root).as_posix())

    def put(self, file: Path, text: str) -> None:
        """Take *text* for what the file says, saved or not."""
        self._texts[self.path(file)] = text

    def drop(self, file: Path) -> None:
        """Take what is on disk for what the file says."""
        self._texts.pop(self.path(file), None)

    @property
    def first(self) -> PurePosixPath:
        """The file at which is shown what is about the whole: where the dossier says what it is."""
        return PurePosixPath("data", "dataset.ttl")

    def find(self, iri: str) -> Entry | None:
        """Return what the files say of *iri*; None where they do not name it."""
        return self.index.find(iri) if self.index else None

    def within(self, start: str) -> Iterator[Entry]:
        """Yield what is described of which the IRI begins with *start*."""
        return self.index.within(start) if self.index else iter(())

    def look(self) -> list[Finding]:
        """Read the dossier, hold it to every check, and return what they find.

        Raises:
            SourceError: the folder is no dossier.
        """
        with self._lock:
            dossier, surveyed = self._read()
            self.index, self.prefixes = Index(dossier), house_style.prefixes(dossier)
            return check_dossier(dossier, surveyed).findings

    def _read(self) -> tuple[Dossier, list[Finding]]:
        dossier, surveyed = survey_dossier(self.root)
        texts = dict(self._texts)
        files = tuple(
            replace(file, content=texts[file.path].encode()) if file.path in texts else file
            for file in dossier.files
        )
        return replace(dossier, files=files), surveyed

"""A dossier on disk: which files it has, what graph each of them is, and what in its folders is not read."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from comity.builder import naming
from comity.builder.configuration import CONFIGURATION, Configuration, configuration
from comity.builder.description import DESCRIPTION, Description, description
from comity.builder.source_file import SourceFile
from comity.errors import SourceError
from comity.finding import Check, Finding, Location, Severity, Unsound, refuse
from comity.vocabulary import DOSSIER_FOLDERS, graph_of

NOT_READABLE = Check("not-readable", Severity.ERROR, "a file or folder cannot be read")
CIRCLE = Check("circle-of-links", Severity.ERROR, "a link leads into a folder that it is in")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A folder with ontology/, data/ and queries/, read once, what it is, and how it wants to be checked."""

    root: Path
    files: tuple[SourceFile, ...]
    configuration: Configuration = field(default_factory=Configuration)
    description: Description = field(default_factory=Description)

    def of(self, *kinds: str) -> list[SourceFile]:
        """List the files of the given kinds, in the order of their paths."""
        return [file for file in self.files if file.kind in kinds]

    def with_files(self, changed: Mapping[str, SourceFile | None]) -> "Dossier":
        """Return it with other files for the graphs of *changed*, by their IRIs; None for one that goes."""
        kept = [file for file in self.files if not file.graph or file.graph not in changed]
        fresh = [file for file in changed.values() if file is not None]
        files = tuple(sorted(kept + fresh, key=_place))
        return replace(self, files=files)


def _place(file: SourceFile) -> tuple[int, PurePosixPath]:
    return DOSSIER_FOLDERS.index(file.path.parts[0]), file.path


def read_dossier(root: Path, *, may_be_empty: bool = False) -> Dossier:
    """Read every file of the dossier at *root*.

    Args:
        may_be_empty: whether a folder may lack or have no file, as in a snapshot whose data were all taken away.

    Raises:
        SourceError: a folder is missing or has no file of its kind, or a file cannot be read or be a graph.
    """
    dossier, findings = survey_dossier(root, may_be_empty=may_be_empty)
    refuse(findings, SourceError)
    return dossier


def survey_dossier(root: Path, *, may_be_empty: bool = False) -> tuple[Dossier, list[Finding]]:
    """Read the dossier at *root* as far as it can be.

    Returns:
        The files that can be read, and a finding for each that cannot, or is none of a dossier's.

    Raises:
        SourceError: a folder is missing or has no file of its kind, or the configuration is not what it should be.
    """
    missing = not may_be_empty and [
        name + "/" for name in DOSSIER_FOLDERS if not (root / name).is_dir()
    ]
    if missing:
        raise SourceError(
            f"{root} is not a dossier: it lacks {' and '.join(missing)}; a dossier has ontology/, data/ and queries/."
        )
    findings: list[Finding] = []
    files: list[SourceFile] = []
    described = _described(root, findings)
    for folder in DOSSIER_FOLDERS:
        found = [*_sources(root, folder, findings)]
        if not found and not may_be_empty and not findings:
            raise SourceError(
                f"{root / folder} has no file that is read; put at least one {'.rq' if folder == 'queries' else '.ttl'} file there."
            )
        files += found
    dossier = Dossier(root, tuple(files), configuration(root / CONFIGURATION), described)
    return dossier, [*findings, *naming.collisions(files)]


def _described(root: Path, findings: list[Finding]) -> Description:
    """Return what the dossier says of itself; of a file that is no RDF, whoever parses it says so."""
    try:
        return description(root)
    except Unsound as error:
        findings += [error.finding] if error.finding.check == DESCRIPTION.name else []
        return Description()


def _sources(root: Path, folder: str, findings: list[Finding]) -> Iterator[SourceFile]:
    paths = sorted(_walk(root, Path(folder), (), findings), key=lambda path: path.parts)
    for path in paths:
        relative = PurePosixPath(path.as_posix())
        sentences = [*naming.unread(relative), *naming.unnameable(relative)]
        findings += sentences
        if sentences or naming.is_passed_over(relative):
            continue
        try:
            content = (root / path).read_bytes()
        except OSError as error:
            findings.append(_unreadable(relative, error))
            continue
        yield SourceFile(relative, content, "" if folder == "queries" else graph_of(relative))


def _walk(
    root: Path, folder: Path, above: tuple[Path, ...], findings: list[Finding]
) -> Iterator[Path]:
    """Yield the files below *folder*, links to folders followed, those that lead back up found."""
    there = (root / folder).resolve()
    if there in above:
        problem = f"it is a link to {there}, which it is in"
        findings.append(CIRCLE.finding(problem, "take the link away", _at(folder)))
        return
    try:
        entries: Iterable[os.DirEntry[str]] = sorted(os.scandir(root / folder), key=_name)
    except FileNotFoundError:
        return
    except OSError as error:
        findings.append(_unreadable(folder, error))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.is_dir():
            if not entry.name.startswith("."):
                yield from _walk(root, path, (*above, there), findings)
        elif entry.is_file() or entry.is_symlink():
            yield path


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _at(path: Path | PurePosixPath) -> Location:
    return Location(naming.shown(PurePosixPath(path.as_posix())))


def _unreadable(path: Path | PurePosixPath, error: OSError) -> Finding:
    problem = f"it cannot be read ({error.strerror})"
    return NOT_READABLE.finding(problem, "mend the link or its permissions", _at(path))

"""A dossier on disk: which files it has, what graph each of them is, and what in its folders is not read."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from comity.builder import joining, naming, package
from comity.builder.configuration import CONFIGURATION, Configuration, configuration
from comity.builder.description import DESCRIPTION, Description, description, ontology_version, read
from comity.builder.source_file import SourceFile
from comity.errors import SourceError
from comity.finding import Check, Finding, Location, Severity, Unsound, refuse
from comity.joined_namespace import JoinedNamespace
from comity.namespace import BESIDE, Namespace
from comity.vocabulary import DOSSIER_FOLDERS

NOT_READABLE = Check("not-readable", Severity.ERROR, "a file or folder cannot be read")
CIRCLE = Check("circle-of-links", Severity.ERROR, "a link leads into a folder that it is in")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A folder with ontology/, data/ and queries/, read once, what it is, and how it wants to be checked.

    Attributes:
        beside: the names and bases of the dossiers that are published with it.
        aliases: IRIs of states that those speak of, and what they are read as.
    """

    root: Path
    files: tuple[SourceFile, ...]
    configuration: Configuration = field(default_factory=Configuration)
    description: Description = field(default_factory=Description)
    beside: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def namespace(self) -> Namespace:
        """What its graphs and things are called."""
        base = self.description.base
        return JoinedNamespace(base, self.beside, self.aliases) if self.beside else Namespace(base)

    def of(self, *kinds: str) -> list[SourceFile]:
        """List the files of the given kinds, in the order of their paths."""
        return [file for file in self.files if file.kind in kinds]

    def with_files(self, changed: Mapping[str, SourceFile | None]) -> "Dossier":
        """Return it with other files for the graphs of *changed*, by their IRIs; None for one that goes.

        Raises:
            Unsound: the file that says what it is says what cannot be, or another base than it has.
        """
        kept = [file for file in self.files if not file.graph or file.graph not in changed]
        fresh = [file for file in changed.values() if file is not None]
        files = tuple(sorted(kept + fresh, key=_place))
        return replace(self, files=files, description=self._described(changed))

    def _described(self, changed: Mapping[str, SourceFile | None]) -> Description:
        """Return what it says of itself with the file in *changed* that says so, if one does."""
        graphs = {graph for graph in changed if _describes(self.namespace.file_of(graph))}
        if not graphs:
            return self.description
        file = changed[graphs.pop()]
        found = read(file, self.root) if file else Description()
        if found.base != self.description.base:
            raise Unsound(DESCRIPTION.finding(f"the IRIs of the dossier would begin with {found.base}, and all that is there with {self.description.base}", "change the base in the files, and build", Location(str(file.path) if file else "data/dataset.ttl")))  # fmt: skip
        return found


def _describes(path: PurePosixPath | None) -> bool:
    return path is not None and path.with_suffix("") == PurePosixPath("data", "dataset")


def _place(file: SourceFile) -> tuple[int, PurePosixPath]:
    return DOSSIER_FOLDERS.index(file.parts[0]), file.path


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
    findings: list[Finding] = []
    return _joined(_read_one(root, findings, may_be_empty), findings, may_be_empty), findings


def _read_one(root: Path, findings: list[Finding], may_be_empty: bool) -> Dossier:
    """Read the dossier at *root* without those beside it; raises as `survey_dossier`."""
    described = _described(root, findings)
    is_unsound = bool(findings)
    space = Namespace(described.base)
    found = {folder: [*_sources(root, folder, space, findings)] for folder in DOSSIER_FOLDERS}
    files = [file for folder in DOSSIER_FOLDERS for file in found[folder]]
    # one whose description has a fault is told that alone, and not each term of an ontology that it did not get
    conforms = bool(described.ontology) or (is_unsound and not found["ontology"])
    is_referring = package.is_wanted(root, conforms, files)
    if not (may_be_empty or is_unsound):
        own = {n: f for n, f in found.items() if n == "data" or not is_referring}
        _require(root, own, with_files=not findings)
    if is_referring:
        files = sorted([*files, *package.package_files(root, files, findings)], key=_place)
    findings += [*naming.outside(root), *naming.collisions(files)]
    return Dossier(root, tuple(files), configuration(root / CONFIGURATION), described)


def _require(root: Path, found: Mapping[str, list[SourceFile]], *, with_files: bool) -> None:
    """Refuse a dossier that lacks a folder, or the files of one where these are wanted.

    Raises:
        SourceError: it does.
    """
    missing = [f"{name}/" for name in found if not (root / name).is_dir()]
    if missing:
        raise SourceError(
            f"{root} is not a dossier: it lacks {' and '.join(missing)}; a dossier has ontology/, data/ and queries/, or in data/dataset.ttl a dcat:Dataset with dcterms:conformsTo <{ontology_version(package.package_of(root))}>."
        )
    for name, files in found.items():
        if with_files and not files:
            raise SourceError(
                f"{root / name} has no file that is read; put at least one {'.rq' if name == 'queries' else '.ttl'} file there."
            )


def _joined(dossier: Dossier, findings: list[Finding], may_be_empty: bool) -> Dossier:
    """Return *dossier* with those that stand beside it, if any do."""
    others = []
    for path in sorted((dossier.root / BESIDE).glob("*/")):
        found: list[Finding] = []
        other = _read_one(path, found, may_be_empty)
        findings += [replace(f, file=str(BESIDE / path.name / f.file)) for f in found]
        others.append((path.name, other.description, other.files))
    if not others:
        return dossier
    files, aliases = joining.beside(dossier.description, dossier.files, others, findings)
    named = tuple((name, said.base) for name, said, _ in others)
    files = sorted(files, key=_place)
    return replace(dossier, files=tuple(files), beside=named, aliases=aliases)


def _described(root: Path, findings: list[Finding]) -> Description:
    """Return what the dossier says of itself; of a file that is no RDF, whoever parses it says so."""
    try:
        return description(root)
    except Unsound as error:
        findings += [error.finding] if error.finding.check == DESCRIPTION.name else []
        return Description()


def _sources(
    root: Path, folder: str, namespace: Namespace, findings: list[Finding]
) -> Iterator[SourceFile]:
    paths = sorted(_walk(root, Path(folder), (), findings), key=lambda path: path.parts)
    for path in paths:
        relative = PurePosixPath(path.as_posix())
        sentences = [*naming.unread(relative), *naming.unnameable(relative, namespace)]
        findings += sentences
        if sentences or naming.is_passed_over(relative):
            continue
        try:
            content = (root / path).read_bytes()
        except OSError as error:
            findings.append(_unreadable(relative, error))
            continue
        yield SourceFile(
            relative, content, "" if folder == "queries" else namespace.graph_of(relative)
        )


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

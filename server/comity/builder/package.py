"""The published ontology and the general questions, which a dossier that names their version has without having the files."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from pyoxigraph import NamedNode

from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.finding import Check, Finding, Location, Severity, Unsound
from comity.homes import packaged_dossier
from comity.namespace import PACKAGE, Namespace
from comity.vocabulary import OWL, TERM

OWN_QUESTION = Check(
    "own-question", Severity.ADVICE, "a query of the dossier takes the place of a general one"
)
IMPORTS, ONTOLOGY = NamedNode(OWL + "imports"), NamedNode(TERM)
PARTS = (("ontology", "**/*.ttl"), ("queries", "*.rq"))


def package_of(root: Path) -> Path:
    """Return where the dossier at *root* has the package from: a copy in it, as a snapshot keeps one, or what is installed."""
    return root / PACKAGE if (root / PACKAGE).is_dir() else packaged_dossier()


def on_disk(root: Path, path: PurePosixPath) -> Path:
    """Return where the file *path* of the dossier at *root* is, which may be one of the package."""
    is_packaged = path.is_relative_to(PACKAGE)
    return package_of(root) / path.relative_to(PACKAGE) if is_packaged else root / path


def is_wanted(root: Path, conforms: bool, own: Iterable[SourceFile]) -> bool:
    """Tell whether the dossier at *root* is without the published ontology and names it.

    Args:
        conforms: whether its description names a version of it.
        own: its files, of which one of the ontology may import it.
    """
    if (root / "ontology" / "comity.ttl").is_file():
        return False
    return conforms or any(map(_imports, own))


def _imports(file: SourceFile) -> bool:
    if file.kind != "ontology" or TERM.encode() not in file.content:
        return False
    try:
        return any(q.predicate == IMPORTS and q.object == ONTOLOGY for q in quads(file))
    except Unsound:
        return False


def package_files(
    root: Path, own: Iterable[SourceFile], found: list[Finding]
) -> Iterator[SourceFile]:
    """Yield the files of the package for the dossier at *root*, those of queries that it has itself left out."""
    mine = {file.path.stem: file.path for file in own if file.kind == "queries"}
    theirs = {path.stem for path in (package_of(root) / "queries").glob("*.rq")}
    if both := sorted(mine.keys() & theirs):
        problem = f"{', '.join(both)} take the place of the general questions of these names" if len(both) > 1 else "it takes the place of the general question of this name"  # fmt: skip
        found.append(OWN_QUESTION.finding(problem, "give it a name of its own if that is not meant", Location(str(mine[both[0]]))))  # fmt: skip
    for folder, pattern in PARTS:
        for path in sorted((package_of(root) / folder).glob(pattern)):
            name = PurePosixPath(PACKAGE, path.relative_to(package_of(root)).as_posix())
            if folder != "queries":
                yield SourceFile(name, path.read_bytes(), Namespace().graph_of(name))
            elif path.stem not in mine:
                yield SourceFile(name, path.read_bytes(), "")

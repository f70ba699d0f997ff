"""Which names a dossier's files may have, and which files are none of a dossier's."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Protocol

from pyoxigraph import NamedNode

from comity.builder.syntax import FORMATS
from comity.finding import Check, Finding, Location, Severity
from comity.namespace import Namespace
from comity.vocabulary import DOSSIER_FOLDERS

NOT_READ = Check("not-read", Severity.WARNING, "a file looks like data or a query, and is not read")
STRAY = Check("stray-file", Severity.ADVICE, "a file is none of a dossier's")
NAME = Check("file-name", Severity.ERROR, "the name of a file can be no part of a graph's IRI")
ONE_GRAPH = Check("one-graph-twice", Severity.ERROR, "several files are one graph, or one query")
TAKEN = Check("taken-graph", Severity.ERROR, "a file would be a graph that is made from others")

QUERY = ".rq"
SIGNS = re.compile(r"""[\x00-\x20<>"\\^`{|}%#?\x7f-\xa0\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]""")
DATA = (*FORMATS, QUERY, ".sparql", ".ru", ".json", ".ofn", ".omn", ".owx", ".obo", ".csv", ".hdt")
ALMOST = 0.8
"""How like the name of a folder another has to be, to be taken for it."""
COPIES = re.compile(r"(?i)(~|\.bak|\.orig|\.rej|\.tmp|\.swp|\.old|\.save|\.gz|\.bz2|\.xz|\.zip)$")
ABOUT = re.compile(r"(?i)^(?:readme|licen[cs]e|changelog|notice)(?:\.(?:txt|rst))?$|\.md$")
NAMES = {" ": "a blank", "\n": "a line's end", "\t": "a tab"}


class _File(Protocol):
    @property
    def path(self) -> PurePosixPath: ...
    @property
    def graph(self) -> str: ...


def shown(path: PurePosixPath) -> str:
    """Return *path* as it can be printed: what is no text, and no sign of its own, as an escape."""
    text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda sign: repr(sign[0])[1:-1], text)


def is_passed_over(path: PurePosixPath) -> bool:
    """Say whether nobody takes a file for a dossier's: hidden ones, and those that speak about the others."""
    return path.name.startswith(".") or bool(ABOUT.search(path.name))


def unread(path: PurePosixPath) -> Iterator[Finding]:
    """Say why a file is not read, if it is not and may be meant to be."""
    suffix, location = path.suffix.lower(), Location(shown(path))
    wanted = (QUERY,) if path.parts[0] == "queries" else tuple(FORMATS)
    if path.name.startswith("."):
        if suffix in DATA:
            yield NOT_READ.finding("it is not read, since its name begins with a dot", "give it another name, or take it away", location)  # fmt: skip
    elif suffix in wanted:
        if path.parts[0] == "queries" and (len(path.parts) > 2 or path.suffix != QUERY):
            yield NOT_READ.finding("it is not read, since a query is a file of queries/ itself that ends in .rq", "move or rename it", location)  # fmt: skip
    elif suffix in DATA or COPIES.search(path.name):
        yield NOT_READ.finding(f"it is not read, since it does not end in {', '.join(wanted)}", "rename or convert it, or take it away", location)  # fmt: skip
    elif not is_passed_over(path):
        yield STRAY.finding("it is not read", "keep it elsewhere", location)


def outside(root: Path) -> Iterator[Finding]:
    """Say which files and folders beside those of a dossier look as if they were meant to be in it."""
    for entry in sorted(root.iterdir()):
        near = get_close_matches(entry.name.lower(), DOSSIER_FOLDERS, 1, ALMOST)
        if entry.is_file() and entry.suffix.lower() in FORMATS and entry.suffix != ".xml":
            yield NOT_READ.finding("it is not read, since it is in no folder of the dossier", "move it into data/, or elsewhere", Location(entry.name))  # fmt: skip
        elif entry.is_dir() and near and entry.name not in DOSSIER_FOLDERS:
            yield NOT_READ.finding(f"the folder is not read; did you mean {near[0]}/?", "rename it", Location(entry.name))  # fmt: skip


def unnameable(path: PurePosixPath, namespace: Namespace) -> Iterator[Finding]:
    """Say why a file that is read cannot be a graph, or a query cannot have its name."""
    if is_passed_over(path) or [*unread(path)]:
        return
    location = Location(shown(path))
    graph = "" if path.parts[0] == "queries" else namespace.graph_of(path)
    other = namespace.file_of(graph) if graph and _is_iri(graph) else None
    if namespace.is_made(graph):
        yield TAKEN.finding(f"it would be the graph <{graph}>, which a build makes", "rename it", location)  # fmt: skip
    elif other is not None and other.with_suffix("") != path.with_suffix(""):
        yield TAKEN.finding(f"it would be the graph of {other}", "rename or move it", location)
    elif other is None and (found := SIGNS.search(str(path.relative_to(path.parts[0])))):
        sign = NAMES.get(found[0], f"the sign {shown(PurePosixPath(found[0]))!r}")
        yield NAME.finding(f"its name has {sign}, which the IRI of a graph cannot have", "rename it, with letters, digits and hyphens", location)  # fmt: skip
    elif graph and not _is_iri(graph):
        yield NAME.finding(f"<{graph}> is no IRI", "rename it, with letters, digits and hyphens", location)  # fmt: skip


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def collisions(files: Iterable[_File]) -> Iterator[Finding]:
    """Say of which files the graphs are one, or the queries of one name."""
    found = defaultdict(list)
    for file in files:
        found[file.graph or f"query {file.path.stem}"].append(file)
    for same in found.values():
        if len(same) > 1:
            others = " and ".join(shown(file.path) for file in same[1:])
            what = "one graph" if same[0].graph else "one query"
            yield ONE_GRAPH.finding(f"it and {others} are {what}, since their paths differ in the ending alone", "join or rename them", Location(shown(same[0].path)))  # fmt: skip

"""Where in a dossier's files a thing is described: its file and line, for a sentence to begin with."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.builder.dossier import Dossier, SourceFile
from comity.vocabulary import RDF

BEGINNING = re.compile(r"(<[^>\s]*>)|[\w-]*:([\w-]+(?:\.[\w-]+)*)")
MENTION = re.compile(r"<[^>\s]*>|[\w-]+(?:\.[\w-]+)*")


class Places:
    """Finds the file and line at which an IRI is a subject."""

    def __init__(self, dossier: Dossier, quads: Iterable[Quad]) -> None:
        self._files = {file.graph: file for file in dossier.files}
        self._graphs: dict[str, str] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
                self._graphs.setdefault(quad.subject.value, quad.graph_name.value)

    def of(self, iri: str) -> str:
        """Return `path, line n: ` for *iri*, or nothing where no file describes it."""
        file = self._files.get(self._graphs.get(iri, ""))
        return f"{file.path}, line {line_of(file, iri)}: " if file else ""


def line_of(file: SourceFile, iri: str) -> int:
    """Return the first line of *file* that begins with *iri*, else the first that names it, else 1."""
    beginnings, mentions = _index(file)
    name = re.split(r"[/#]", iri)[-1]
    for known in (beginnings, mentions):
        if found := [known[spelt] for spelt in (f"<{iri}>", name) if spelt in known]:
            return min(found)
    return 1


@lru_cache(maxsize=4096)
def _index(file: SourceFile) -> tuple[dict[str, int], dict[str, int]]:
    """Return the first line that begins with, and that has, each IRI in brackets and each local name."""
    beginnings: dict[str, int] = {}
    mentions: dict[str, int] = {}
    for number, line in enumerate(_lines(file), 1):
        if start := BEGINNING.match(line):
            beginnings.setdefault(start[1] or start[2], number)
        for spelt in MENTION.findall(line):
            mentions.setdefault(spelt, number)
    return beginnings, mentions


def line_of_triple(file: SourceFile, triple: Triple) -> int:
    """Return the first line of *file*, from that of the subject on, that names predicate and then object.

    Where the file spells one of them in a way that is not found, the line is that of the last that is.
    """
    lines = _lines(file)
    number = line_of(file, triple.subject.value) if isinstance(triple.subject, NamedNode) else 1
    for named in (_naming(triple.predicate), _naming(triple.object)):
        rest = enumerate(lines[number - 1 :], number)
        number = next((n for n, line in rest if named.search(line)), number)
    return number


@lru_cache(maxsize=4096)
def _lines(file: SourceFile) -> list[str]:
    return file.content.decode("utf-8", "replace").splitlines()


@lru_cache(maxsize=65536)
def _naming(term: object) -> re.Pattern[str]:
    if isinstance(term, NamedNode):
        name = re.escape(re.split(r"[/#]", term.value)[-1])
        short = r"|\ba\b" if term.value == RDF + "type" else ""
        return re.compile(rf":{name}(?![\w-])|<{re.escape(term.value)}>{short}")
    text = term.value if isinstance(term, Literal) else ""
    return re.compile(re.escape(text.splitlines()[0] if text else ""))

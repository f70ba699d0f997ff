"""Where in a dossier's files a thing is described: its file and line, for a sentence to begin with."""

import re
from bisect import bisect_left
from collections import defaultdict
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
    for known in (beginnings, mentions):
        if found := [known[spelt][0] for spelt in _spelt(iri) if spelt in known]:
            return min(found)
    return 1


def line_of_triple(file: SourceFile, triple: Triple, start: int = 1) -> int:
    """Return the first line of *file*, from that of the subject on, that names predicate and then object.

    Where the file spells one of them in a way that is not found, the line is that of the last that is; *start* is
    the line to begin at where the subject is a blank node.
    """
    subject = triple.subject
    number = line_of(file, subject.value) if isinstance(subject, NamedNode) else start
    for term in (triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            number = _line_from(file, term.value, number)
        elif isinstance(term, Literal) and term.value:
            number = _line_with(file, term.value.splitlines()[0], number)
    return number


def _spelt(iri: str) -> tuple[str, ...]:
    """How a file may spell *iri*: in brackets, or by its local name."""
    name = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return (f"<{iri}>", name, "a") if iri == RDF + "type" else (f"<{iri}>", name)


def _line_from(file: SourceFile, iri: str, start: int) -> int:
    """Return the first line from *start* on that names *iri*, else *start*."""
    _, mentions = _index(file)
    found: list[int] = []
    for spelt in _spelt(iri):
        lines = mentions.get(spelt, ())
        place = bisect_left(lines, start)
        found += lines[place : place + 1]
    return min(found, default=start)


def _line_with(file: SourceFile, text: str, start: int) -> int:
    """Return the first line from *start* on that has *text*, else *start*."""
    lines = _lines(file)
    return next((n for n in range(start, len(lines) + 1) if text in lines[n - 1]), start)


@lru_cache(maxsize=4096)
def _lines(file: SourceFile) -> list[str]:
    return file.content.decode("utf-8", "replace").splitlines()


@lru_cache(maxsize=4096)
def _index(file: SourceFile) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the lines that begin with, and that have, each IRI in brackets and each local name."""
    beginnings: dict[str, list[int]] = defaultdict(list)
    mentions: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(_lines(file), 1):
        if start := BEGINNING.match(line):
            beginnings[start[1] or start[2]].append(number)
        for spelt in dict.fromkeys(MENTION.findall(line)):
            mentions[spelt].append(number)
    return dict(beginnings), dict(mentions)

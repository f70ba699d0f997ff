"""Where in a dossier's files a thing is described and a triple asserted: the file and the line, from 1."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.builder.dossier import Dossier, SourceFile
from comity.vocabulary import RDF

NAME = r"[\w-]*:[\w-]+(?:\.[\w-]+)*"
BEGINNING = re.compile(rf"<[^>\s]*>|{NAME}")
TOKEN = re.compile(
    r'"""(?:(?!""").)*(?:""")?|"(?:[^"\\]|\\.)*"'  # a string, or the first line of a long one
    rf"|<[^>\s]*>|{NAME}|[\w.+-]+"
)


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


@lru_cache(maxsize=65536)
def line_of(file: SourceFile, iri: str) -> int:
    """Return the first line of *file* that begins with *iri*, else the first that names it, else 1."""
    beginnings, mentions = _index(file)
    spelt = _named(iri)
    return _next(beginnings, spelt, 1) or _next(mentions, spelt, 1) or 1


def line_of_triple(file: SourceFile, triple: Triple, start: int = 1) -> int:
    """Return the first line of *file*, from that of the subject on, that names predicate and then object.

    Where the file spells one of them in a way that is not found, the line is that of the last that is; *start* is
    the line to begin at where the subject is a blank node.
    """
    _, mentions = _index(file)
    line = line_of(file, triple.subject.value) if isinstance(triple.subject, NamedNode) else start
    for term in (triple.predicate, triple.object):
        line = _next(mentions, _spelt(term), line) or line
    return line


def _next(lines: dict[str, list[int]], spelt: Iterable[str], start: int) -> int | None:
    """Return the first line from *start* on that has one of the keys *spelt*."""
    found = []
    for key in spelt:
        if key in lines and (place := bisect_left(lines[key], start)) < len(lines[key]):
            found.append(lines[key][place])
    return min(found, default=None)


def line_of_statement(file: SourceFile, triples: Iterable[Triple]) -> int:
    """Return the line of *file* at which the statement begins that has *triples*, all of one blank node, at its top."""
    _, mentions = _index(file)
    found: list[set[int]] = []
    for triple in triples:
        terms = (_spelt(triple.predicate), _spelt(triple.object))
        one, other = ({n for key in keys for n in mentions.get(key, ())} for keys in terms)
        found.append(one & other)
    found.sort(key=len)
    line = min(next(filter(None, found), {1}))
    text = file.content.decode("utf-8", "replace").splitlines()
    return next((n for n in range(line, 0, -1) if text[n - 1].startswith("[")), line)


def _spelt(term: object) -> tuple[str, ...]:
    """Return the keys of *term* in an index."""
    if isinstance(term, NamedNode):
        return _named(term.value)
    if isinstance(term, Literal):
        return '"' + term.value.partition("\n")[0], term.value
    return ()


@lru_cache(maxsize=65536)
def _named(iri: str) -> tuple[str, ...]:
    name = f"<{iri}>", ":" + re.split("[/#]", iri)[-1]
    return (*name, "a") if iri == RDF + "type" else name


@lru_cache(maxsize=4096)
def _index(file: SourceFile) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the lines that begin with each term, and those that have it, in order."""
    beginnings: dict[str, list[int]] = defaultdict(list)
    mentions: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(file.content.decode("utf-8", "replace").splitlines(), 1):
        if start := BEGINNING.match(line):
            beginnings[_key(start[0])].append(number)
        for token in TOKEN.findall(line):
            mentions[_key(token)].append(number)
    return beginnings, mentions


def _key(token: str) -> str:
    """Return what *token* is found by: an IRI in brackets, a local name, a string, or the word itself."""
    if token[0] == '"':
        text = token.strip('"')
        return '"' + (re.sub(r"\\(.)", r"\1", text) if "\\" in text else text)
    return token if token[0] == "<" else token[max(token.find(":"), 0) :]

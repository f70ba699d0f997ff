"""The syntaxes of RDF that a dossier's files may have: known by the end of their names, and read as one graph each."""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from comity.builder.source_file import SourceFile
from comity.finding import Check, Finding, Location, Severity, Unsound
from comity.owl_syntaxes import REMEDY, owl_syntax

SYNTAX = Check("syntax", Severity.ERROR, "a file is not what the end of its name says")
NAMED_GRAPH = Check("named-graph", Severity.ERROR, "a file names graphs, and is one itself")
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".n3": RdfFormat.N3,
}
NAMES = {
    RdfFormat.TURTLE: "Turtle",
    RdfFormat.N_TRIPLES: "N-Triples",
    RdfFormat.RDF_XML: "RDF/XML",
    RdfFormat.JSON_LD: "JSON-LD",
    RdfFormat.TRIG: "TriG",
    RdfFormat.N_QUADS: "N-Quads",
    RdfFormat.N3: "N3",
}
MARK = "\ufeff".encode()
BEFORE = re.compile(rb"(?:\s+|#[^\n]*\n|<!--.*?-->)*", re.S)
TURTLE = re.compile(rb"(?i)@?(?:prefix|base)\b")
POSITION = re.compile(
    r"^.*?(?:line \d+ (?:between )?columns? \d+(?: and columns? \d+)?|position \d+): "
)


def text_of(content: bytes) -> bytes:
    """Return *content* without the byte order mark that some editors begin a file with."""
    return content.removeprefix(MARK)


def format_of(suffix: str, content: bytes) -> RdfFormat:
    """Return the format of a file: by the end of its name, and of the ends that XML shares, by how it begins."""
    syntax = FORMATS[suffix.lower()]
    begin = BEFORE.match(content)
    if syntax == RdfFormat.RDF_XML and begin and TURTLE.match(content, begin.end()):
        return RdfFormat.TURTLE
    return syntax


@lru_cache(maxsize=512)
def quads(file: SourceFile) -> list[Quad]:
    """Parse one file into quads of its graph, a list that is shared; the same file has the same blank nodes.

    Raises:
        Unsound: it is not what it should be.
    """
    graph, terms = NamedNode(file.graph), _Terms(file)
    body = text_of(file.content)
    try:
        return [
            Quad(terms.of(quad.subject), quad.predicate, terms.of(quad.object), graph)
            for quad in _parsed(file, body)
        ]
    except SyntaxError as error:
        raise Unsound(_not_read(file, body, error)) from error


def _parsed(file: SourceFile, body: bytes) -> Iterator[Quad]:
    syntax = format_of(file.path.suffix, body)
    if syntax == RdfFormat.RDF_XML and owl_syntax(body):
        raise Unsound(_of_owl(file, owl_syntax(body)))
    for quad in parse(input=body, format=syntax):
        if not isinstance(quad.graph_name, DefaultGraph):
            problem = f"it names the graph {quad.graph_name}, and a file is the one graph that its path names"
            remedy = "write each graph into a file of its own, without its name"
            raise Unsound(NAMED_GRAPH.finding(problem, remedy, Location(str(file.path))))
        yield quad


def _not_read(file: SourceFile, body: bytes, error: SyntaxError) -> Finding:
    if name := owl_syntax(body):
        return _of_owl(file, name)
    syntax = format_of(file.path.suffix, body)
    line, column, reason = _where(body, syntax, error)
    if "LoadDocumentCallback" in reason:
        reason = "it names a context at another address, and none is ever fetched"
    problem = f"not valid {NAMES[syntax]} ({reason.rstrip('.')})"
    return SYNTAX.finding(problem, "mend that line", Location(str(file.path), line, column))


def _of_owl(file: SourceFile, name: str) -> Finding:
    return SYNTAX.finding(f"it is {name}, which is no RDF", REMEDY, Location(str(file.path)))


def _where(body: bytes, syntax: RdfFormat, error: SyntaxError) -> tuple[int, int, str]:
    """Return line, column and reason; the parser counts the lines of LF alone."""
    if b"\r" in body and b"\r" in body.replace(b"\r\n", b""):
        try:
            list(parse(input=body.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), format=syntax))
        except SyntaxError as again:
            error = again
    reason = POSITION.sub("", str(error.msg))
    return error.lineno or 0, (error.offset or 0) if error.lineno else 0, reason


class _Terms:
    """Blank nodes named for the file that has them and their order in it; things by the names that they are read as."""

    def __init__(self, file: SourceFile) -> None:
        self._aliases = {NamedNode(iri): NamedNode(meant) for iri, meant in file.aliases}
        self._begin = hashlib.sha256(f"{file.path} {file.digest} ".encode())
        self._found: dict[BlankNode, BlankNode] = {}

    def of(self, term: Any) -> Any:
        if not isinstance(term, BlankNode):
            return self._aliases.get(term, term) if self._aliases else term
        if term not in self._found:
            name = self._begin.copy()
            name.update(str(len(self._found)).encode())
            self._found[term] = BlankNode("b" + name.hexdigest()[:24])
        return self._found[term]

"""What travels between the server and a query process: a question, the terms in it, a whole answer."""

import hashlib
from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term as it travels between processes: an IRI, or a literal with datatype or language."""

    value: str
    datatype: str | None = None
    language: str | None = None
    is_iri: bool = False

    def to_engine(self) -> ox.NamedNode | ox.Literal:
        """Make pyoxigraph's term of it."""
        if self.is_iri:
            return ox.NamedNode(self.value)
        if self.language:
            return ox.Literal(self.value, language=self.language)
        return ox.Literal(
            self.value, datatype=ox.NamedNode(self.datatype) if self.datatype else None
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """What of a query's evidence is asked for.

    Attributes:
        row: the values that a row has, by column, as N-Triples; "" for what is open in it. None asks for that of every row.
        max_statements: how many statements the evidence of a row may have, a count.
    """

    row: tuple[tuple[str, str], ...] | None
    max_statements: int


@dataclass(frozen=True, slots=True)
class Request:
    """A question for a query process; IRIs and N-Triples terms as text, so that it travels.

    Attributes:
        results, graph: the short name of the format for rows or for triples; None if the client takes none.
        default_graphs: the graphs that are read as the default graph, "" among them for the store's own;
            None means what the query says, or else the store's own.
        named_graphs: the graphs GRAPH may name; None means all.
        bindings: values for variables.
        max_bytes: the size that the serialised answer may have, in bytes.
        dump: the graph that is wanted as it is, instead of an answer to *text*; "" is the store's own default graph.
        file: the dossier's file that this graph is, whose literals are as they were written.
        trace: what of the evidence is wanted, instead of the answer or with it.
    """

    text: str
    results: str | None = "json"
    graph: str | None = "turtle"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    bindings: tuple[tuple[str, Term], ...] = ()
    max_bytes: int = 2**26
    dump: str | None = None
    file: str | None = None
    trace: Trace | None = None

    def digest(self) -> bytes:
        """Return the SHA-256 of all that is asked, which takes no more room for a long question."""
        return hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole serialised answer and the short name of its format."""

    body: bytes
    format: str

"""The formats an answer can take: short name, media type, who writes it, and what clients call it besides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from comity.namespace import Namespace
from comity.query import geojson, html_table, jsonld, turtle

Result = QuerySolutions | QueryBoolean | QueryTriples
Write = Callable[[Result, IO[bytes], Namespace], None]
Engine = RdfFormat | QueryResultsFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation of rows and truth values, or of triples.

    Attributes:
        name: its short name, for `?format=` and `--format`.
        media_type: as it is sent.
        write: writes a result into a binary file, with the prefixes of a namespace.
        engine: what the engine calls it, which reads it too; None for one that the engine has not.
        iri: its name at the W3C; empty where it has none. Source: https://www.w3.org/ns/formats/
        aliases: what else `?format=` may call it.
        also: media types that mean it to some client, and are never sent.
    """

    name: str
    media_type: str
    write: Write
    engine: Engine | None = None
    iri: str = ""
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def is_xml(self) -> bool:
        """Whether what is written has to be XML."""
        return self.media_type.endswith("+xml")

    @property
    def rdf(self) -> RdfFormat:
        """What the engine calls it, of a format of triples."""
        assert isinstance(self.engine, RdfFormat), f"{self.name} is no format of triples"
        return self.engine


def _rows(
    name: str, engine: QueryResultsFormat, *also: str, boolean: dict[bool, bytes] | None = None
) -> Format:
    """Make a row of what the engine writes; *boolean* is for those in which it writes no truth value."""

    def write(found: Result, sink: IO[bytes], namespace: Namespace) -> None:
        assert not isinstance(found, QueryTriples)
        if boolean and isinstance(found, QueryBoolean):
            sink.write(boolean[bool(found)])
        else:
            found.serialize(sink, format=engine)

    return Format(name, engine.media_type, write, engine, engine.iri, also=also)


def _triples(
    name: str,
    engine: RdfFormat,
    *aliases: str,
    also: tuple[str, ...] = (),
    iri: str = "",
    written: Callable[[QueryTriples, IO[bytes], Namespace], None] | None = None,
) -> Format:
    """Make a row of what the engine writes, or *written* for it."""

    def write(found: Result, sink: IO[bytes], namespace: Namespace) -> None:
        assert isinstance(found, QueryTriples)
        if written:
            written(found, sink, namespace)
        else:
            serialize(found, sink, format=engine, prefixes=namespace.prefixes)

    return Format(name, engine.media_type, write, engine, iri or engine.iri, aliases, also)


PLAIN = {True: b"true", False: b"false"}
XML = ("application/xml", "text/xml")
RESULTS = (
    _rows("json", QueryResultsFormat.JSON, "application/json"),
    _rows("xml", QueryResultsFormat.XML, *XML),
    _rows("csv", QueryResultsFormat.CSV, boolean=PLAIN),
    _rows("tsv", QueryResultsFormat.TSV, boolean=PLAIN),
    Format("geojson", geojson.MEDIA_TYPE, geojson.write),
    Format("htmltable", html_table.MEDIA_TYPE, html_table.write),
)
GRAPHS = (
    _triples(
        "turtle",
        RdfFormat.TURTLE,
        *("ttl", "n3"),
        also=("application/x-turtle", "text/n3", "text/rdf+n3", "application/turtle"),
        written=turtle.write,
    ),
    _triples(
        "jsonld",
        RdfFormat.JSON_LD,
        *("json", "json-ld", "json+ld", "ld+json"),
        also=("application/json", "application/x-json+ld"),
        iri="http://www.w3.org/ns/formats/JSON-LD",
        written=jsonld.write,
    ),
    _triples("ntriples", RdfFormat.N_TRIPLES, "nt", "n-triples", also=("text/plain",)),
    _triples("rdfxml", RdfFormat.RDF_XML, "xml", "rdf", "rdf+xml", "rdf-xml", also=XML),
    _triples("trig", RdfFormat.TRIG),
    _triples("nquads", RdfFormat.N_QUADS, "nq", "n-quads"),
)
BY_NAME = {format.name: format for format in RESULTS + GRAPHS}

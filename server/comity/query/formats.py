"""The forms an answer can take: short name, media type, and what pyoxigraph calls it."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation: its short name for `?format=`, its media type as sent, and its name at the W3C.

    Source: https://www.w3.org/ns/formats/
    """

    name: str
    media_type: str
    engine: RdfFormat | QueryResultsFormat
    unique: str

    @property
    def iri(self) -> str:
        """The IRI that the W3C has given it."""
        return "http://www.w3.org/ns/formats/" + self.unique


RESULTS = (
    Format(
        "json", "application/sparql-results+json", QueryResultsFormat.JSON, "SPARQL_Results_JSON"
    ),
    Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML, "SPARQL_Results_XML"),
    Format("csv", "text/csv; charset=utf-8", QueryResultsFormat.CSV, "SPARQL_Results_CSV"),
    Format(
        "tsv",
        "text/tab-separated-values; charset=utf-8",
        QueryResultsFormat.TSV,
        "SPARQL_Results_TSV",
    ),
)
GRAPHS = (
    Format("turtle", "text/turtle", RdfFormat.TURTLE, "Turtle"),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, "JSON-LD"),
    Format("ntriples", "application/n-triples", RdfFormat.N_TRIPLES, "N-Triples"),
    Format("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML, "RDF_XML"),
    Format("trig", "application/trig", RdfFormat.TRIG, "TriG"),
    Format("nquads", "application/n-quads", RdfFormat.N_QUADS, "N-Quads"),
)
BY_NAME = {form.name: form for form in RESULTS + GRAPHS}

"""The forms an answer can take: short name, media type, and what pyoxigraph calls it."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation: its short name for `?format=`, and its media type as sent."""

    name: str
    media_type: str
    engine: RdfFormat | QueryResultsFormat


RESULTS = (
    Format("json", "application/sparql-results+json", QueryResultsFormat.JSON),
    Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML),
    Format("csv", "text/csv; charset=utf-8", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values; charset=utf-8", QueryResultsFormat.TSV),
)
GRAPHS = (
    Format("turtle", "text/turtle", RdfFormat.TURTLE),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD),
    Format("ntriples", "application/n-triples", RdfFormat.N_TRIPLES),
    Format("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML),
    Format("trig", "application/trig", RdfFormat.TRIG),
    Format("nquads", "application/n-quads", RdfFormat.N_QUADS),
)
BY_NAME = {form.name: form for form in RESULTS + GRAPHS}

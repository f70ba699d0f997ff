"""The service description: what a client needs to know to use the endpoint without being configured.

Source: SPARQL 1.1 Service Description https://www.w3.org/TR/sparql11-service-description/
"""

from collections.abc import Iterator

import pyoxigraph as ox
from flask import current_app, request, url_for
from pyoxigraph import Literal, NamedNode, Triple

from comity.errors import QueryError
from comity.query.canned import CannedQuery
from comity.query.formats import GRAPHS, RESULTS
from comity.query.standalone import standalone
from comity.settings import table
from comity.vocabulary import ASSERTED, PREFIXES, RDF, RDFS, SH, XSD
from comity.web.negotiation import cancellation, engine, requested_snapshot, settings

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = PREFIXES["schema"]
ENTAILMENT = "http://www.w3.org/ns/entailment/"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
PARTITIONS = f"""
PREFIX void: <{VOID}> PREFIX ext: <http://ldf.fi/void-ext#>
CONSTRUCT {{
  <%(default)s> void:classPartition ?part .
  ?part void:class ?class ; void:propertyPartition ?sub .
  ?sub void:property ?property ; void:triples ?triples ;
    void:classPartition ?classes ; ext:datatypePartition ?datatypes .
  ?classes void:class ?other . ?datatypes ext:datatype ?datatype .
}} WHERE {{
  {{ SELECT ?class ?property (COUNT(*) AS ?triples) {{ GRAPH <{ASSERTED}> {{ ?s a ?class }} ?s ?property ?o }}
     GROUP BY ?class ?property }}
  UNION {{ SELECT DISTINCT ?class ?property ?other
     {{ GRAPH <{ASSERTED}> {{ ?s a ?class . ?o a ?other }} ?s ?property ?o }} }}
  UNION {{ SELECT DISTINCT ?class ?property ?datatype
     {{ GRAPH <{ASSERTED}> {{ ?s a ?class }} ?s ?property ?o BIND(DATATYPE(?o) AS ?datatype) FILTER(BOUND(?datatype)) }} }}
  FILTER(isIRI(?class))
  BIND(IRI(CONCAT("%(default)s/class/", SUBSTR(SHA256(STR(?class)), 1, 12))) AS ?part)
  BIND(IRI(CONCAT(STR(?part), "/", SUBSTR(SHA256(STR(?property)), 1, 12))) AS ?sub)
  BIND(IRI(CONCAT(STR(?sub), "/class/", SUBSTR(SHA256(STR(?other)), 1, 12))) AS ?classes)
  BIND(IRI(CONCAT(STR(?sub), "/datatype/", SUBSTR(SHA256(STR(?datatype)), 1, 12))) AS ?datatypes)
}}"""


def description() -> bytes:
    """Describe the service at this request's endpoint, as Turtle."""
    endpoint = request.base_url
    triples = [*_service(endpoint), *_dataset(endpoint), *_prefixes(), *_limits(endpoint)]
    for query in engine().queries.values():
        triples += _example(query, endpoint)
    return _turtle(triples)


def dataset(about: str) -> bytes:
    """Describe the dataset by the CONSTRUCT query *about*, and say where it can be asked, as Turtle."""
    question = engine().question(about, results=None, graph="ntriples")
    body = engine().answer(question, cancellation()).body
    said = [quad.triple for quad in ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES)]
    endpoint = NamedNode(url_for("sparql.sparql", _external=True))
    return _turtle([_said(_name(), VOID + "sparqlEndpoint", endpoint), *said])


def _name(part: str = "") -> str:
    """Return the IRI of the dataset, or of *part* of it."""
    return requested_snapshot().namespace.dataset + part


def _turtle(triples: list[Triple]) -> bytes:
    prefixes = {**requested_snapshot().namespace.prefixes, "sd": SD, "void": VOID}
    body = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert body is not None, "without an output it is returned"
    return body


def _service(service: str) -> Iterator[Triple]:
    yield _said(service, RDF + "type", NamedNode(SD + "Service"))
    yield _said(service, SD + "endpoint", NamedNode(service))
    writes = ("SPARQL11Update",) if "comity.writing" in current_app.extensions else ()
    for language in ("SPARQL10Query", "SPARQL11Query", *writes):
        yield _said(service, SD + "supportedLanguage", NamedNode(SD + language))
    for one in filter(lambda one: one.iri, RESULTS + GRAPHS):
        yield _said(service, SD + "resultFormat", NamedNode(one.iri))
    yield _said(service, SD + "defaultEntailmentRegime", NamedNode(ENTAILMENT + "OWL-RDF-Based"))
    profile = NamedNode("http://www.w3.org/ns/owl-profile/RL")
    yield _said(service, SD + "defaultSupportedEntailmentProfile", profile)
    yield _said(service, SD + "defaultDataset", NamedNode(_name()))


def _dataset(endpoint: str) -> Iterator[Triple]:
    yield _said(_name(), RDF + "type", NamedNode(SD + "Dataset"))
    yield _said(_name(), RDF + "type", NamedNode(VOID + "Dataset"))
    yield _said(_name(), VOID + "sparqlEndpoint", NamedNode(endpoint))
    yield _said(_name(), SD + "defaultGraph", NamedNode(_name("/default")))
    yield _said(_name("/default"), RDF + "type", NamedNode(SD + "Graph"))
    yield _said(_name("/default"), VOID + "triples", _integer(_size()))
    rows = ox.parse_query_results(
        input=engine().answer(engine().question(NAMES)).body, format=ox.QueryResultsFormat.JSON
    )
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        name = row["g"]
        assert isinstance(name, NamedNode)
        graph = name.value + "#graph"
        yield _said(_name(), SD + "namedGraph", NamedNode(graph))
        yield _said(graph, RDF + "type", NamedNode(SD + "NamedGraph"))
        yield _said(graph, SD + "name", name)
        yield _said(graph, SD + "entailmentRegime", NamedNode(ENTAILMENT + "Simple"))
    yield from _partitions()


def _size() -> int:
    manifest = requested_snapshot().manifest
    return manifest.asserted + manifest.inferred


def _partitions() -> list[Triple]:
    """Which class, as asserted, has which properties with values of which class or datatype.

    Nothing where a large dataset makes that take too long.
    """
    text = PARTITIONS % {"default": _name("/default")}
    try:
        question = engine().question(text, results=None, graph="ntriples")
        body = engine().answer(question).body
    except QueryError:
        return []
    return [quad.triple for quad in ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES)]


def _prefixes() -> Iterator[Triple]:
    for prefix, namespace in requested_snapshot().namespace.prefixes.items():
        node = _name(f"/prefix/{prefix}")
        yield _said(_name(), SH + "declare", NamedNode(node))
        yield _said(node, SH + "prefix", Literal(prefix))
        anyuri = NamedNode(XSD + "anyURI")
        yield _said(node, SH + "namespace", Literal(namespace, datatype=anyuri))


def _limits(service: str) -> Iterator[Triple]:
    for name, _, about in table():
        node = url_for("status.limits", _anchor=name, _external=True)
        yield _said(service, SCHEMA + "additionalProperty", NamedNode(node))
        yield _said(node, RDF + "type", NamedNode(SCHEMA + "PropertyValue"))
        yield _said(node, SCHEMA + "name", Literal(name))
        yield _said(node, SCHEMA + "value", _integer(getattr(settings(), name)))
        yield _said(node, SCHEMA + "description", Literal(about, language="en"))


def _example(query: CannedQuery, endpoint: str) -> Iterator[Triple]:
    node = f"{requested_snapshot().namespace.base}query/{query.name}"
    yield _said(node, RDF + "type", NamedNode(SH + "SPARQLExecutable"))
    yield _said(node, RDF + "type", NamedNode(f"{SH}SPARQL{query.form.title()}Executable"))
    yield _said(node, RDFS + "comment", Literal(query.summary, language="en"))
    yield _said(node, SH + query.form, Literal(standalone(query)))
    yield _said(node, SH + "prefixes", NamedNode(_name()))
    yield _said(node, SCHEMA + "target", NamedNode(endpoint))
    for tag in query.tags:
        yield _said(node, SCHEMA + "keywords", Literal(tag))


def _said(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))

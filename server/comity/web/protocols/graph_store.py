"""The SPARQL 1.1 Graph Store HTTP Protocol, reading: a graph by its IRI, or the default graph.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/#http-get
"""

from flask import Blueprint, Response, request

from comity.errors import BadQuery
from comity.web.answers import respond
from comity.web.caching import unchanged
from comity.web.negotiation import Wanted, engine, reading, wanted
from comity.web.protocols import graph_etag

bp = Blueprint("graph_store", __name__)
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@bp.get("/graph-store")
def indirect() -> Response:
    """Give the graph that the parameter graph names, or the default graph as this reader takes it."""
    named, default = request.args.getlist("graph"), "default" in request.args
    if len(named) + default != 1:
        raise BadQuery("Name one graph: either graph=<its IRI>, or default.")
    return default_graph() if default else graph(named[0])


def graph(iri: str) -> Response:
    """Answer with the content of a named graph."""
    chosen = Wanted(None, wanted(page=False).graph)
    tag = graph_etag.tag(iri, chosen.graph or "")
    response = (tag and unchanged(tag)) or respond(engine().graph(iri, chosen.graph), chosen)
    if tag and response.status_code == 200:
        response.set_etag(tag)
    return response


def default_graph() -> Response:
    """Answer with the default graph, as entailment, contested and perspective choose it."""
    chosen = Wanted(None, wanted(page=False).graph)
    graphs = reading().graphs(engine().claimants)
    if len(graphs) < 2:
        return respond(engine().graph("".join(graphs), chosen.graph), chosen)
    question = engine().question(EVERYTHING, results=None, graph=chosen.graph, view=reading())
    return respond(question, chosen)

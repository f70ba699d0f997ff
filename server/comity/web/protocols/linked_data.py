"""Linked data: every IRI of ontology and data answers 303 to a document about it, negotiated.

Source: Cool URIs for the Semantic Web §4.2 https://www.w3.org/TR/cooluris/#r303gendocument
"""

import json
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from comity.errors import BadQuery, NotAcceptable, NotFound
from comity.namespace import claimant_of
from comity.proofs.turtle import turtle
from comity.query.request import Answer
from comity.reading.asking import listed
from comity.vocabulary import CLAIMS, META, TERM
from comity.web.addresses import KINDS, SAFE, names, sent, uri
from comity.web.answers import respond
from comity.web.negotiation import Wanted, cancellation, engine, reading, requested_snapshot, wanted
from comity.web.pages import layout, proofs, things, triples
from comity.web.protocols import graph_store, service_description
from comity.web.representation import only, represent

bp = Blueprint("linked_data", __name__)
DESCRIPTION = f"""
PREFIX void: <http://rdfs.org/ns/void#>
CONSTRUCT {{ ?s ?p ?o . ?dataset ?said ?so . ?linkset ?q ?v }} WHERE {{
  {{ GRAPH <{META}> {{ ?s ?p ?o }} }}
  UNION {{ VALUES ?dataset {{ %(datasets)s }} ?dataset ?said ?so }}
  UNION {{ ?linkset a void:Linkset ; ?q ?v }}
}}"""


@bp.get(f"/<any({', '.join(KINDS)}):kind>/<path:name>")
def thing(kind: str, name: str) -> AnyResponse:
    """Send the client on to the document about a thing; a graph is no thing beyond its triples, and is given itself."""
    chosen, path = wanted(), f"{kind}/{sent(f'/{kind}/')}"
    if kind == "graph" and not chosen.page:
        return graph_store.graph(_named(path))
    path = _canonical(path)
    keep = [(name, value) for name in layout.VIEW for value in request.args.getlist(name)]
    if not chosen.page:
        keep.append(("format", chosen.graph or "turtle"))
    query = f"?{urlencode(keep)}" if keep else ""
    return redirect(f"{request.script_root}/about/{path}{query}", 303)


@bp.get("/.well-known/void")
def void() -> Response:
    """Tell what the dataset is: DCAT, VoID, and the build that made it."""
    return represent(
        turtle=lambda: service_description.dataset(
            DESCRIPTION % {"datasets": listed(requested_snapshot().namespace.datasets)}
        )
    )


@bp.get("/why")
def why() -> Response:
    """Prove a triple, as a page, as JSON, or as triples of PROV-O."""
    missing = [name for name in ("subject", "predicate", "object") if not request.args.get(name)]
    if missing:
        raise BadQuery(f"The parameter {missing[0]} is missing; a triple has three parts.")
    proof = engine().why(*(request.args[name] for name in ("subject", "predicate", "object")))
    return represent(
        page=lambda: proofs.page(proof),
        data=proof.as_dict,
        turtle=lambda: turtle(proof, requested_snapshot().namespace),
    )


@bp.get("/context.jsonld")
def context() -> Response:
    """Give the JSON-LD context of the ontology."""
    text = requested_snapshot().content("context.jsonld")
    return only(text, "application/ld+json", "jsonld", "json")


@bp.get("/about/<path:path>")
def document(path: str) -> Response:
    """Tell what the snapshot says about one thing, as a page or as triples."""
    chosen = wanted()
    iri = _named(sent("/about/"))
    if chosen.page:
        table = request.args.get("as") == "table"
        return triples.page(iri, _claims(iri)) if table else things.page(iri, _claims(iri))
    if chosen.graph is None:
        raise NotAcceptable(
            "What is said about a thing is triples; ask for turtle or another form of those."
        )
    chosen = Wanted(None, chosen.graph)
    response = respond(engine().question(_triples(iri), graph=chosen.graph, view=reading()), chosen)
    response.headers["Link"] = f'<{uri(iri)}>; rel="describes"'
    return response


def _named(path: str) -> str:
    """Return the IRI of whatever is spoken of here that *path*, as it was sent, can mean.

    Raises:
        NotFound: nothing is said about any of that name.
        BadQuery: it is no name.
    """
    found = _meant(path)
    for iri in found:
        if _rows(f"SELECT * {{ {_pattern(iri)} }} LIMIT 1"):
            return iri
    claimed = next((iri for iri in found if _claims(iri)), None)
    if claimed and wanted().page:
        return claimed
    if claimed:
        heard = ", ".join(claimant_of(graph) for graph in _claims(claimed))
        raise NotFound(
            f"Nothing is so of {claimed} here, it is only claimed; ask with perspective, for one of {heard}."
        )
    raise NotFound(f"Nothing is said about {found[-1]} here.")


def _claims(iri: str) -> list[str]:
    """Return the graphs of those who claim something of a thing."""
    spoken = f"{{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }}"
    is_claim = f'FILTER(CONTAINS(STR(?g), "{CLAIMS}"))'
    rows = _rows(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {spoken} }} {is_claim} }} ORDER BY ?g")
    return [row["g"]["value"] for row in rows]


def _meant(path: str) -> list[str]:
    """Return the IRIs that *path*, as it was sent, can mean; raises as `_named` where it can mean none."""
    iris = (iri for name in names(path) for iri in _named_at(name))
    found = list(dict.fromkeys(filter(None, map(_node, iris))))
    if not found:
        raise BadQuery(
            f"{path} is no name of a thing: it has a character that an IRI may not have."
        )
    return found


def _canonical(path: str) -> str:
    """Return where a thing is that *path* means: a state of two dossiers is at one address; raises as `_meant`."""
    iri, aliases = _meant(path)[0], requested_snapshot().manifest.aliases
    one = requested_snapshot().namespace.path_of(iri) if iri in aliases.values() else None
    return quote(one, safe=SAFE) if one else path


def _named_at(path: str) -> tuple[str, ...]:
    """Return the IRIs that are answered for at *path*."""
    if {"", ".", ".."} & set(path.removesuffix("/").split("/")):
        raise NotFound("Nothing is said about a name with an empty or a dotted part.")
    return requested_snapshot().namespace.at(path)


def _node(iri: str) -> str | None:
    try:
        return NamedNode(iri).value
    except ValueError:
        return None


def _triples(iri: str) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_pattern(iri)} }}"


def _pattern(iri: str) -> str:
    """What is said about a thing, what refers to it, and the content of a graph or of an ontology."""
    patterns = [f"{{ BIND(<{iri}> AS ?s) ?s ?p ?o }}"]
    if requested_snapshot().namespace.is_graph(iri):
        patterns.append(f"{{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
    else:
        patterns.append(f"{{ BIND(<{iri}> AS ?o) ?s ?p ?o }}")
    if iri == TERM:
        patterns.append(
            f"{{ GRAPH ?g {{ ?s ?p ?o }} FILTER({requested_snapshot().namespace.is_graph_of('?g', 'ontology')}) }}"
        )
    elif iri.startswith(TERM):
        module = f"graph/ontology/{iri.removeprefix(TERM)}"
        for graph in requested_snapshot().namespace.at(module):
            patterns.append(f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return " UNION ".join(patterns)


def _ask(text: str) -> Answer:
    return engine().answer(engine().question(text, view=reading()), cancellation())


def _rows(text: str) -> list[dict[str, dict[str, str]]]:
    rows: list[dict[str, dict[str, str]]] = json.loads(_ask(text).body)["results"]["bindings"]
    return rows

"""The ontology over HTTP: the whole in every syntax, each version for good, its changes, mappings and questions."""

import csv
import hashlib
import io
from dataclasses import asdict
from itertools import pairwise

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request, url_for
from pyoxigraph import Triple
from werkzeug.wrappers import Response as AnyResponse

from comity.errors import NotFound
from comity.ontology import mappings, merged, owl_syntax, releases, term_changes
from comity.query.canned import CannedQuery
from comity.vocabulary import RDFS, SKOS, TERM
from comity.web.negotiation import cancellation, engine, requested_snapshot, wanted
from comity.web.pages import vocabulary
from comity.web.protocols import linked_data
from comity.web.representation import only, represent

bp = Blueprint("ontology", __name__)
OF_MODULES = """CONSTRUCT { ?s ?p ?o } WHERE {
  GRAPH ?graph { ?s ?p ?o }
  FILTER(REGEX(STR(?graph), "/graph/ontology/[^/]+$") && (%s))
}"""
MAPPED = f"""SELECT ?term ?label ?predicate ?other {{
  GRAPH ?graph {{ ?term ?predicate ?other }}
  FILTER((%s) && isIRI(?other))
  FILTER(STRSTARTS(STR(?predicate), "{SKOS}") || ?predicate IN (<{RDFS}subClassOf>, <{RDFS}subPropertyOf>))
  OPTIONAL {{ ?term <{RDFS}label> ?label FILTER(lang(?label) = "en") }}
}} ORDER BY ?term ?other"""
DATE = f"SELECT ?date {{ <{TERM}> <http://purl.org/dc/terms/modified> ?date }}"


@bp.get("/ontology")
@bp.get("/ontology/")
def whole() -> AnyResponse:
    """Give the whole ontology, merged, in the syntax that the client wants; a browser gets its page."""
    syntax = _owl_syntax()
    if syntax is None and wanted().page:
        return linked_data.thing("ontology", "")
    return _given(_current(), syntax)


@bp.get("/ontology/<int:major>.<int:minor>.<int:patch>")
def version(major: int, minor: int, patch: int) -> Response:
    """Give the ontology in one version, which stays as it is."""
    name, syntax = f"{major}.{minor}.{patch}", _owl_syntax()
    triples = _version(name)
    if syntax is None and wanted().page:
        response = vocabulary.release(name, triples)
    else:
        response = _given(triples, syntax)
    response.headers["Link"] = f'<{TERM}>; rel="latest-version"'
    return response


@bp.get("/ontology/<module>/<int:major>.<int:minor>.<int:patch>")
@bp.get("/ontology/alignments/<module>/<int:major>.<int:minor>.<int:patch>")
def version_of_module(module: str, major: int, minor: int, patch: int) -> AnyResponse:
    """Send the client on to the whole in that version, which has the module in it."""
    name = f"{major}.{minor}.{patch}"
    _version(name)
    return redirect(f"{request.script_root}/ontology/{name}", 303)


@bp.get("/ontology/alignments.sssom.tsv")
def alignments() -> Response:
    """Give the mappings to other vocabularies as a table of SSSOM."""
    rows = [[row.get(name, "") for name in ("term", "label", "predicate", "other")] for row in _rows(MAPPED % requested_snapshot().namespace.is_graph_of("?graph", "ontology/alignments"))]  # fmt: skip
    dates = [row["date"] for row in _rows(DATE)]
    text = mappings.sssom(rows, merged.version(_current()), dates[0] if dates else "")
    return _kept(only(text, "text/tab-separated-values; charset=utf-8", "tsv"))


@bp.get("/ontology/changes")
def changes() -> Response:
    """Tell what has changed from each version that is kept to the next, term by term."""
    return _kept(represent(data=_changes))


def _changes() -> dict[str, object]:
    known = releases.names(requested_snapshot())
    return {
        f"{older}..{newer}": asdict(term_changes.changes(_version(older), _version(newer)))
        for older, newer in pairwise(known)
    }


@bp.get("/ontology/competency-questions")
def competency_questions() -> Response:
    """List the questions that the ontology was made to answer: each with its query and its expected answer."""
    return represent(data=_questions)


def _questions() -> list[dict[str, object]]:
    numbered = [query for query in engine().queries.values() if query.question]
    return [_told(query) for query in sorted(numbered, key=lambda query: query.question or 0)]


def _told(query: CannedQuery) -> dict[str, object]:
    return {
        "number": query.question,
        "question": query.summary,
        "name": query.name,
        "description": query.description,
        "expected": query.answer,
        "parameters": {p.name: p.default for p in query.parameters},
        "ask": url_for("api.answer", name=query.name, _external=True),
        "query": query.text,
    }


def _owl_syntax() -> owl_syntax.Syntax | None:
    """Return the syntax of OWL that is no RDF which the client names, in `format` or as what it accepts first."""
    asked = request.args.get("format", "").lower()
    accepted = None if asked else request.accept_mimetypes.best
    for name, media_type in owl_syntax.SYNTAXES.items():
        if name == asked or media_type == accepted:
            return name
    return None


def _given(triples: list[Triple], syntax: owl_syntax.Syntax | None) -> Response:
    if syntax is not None:
        body = owl_syntax.written(triples, syntax)
        return _kept(Response(body, content_type=owl_syntax.SYNTAXES[syntax]))
    return _kept(represent(turtle=lambda: merged.written(triples, ox.RdfFormat.TURTLE)))


def _kept(response: Response) -> Response:
    """Give *response* a validator of its own, so that a client need not fetch it twice."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _current() -> list[Triple]:
    text = OF_MODULES % requested_snapshot().namespace.is_graph_of("?graph", "ontology")
    question = engine().question(text, results=None, graph="ntriples")
    body = engine().answer(question, cancellation()).body
    parsed = ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES)
    found = merged.merged(quad.triple for quad in parsed)
    if not found:
        raise NotFound("This snapshot has no ontology.")
    return found


def _version(name: str) -> list[Triple]:
    """Return the ontology in the version *name*: as it was released, or as it is where that is the one of now."""
    if name not in releases.names(requested_snapshot()):
        current = _current()
        if merged.version(current) == name:
            return current
    return releases.release(requested_snapshot(), name)


def _rows(text: str) -> list[dict[str, str]]:
    body = engine().answer(engine().question(text, results="csv"), cancellation()).body
    return list(csv.DictReader(io.StringIO(body.decode())))

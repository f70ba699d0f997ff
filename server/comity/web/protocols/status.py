"""What an operator and a stranger may ask of the server itself: its health and its limits."""

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST

from comity.settings import table
from comity.vocabulary import META
from comity.web.negotiation import engine, published, settings
from comity.web.pages import layout
from comity.web.representation import only, represent
from comity.web.transport.metrics import Metrics

bp = Blueprint("status", __name__)
PROBE = f"""
SELECT (NOW() AS ?now) {{
  {{ SELECT ?s ?p ?o ?g {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }} LIMIT 1 }}
  OPTIONAL {{ ?s ?p1 ?o1 }} OPTIONAL {{ ?s2 ?p ?o2 }} OPTIONAL {{ ?s3 ?p3 ?o }}
  OPTIONAL {{ GRAPH <{META}> {{ ?a ?b ?c }} }}
  OPTIONAL {{ GRAPH ?g4 {{ ?s ?p4 ?o4 }} }} OPTIONAL {{ GRAPH ?g5 {{ ?s5 ?p ?o5 }} }}
  OPTIONAL {{ GRAPH ?g6 {{ ?s6 ?p6 ?o }} }}
  OPTIONAL {{ GRAPH <{META}> {{ ?s7 a ?o7 }} }} OPTIONAL {{ GRAPH <{META}> {{ ?s8 ?p8 ?c }} }}
}} LIMIT 1"""
"""A query whose patterns each bind other terms, so that each of the nine indexes is looked into."""


@bp.get("/health")
def health() -> Response:
    """Say that the server can answer a query, by answering one that no memory has and that reads each index."""
    asked = engine()
    asked.answer(asked.question(PROBE))
    fault = published().fault
    state: dict[str, object] = {"status": "degraded", "fault": fault} if fault else {"status": "ok"}
    state |= {"snapshot": asked.snapshot.manifest.id, "walls": asked.pool.walls}
    return represent(data=lambda: state)


@bp.get("/live")
def live() -> Response:
    """Say that the process answers at all, without asking anything of it.

    It has a validator so that the gateway keeps it, and answers at once whatever the threads do.
    """
    response = represent(data=lambda: {"status": "ok"})
    response.set_etag("alive")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/metrics")
def metrics() -> Response:
    """Give what Prometheus collects."""
    counted: Metrics = current_app.extensions["metrics"]
    return only(counted.text(), CONTENT_TYPE_LATEST)


@bp.get("/limits")
def limits() -> Response:
    """List the limits that a stranger meets, with their values here."""
    rows = [
        {"name": name, "value": getattr(settings(), name), "about": about}
        for name, _, about in table()
    ]
    return represent(page=lambda: layout.page("limits.html", limits=rows), data=lambda: rows)

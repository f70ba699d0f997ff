"""What an operator and a stranger may ask of the server itself: its health and its limits."""

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from comity.settings import table
from comity.web import pages
from comity.web.metrics import Metrics
from comity.web.negotiation import engine, wanted

bp = Blueprint("operations", __name__)


@bp.get("/health")
def health() -> Response:
    """Say that the server can answer a query, by answering one that no memory has."""
    engine().answer(engine().question("SELECT (NOW() AS ?now) {}"))
    return jsonify(status="ok", snapshot=engine().snapshot.manifest.id)


@bp.get("/live")
def live() -> Response:
    """Say that the process answers at all, without asking anything of it."""
    return jsonify(status="ok")


@bp.get("/metrics")
def metrics() -> Response:
    """Give what Prometheus collects."""
    counted: Metrics = current_app.extensions["metrics"]
    return Response(counted.text(), content_type=CONTENT_TYPE_LATEST)


@bp.get("/limits")
def limits() -> Response:
    """List the limits that a stranger meets, with their values here."""
    rows = [
        {"name": name, "value": getattr(engine().settings, name), "about": about}
        for name, _, about in table()
    ]
    return pages.page("limits.html", limits=rows) if wanted().page else jsonify(rows)

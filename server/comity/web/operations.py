"""What an operator and a stranger may ask of the server itself: its health and its limits."""

from flask import Blueprint, Response, jsonify

from comity.settings import table
from comity.web import pages
from comity.web.negotiation import engine, wanted

bp = Blueprint("operations", __name__)


@bp.get("/health")
def health() -> Response:
    """Say that the server can answer a query, by answering one."""
    engine().answer(engine().question("ASK {}"))
    return jsonify(status="ok", snapshot=engine().snapshot.manifest.id)


@bp.get("/limits")
def limits() -> Response:
    """List the limits that a stranger meets, with their values here."""
    rows = [
        {"name": name, "value": getattr(engine().settings, name), "about": about}
        for name, _, about in table()
    ]
    return pages.page("limits.html", limits=rows) if wanted().page else jsonify(rows)

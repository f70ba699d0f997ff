"""Pages: the home page, and what every template needs."""

from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    render_template,
    request,
)

from comity.query import report as reports
from comity.query.view import View
from comity.vocabulary import shortened
from comity.web.addresses import local
from comity.web.negotiation import engine
from comity.web.representation import represent

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> Response:
    """Show the dossier at a glance."""
    return represent(page=lambda: page("home.html", queries=engine().queries.values()))


@bp.get("/report")
def report() -> Response:
    """Show the SHACL report of the snapshot, warnings included, as a page or as triples."""
    path = engine().snapshot.report
    return represent(
        page=lambda: page("report.html", findings=reports.findings(path)),
        turtle=path.read_bytes,
    )


@bp.get("/favicon.ico")
def favicon() -> Response:
    """Give the sign of the site, for which browsers ask beside whatever has no page around it."""
    return current_app.send_static_file("comity.svg")


@bp.get("/threats")
def threats() -> Response:
    """Tell what the endpoint promises against whom, and where that is tested."""
    return represent(page=lambda: page("threats.html"))


def page(template: str, status: int = 200, **about: Any) -> Response:
    """Render a template around what every page shows: the snapshot."""
    manifest = engine().snapshot.manifest
    return make_response(render_template(template, manifest=manifest, **about), status)


def seen(**changes: str) -> str:
    """Return the query string of this page in another form or view; what else it was asked with stays."""
    kept = {name: request.args.getlist(name) for name in View.NAMES if name in request.args}
    return "?" + urlencode({**kept, **changes}, doseq=True)


def add_filters(app: Flask) -> None:
    """Give the templates their words: where an IRI is on this server, and how it is written short."""
    app.jinja_env.filters["local"] = local
    app.jinja_env.filters["short"] = shortened
    app.jinja_env.globals["seen"] = seen
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

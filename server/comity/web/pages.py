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
from comity.query.formats import BY_NAME
from comity.vocabulary import shortened
from comity.web.addresses import local
from comity.web.negotiation import engine, wanted

bp = Blueprint("pages", __name__)
VIEW = ("entailment", "contested", "perspective")


@bp.get("/")
def home() -> Response:
    """Show the dossier at a glance."""
    return page("home.html", queries=engine().queries.values())


@bp.get("/report")
def report() -> Response:
    """Show the SHACL report of the snapshot, warnings included, as a page or as triples."""
    form, path = wanted(), engine().snapshot.report
    if form.page:
        return page("report.html", findings=reports.findings(path))
    name = form.graph or "turtle"
    return Response(reports.serialised(path, name), content_type=BY_NAME[name].media_type)


@bp.get("/favicon.ico")
def favicon() -> Response:
    """Give the sign of the site, for which browsers ask beside whatever has no page around it."""
    return current_app.send_static_file("comity.svg")


@bp.get("/threats")
def threats() -> Response:
    """Tell what the endpoint promises against whom, and where that is tested."""
    return page("threats.html")


def page(template: str, status: int = 200, **about: Any) -> Response:
    """Render a template around what every page shows: the snapshot."""
    manifest = engine().snapshot.manifest
    return make_response(render_template(template, manifest=manifest, **about), status)


def seen(**changes: str) -> str:
    """Return the query string of this page in another form or view; what else it was asked with stays."""
    kept = {name: request.args.getlist(name) for name in VIEW if name in request.args}
    return "?" + urlencode({**kept, **changes}, doseq=True)


def add_filters(app: Flask) -> None:
    """Give the templates their words: where an IRI is on this server, and how it is written short."""
    app.jinja_env.filters["local"] = local
    app.jinja_env.filters["short"] = shortened
    app.jinja_env.globals["seen"] = seen
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

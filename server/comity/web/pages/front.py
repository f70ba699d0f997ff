"""The home page, and the pages that tell of the server itself."""

from flask import Blueprint, Response, current_app

from comity.query import report as reports
from comity.query.canned import CannedQuery
from comity.reading import map, timeline
from comity.reading.home import glance
from comity.reading.moments import moments
from comity.reading.places import spots
from comity.reading.words import say
from comity.web.negotiation import engine, requested_snapshot
from comity.web.pages.asking import reader
from comity.web.pages.layout import page
from comity.web.representation import represent

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> Response:
    """Show the dossier at a glance."""
    return represent(page=_home)


def _home() -> Response:
    asked, queries = reader(), list(engine().queries.values())
    found = moments(asked)
    summary = glance(asked)
    return page(
        "home.html",
        title=summary.title.text if summary.title else say("A dossier"),
        glance=summary,
        drawing=timeline.draw(found, asked.today, is_small=True) if found else None,
        map=map.draw(spots(asked), 560, 500, coarse=True),
        queries=_first(queries),
        count=len(queries),
    )


def _first(queries: list[CannedQuery]) -> list[CannedQuery]:
    """Return questions to begin with, each of another subject."""
    subjects: dict[str, CannedQuery] = {}
    for query in queries:
        subjects.setdefault(query.tags[0] if query.tags else "", query)
    return list(subjects.values())[:7]


@bp.get("/report")
def report() -> Response:
    """Show the SHACL report of the snapshot, warnings included, as a page or as triples."""
    path = requested_snapshot().report
    return represent(
        page=lambda: page("report.html", findings=reports.findings(path), title="Report"),
        turtle=path.read_bytes,
    )


@bp.get("/favicon.ico")
def favicon() -> Response:
    """Give the sign of the site, for which browsers ask beside whatever has no page around it."""
    return current_app.send_static_file("comity.svg")


@bp.get("/threats")
def threats() -> Response:
    """Tell what the endpoint promises against whom, and where that is tested."""
    return represent(page=lambda: page("threats.html", title="Threats"))

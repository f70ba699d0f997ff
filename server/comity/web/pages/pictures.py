"""Pictures as pages: time line and map, each with its list, as CSV, JSON and SVG too."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from flask import Blueprint, Response, jsonify, render_template, request

from comity.errors import BadQuery, NotFound
from comity.query.term_syntax import read_term
from comity.reading import map as maps
from comity.reading import timeline as times
from comity.reading.asking import value
from comity.reading.moments import LANES, Moment, moments
from comity.reading.names import names
from comity.reading.neighbourhood import around
from comity.reading.places import spots
from comity.reading.words import say
from comity.reading.years import balance
from comity.web.addresses import local
from comity.web.negotiation import wanted
from comity.web.pages import layout, scripts
from comity.web.pages.asking import day, reader
from comity.web.representation import refuse_format

bp = Blueprint("pictures", __name__)
LISTED = 25
AGENTS = """
SELECT DISTINCT ?s WHERE { VALUES ?class { comity:Polity comity:State comity:Organisation } ?s a ?class } ORDER BY ?s LIMIT 100"""
FORMS = ("csv", "json", "svg", "html")
BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
COLUMNS = ("iri", "label", "lane", "when", *BOUNDS)


@bp.get("/timeline")
def timeline() -> Response:
    """Show what has a time, in order."""
    asked, begin, until = reader(), day("from"), day("until")
    if begin and until and until < begin:
        raise BadQuery("The day until is before the day from; turn them round.")
    lane, about = request.args.get("lane", ""), _about()
    titles = {name: title for name, title, _ in LANES}
    if lane and lane not in titles:
        raise BadQuery(
            f"The parameter lane is {lane[:20]!r}; it must be one of {', '.join(titles)}."
        )
    found = moments(asked, (lane,) if lane else (), begin, until, about)
    format_name = _form()
    if format_name in ("csv", "json"):
        return table(COLUMNS, map(_row, found), format_name)
    is_list = request.args.get("as") == "list"
    drawing = times.draw(found, asked.today, begin, until)
    if format_name == "svg":
        return svg("timeline", drawing)
    agents = [value(row, "s") for row in asked.rows(AGENTS)]
    called = names(asked, agents)
    whole = (
        say("What happened")
        if not (begin and until and begin.year == until.year)
        else say("What happened in {year}", year=begin.year)
    )
    return layout.page(
        "timeline.html", title=whole, found=found, drawing=drawing, lanes=LANES, titles=titles, lane=lane,
        begin=begin, until=until, about=about, limit=5000 if is_list else LISTED, is_list=is_list, balance=balance(asked) if not lane and not about else None,
        agents=sorted(called.items(), key=lambda one: one[1].text.casefold()),
    )  # fmt: skip


@bp.get("/map")
def map_() -> Response:
    """Show where things are."""
    found = spots(reader())
    format_name = _form()
    if format_name in ("csv", "json"):
        rows = [
            (s.iri, s.name.text, *s.position, "; ".join(n.text for _, n in s.near)) for s in found
        ]
        return table(("iri", "label", "longitude", "latitude", "near"), rows, format_name)
    drawing = maps.draw(found)
    if format_name == "svg" and drawing:
        return svg("map", drawing)
    return layout.page(
        "map.html",
        script=scripts.allowed(scripts.ZOOM),
        title=say("Map"),
        spots=found,
        drawing=drawing,
    )


@bp.get("/graph-of")
def graph_of() -> Response:
    """Show what stands around a thing."""
    iri, asked = read_term(f"<{request.args.get('iri', '')}>")[1:-1], reader()
    drawing, left = around(asked, iri)
    format_name = _form()
    if drawing is None:
        raise NotFound(
            f"Nothing here stands around {iri[:200]}; take the IRI of a thing of this graph."
        )
    if format_name in ("csv", "json"):
        rows = [(box.iri, box.name.text) for box in drawing.boxes if not box.is_centre]
        return table(("iri", "label"), rows, format_name)
    if format_name == "svg":
        return svg("graph", drawing)
    name = names(asked, [iri])[iri]
    return layout.page(
        "graph.html",
        script=scripts.allowed(scripts.ZOOM),
        drawing=drawing,
        left=left,
        iri=iri,
        name=name,
        title=say("Around: {name}", name=name.text),
    )


def table(header: Sequence[str], rows: Iterable[Sequence[object]], format_name: str) -> Response:
    """Give the rows behind a picture as CSV or JSON."""
    if format_name == "json":
        return jsonify(
            results=[
                dict(zip(header, row, strict=True)) | {"url": local(str(row[0]))} for row in rows
            ]
        )
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(header)
    written.writerows(rows)
    return Response(text.getvalue(), content_type="text/csv; charset=utf-8")


def svg(macro: str, drawing: object) -> Response:
    """Give a picture as a file of its own, with its style."""
    drawn = render_template("picture.svg", macro=macro, drawing=drawing)
    return Response(drawn, content_type="image/svg+xml")


def _row(moment: Moment) -> tuple[str, ...]:
    span = moment.span
    bounds = (span.begin_earliest, span.begin_latest, span.end_earliest, span.end_latest)
    return (moment.iri, moment.name.text, moment.lane, moment.when, *map(_iso, bounds))


def _form() -> str:
    given = request.args.get("format", "")
    if given in FORMS:
        return given
    if given:
        refuse_format(*FORMS)
    format_name = wanted()
    return "html" if format_name.page else "csv" if format_name.results == "csv" else "json"


def _about() -> str:
    given = request.args.get("about", "")
    return read_term(f"<{given}>")[1:-1] if given else ""


def _iso(bound: date | None) -> str:
    return bound.isoformat() if bound else ""

"""The evidence of a row of any query: as a page, as JSON, or as triples of PROV-O."""

from collections.abc import Collection

from flask import Blueprint, Response, request

from comity.errors import BadQuery
from comity.query.canned import named
from comity.query.header import RESERVED
from comity.query.request import Request
from comity.rows.answer import evidence
from comity.rows.turtle import turtle
from comity.web import row_links
from comity.web.negotiation import cancellation, engine, reading, requested_snapshot
from comity.web.pages import evidence as pages
from comity.web.pages import layout
from comity.web.protocols import sparql
from comity.web.representation import represent

bp = Blueprint("rows", __name__)


@bp.route("/evidence", methods=["GET", "POST", "QUERY"])
def of_query() -> Response:
    """Tell what a row of a query rests on, whose text is the parameter query or the body."""
    text = sparql.query_text()
    if text is None:
        raise BadQuery(
            "The request has no query; send it as the parameter query, and the values of the row by its columns."
        )
    question = engine().question(
        text,
        view=reading(),
        default_graphs=tuple(request.values.getlist("default-graph-uri")),
        named_graphs=tuple(request.values.getlist("named-graph-uri")),
    )
    return _told(question, pages.TAKEN)


@bp.get("/api/<name>/evidence")
def of_canned(name: str) -> Response:
    """Tell what a row of the canned query *name* rests on."""
    query = named(engine().queries, name)
    own = {parameter.name for parameter in query.parameters}
    arguments = {key: value for key, value in request.args.items() if key in own}
    question = engine().canned(name, arguments, view=reading())
    return _told(question, {*own, *RESERVED, *layout.VIEW}, name)


def _told(question: Request, taken: Collection[str], name: str = "") -> Response:
    row = row_links.read(request.values, taken, requested_snapshot().namespace)
    found = evidence(engine(), question, row, cancellation())
    return represent(
        page=lambda: pages.page(found, question.text, name),
        data=found.as_dict,
        turtle=lambda: turtle(found, question.text, requested_snapshot().namespace),
    )

"""The SPARQL 1.1 Protocol, for queries: GET, POST and QUERY of a form or of the query itself.

Source: https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from flask import Blueprint, Response, request

from comity.errors import BadQuery
from comity.web.answers import respond
from comity.web.negotiation import Wanted, engine, max_answer_bytes, reading, wanted
from comity.web.pages import editor
from comity.web.parameters import body_text, require_charset
from comity.web.protocols import service_description, update
from comity.web.representation import represent
from comity.web.transport.fields import FORM

bp = Blueprint("sparql", __name__)
DIRECT = "application/sparql-query"


@bp.route("/sparql", methods=["GET", "POST", "QUERY"], strict_slashes=False)
def sparql() -> Response:
    """Answer a query; a GET without one describes the service, or shows a browser where to write it."""
    if update.is_update():
        return update.update()
    text, chosen = query_text(), wanted()
    if text is None:
        return _without_query(chosen)
    question = engine().question(
        text,
        results=chosen.results,
        graph=chosen.graph,
        view=reading(),
        default_graphs=tuple(request.values.getlist("default-graph-uri")),
        named_graphs=tuple(request.values.getlist("named-graph-uri")),
        max_bytes=max_answer_bytes(chosen),
    )
    if not chosen.page:
        return respond(question, chosen)
    try:
        return respond(question, chosen, "sparql.html", **editor.around(text))
    except BadQuery as error:
        return editor.refused(text, str(error))


def _without_query(chosen: Wanted) -> Response:
    if not chosen.page and (request.method != "GET" or request.args.keys() - {"format"}):
        raise BadQuery(
            "The request has no query; send it as the parameter query, or as a body of type application/sparql-query."
        )
    return represent(
        page=editor.blank,
        turtle=service_description.description,
    )


def query_text() -> str | None:
    """Return the query of this request, None if it has none.

    Raises:
        BadQuery: it has several, is not UTF-8, or comes in a body of a type that is none of the protocol's.
    """
    has_body = request.method in ("POST", "QUERY")
    if has_body and request.mimetype == DIRECT:
        return body_text("query")
    if has_body and request.mimetype != FORM:
        raise BadQuery(
            f"The body has the type {request.mimetype or 'none'}; send {FORM} or {DIRECT}."
        )
    require_charset()
    texts = request.values.getlist("query")
    if len(texts) > 1:
        raise BadQuery("The request has more than one query; send one.")
    return texts[0].removeprefix("\ufeff") if texts else None

"""The canned queries: their list and their answers."""

from flask import Blueprint, Response, request

from comity.query.canned import CannedQuery, named
from comity.query.header import RESERVED
from comity.web.answers import respond
from comity.web.negotiation import engine, max_answer_bytes, reading, wanted
from comity.web.pages import layout, questions
from comity.web.representation import represent

bp = Blueprint("api", __name__, url_prefix="/api")


@bp.get("/")
def index() -> Response:
    """List the canned queries."""
    queries = list(engine().queries.values())
    return represent(
        page=lambda: questions.gallery(queries),
        data=lambda: [_described(query) for query in queries],
    )


@bp.get("/<name>")
def answer(name: str) -> Response:
    """Answer the canned query *name* with the arguments of the request."""
    query = named(engine().queries, name)
    chosen = wanted()
    own = {parameter.name for parameter in query.parameters}
    reserved = set(RESERVED) | ({*layout.VIEW, "picture"} - own)
    arguments = {key: value for key, value in request.args.items() if key not in reserved}
    if chosen.page and (day := request.args.get("asof")):  # the day that the page is of
        arguments = {p.name: day for p in query.parameters if p.type.name == "date"} | arguments
    if chosen.page and _lacks(query, arguments):
        return questions.blank(query, arguments)
    question = engine().canned(
        name,
        arguments,
        results=chosen.results,
        graph=chosen.graph,
        view=reading(),
        max_bytes=max_answer_bytes(chosen),
    )
    about = questions.page_of(query, arguments) if chosen.page else {}
    return respond(question, chosen, "query.html", **about)


def _lacks(query: CannedQuery, arguments: dict[str, str]) -> bool:
    return any(p.is_needed and not arguments.get(p.name) for p in query.parameters)


def _described(query: CannedQuery) -> dict[str, object]:
    parameters = [
        {
            "name": p.name,
            "type": p.type.name,
            "about": p.about,
            "required": p.required,
            "default": p.default,
        }
        for p in query.parameters
    ]
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "parameters": parameters,
        "example": dict(query.example),
    }

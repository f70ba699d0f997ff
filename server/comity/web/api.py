"""The canned queries: their list, their OpenAPI document, their answers."""

from flask import Blueprint, Response, jsonify, request

from comity.query.canned import CannedQuery, Parameter, named
from comity.query.formats import RESULTS
from comity.query.view import CHOICES
from comity.version import VERSION
from comity.web import pages
from comity.web.answers import respond
from comity.web.negotiation import engine, most, reading, wanted

bp = Blueprint("api", __name__, url_prefix="/api")
READING = {"entailment", "contested", "perspective", "format"}
SCHEMAS = {
    "iri": {"type": "string", "format": "iri"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "dateTime": {"type": "string", "format": "date-time"},
}


@bp.get("/")
def index() -> Response:
    """List the canned queries."""
    queries = engine().queries.values()
    if wanted().page:
        return pages.page("queries.html", queries=queries)
    return jsonify([_told(query) for query in queries])


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe the canned queries as OpenAPI 3.1."""
    paths = {
        f"/api/{query.name}": {"get": _operation(query)} for query in engine().queries.values()
    }
    info = {"title": "Comity: canned queries", "version": VERSION}
    return jsonify({"openapi": "3.1.0", "info": info, "paths": paths})


@bp.get("/<name>")
def answer(name: str) -> Response:
    """Answer the canned query *name* with the arguments of the request."""
    query = named(engine().queries, name)
    form = wanted()
    arguments = {key: value for key, value in request.args.items() if key not in READING}
    if form.page and _lacks(query, arguments):
        return pages.page("query.html", query=query, arguments=query.example, answer=None)
    question = engine().canned(
        name,
        arguments,
        results=form.results,
        graph=form.graph,
        view=reading(),
        most=most(form),
    )
    return respond(question, form, "query.html", query=query, arguments=arguments)


def _lacks(query: CannedQuery, arguments: dict[str, str]) -> bool:
    return any(
        p.required and p.default is None and not arguments.get(p.name) for p in query.parameters
    )


def _told(query: CannedQuery) -> dict[str, object]:
    parameters = [
        {
            "name": p.name,
            "type": p.type,
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


def _operation(query: CannedQuery) -> dict[str, object]:
    content: dict[str, object] = {form.media_type.split(";")[0]: {} for form in RESULTS}
    common = [
        *(
            {
                "name": name,
                "in": "query",
                "schema": {"type": "string", "enum": list(choices), "default": choices[0]},
            }
            for name, choices in CHOICES.items()
        ),
        {
            "name": "perspective",
            "in": "query",
            "schema": {"type": "array", "items": {"type": "string"}},
        },
    ]
    refused = {
        "description": "A problem document, RFC 9457.",
        "content": {"application/problem+json": {}},
    }
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [_parameter(p, query) for p in query.parameters] + common,
        "responses": {
            "200": {"description": query.summary, "content": content},
            "400": refused,
            "503": refused,
        },
    }


def _parameter(parameter: Parameter, query: CannedQuery) -> dict[str, object]:
    schema = dict(SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.default is not None:
        schema["default"] = parameter.default
    told: dict[str, object] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.required and parameter.default is None,
        "schema": schema,
    }
    if parameter.name in query.example:
        told["example"] = query.example[parameter.name]
    return told

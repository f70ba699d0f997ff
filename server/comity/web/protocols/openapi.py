"""The canned queries as OpenAPI 3.1, from which clients are made and the server is tested.

Source: https://spec.openapis.org/oas/v3.1.1
"""

from flask import Blueprint, Response, request

from comity.query.canned import CannedQuery
from comity.query.formats import GRAPHS, RESULTS
from comity.query.parameters import Parameter
from comity.query.view import CHOICES
from comity.version import VERSION
from comity.web.negotiation import engine
from comity.web.protocols.result_schemas import SCHEMAS, content
from comity.web.representation import represent

bp = Blueprint("openapi", __name__, url_prefix="/api")
PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, where, and what to do."},
        "limit": {"type": "string", "description": "The limit that was met, if one was."},
        "value": {"type": "integer", "description": "Its value here."},
    },
}
ROWS = " With evidence=rows and format=json each row has the numbers of the statements that it rests on."
REFUSED = {
    "400": "An argument is missing, unknown or of the wrong type.",
    "404": "Nobody of that name claims anything, or the query gives no such row.",
    "406": "The answer has none of the forms asked for.",
    "503": "The answer meets a limit, or the server is busy.",
}


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe the canned queries as OpenAPI 3.1."""
    paths = {
        f"/api/{query.name}": {"get": _operation(query)} for query in engine().queries.values()
    }
    paths |= {
        f"/api/{query.name}/evidence": {"get": _evidence(query)}
        for query in engine().queries.values()
        if query.has_rows
    }
    described = {
        "openapi": "3.1.0",
        "info": {"title": "Comity: canned queries", "version": VERSION},
        "servers": [{"url": request.root_url.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"Problem": PROBLEM, **SCHEMAS}},
    }
    return represent(data=lambda: described)


def _operation(query: CannedQuery) -> dict[str, object]:
    forms = RESULTS if query.has_rows else GRAPHS
    media_types = [*(one.media_type.split(";")[0] for one in forms), "text/html"]
    answered = {
        "description": query.summary,
        "content": {media_type: content(media_type, query) for media_type in media_types},
    }
    names = [*(one.name for one in forms), "html"]
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.description + (ROWS if query.form == "select" else ""),
        "tags": list(query.tags),
        "parameters": [
            *(_parameter(p, query) for p in query.parameters),
            *_common(names),
        ],
        "responses": {"200": answered} | {status: _refused(why) for status, why in REFUSED.items()},
    }


def _evidence(query: CannedQuery) -> dict[str, object]:
    """Describe what tells the evidence of a row; the columns of that are parameters that no schema names."""
    names = ["json", *(one.name for one in GRAPHS), "html"]
    media_types = [*(one.media_type for one in GRAPHS), "text/html"]
    content: dict[str, object] = {media_type: {} for media_type in media_types}
    content["application/json"] = {"schema": {"type": "object"}}
    return {
        "operationId": f"{query.name}-evidence",
        "summary": f"{query.summary} The evidence of a row.",
        "description": "The statements that a row rests on, each with its proof, claims and passages. The row is the first that has the values given by column, as terms of N-Triples; a column that has the name of another parameter is given as row.<column>.",
        "tags": list(query.tags),
        "parameters": [*(_parameter(p, query) for p in query.parameters), *_common(names)],
        "responses": {"200": {"description": "The evidence of the row.", "content": content}}
        | {status: _refused(why) for status, why in REFUSED.items()},
    }


def _refused(why: str) -> dict[str, object]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": why,
        "content": {"application/problem+json": {"schema": schema}, "text/html": {}},
    }


def _common(formats: list[str]) -> list[dict[str, object]]:
    """The parameters of every reading path."""
    heard: dict[str, object] = {
        "type": "array",
        "items": {"type": "string", "enum": [*engine().claimants]},
    }
    schemas: dict[str, dict[str, object]] = {
        name: {"type": "string", "enum": list(choices), "default": choices[0]}
        for name, choices in CHOICES.items()
    }
    schemas |= {"perspective": heard, "format": {"type": "string", "enum": formats}}
    return [{"name": name, "in": "query", "schema": schema} for name, schema in schemas.items()]


def _parameter(parameter: Parameter, query: CannedQuery) -> dict[str, object]:
    schema = dict(parameter.type.schema)
    if parameter.default is not None:
        schema["default"] = parameter.default
    described: dict[str, object] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.is_needed,
        "schema": schema,
    }
    if parameter.name in query.example:
        described["example"] = query.example[parameter.name]
    return described

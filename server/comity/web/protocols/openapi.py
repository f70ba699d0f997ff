"""The canned queries as OpenAPI 3.1, from which clients are made and the server is tested.

Source: https://spec.openapis.org/oas/v3.1.1
"""

from flask import Blueprint, Response, jsonify, request

from comity.query.canned import CannedQuery, Parameter
from comity.query.formats import GRAPHS, RESULTS
from comity.query.view import CHOICES
from comity.version import VERSION
from comity.web.negotiation import engine

bp = Blueprint("openapi", __name__, url_prefix="/api")
SCHEMAS: dict[str, dict[str, object]] = {
    "iri": {"type": "string", "format": "iri"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "dateTime": {"type": "string", "format": "date-time"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"},
}
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
REFUSED = {
    "400": "An argument is missing, unknown or of the wrong type.",
    "404": "Nobody of that name claims anything.",
    "406": "The answer has none of the forms asked for.",
    "503": "The answer meets a limit, or the server is busy.",
}


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe the canned queries as OpenAPI 3.1."""
    paths = {
        f"/api/{query.name}": {"get": _operation(query)} for query in engine().queries.values()
    }
    return jsonify(
        openapi="3.1.0",
        info={"title": "Comity: canned queries", "version": VERSION},
        servers=[{"url": request.root_url.rstrip("/")}],
        paths=paths,
        components={"schemas": {"Problem": PROBLEM}},
    )


def _operation(query: CannedQuery) -> dict[str, object]:
    forms = RESULTS if query.form in ("select", "ask") else GRAPHS
    media_types = [*(form.media_type.split(";")[0] for form in forms), "text/html"]
    answered = {
        "description": query.summary,
        "content": {media_type: {} for media_type in media_types},
    }
    names = [*(form.name for form in forms), "html"]
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [_parameter(p, query) for p in query.parameters] + _common(names),
        "responses": {"200": answered} | {status: _refused(why) for status, why in REFUSED.items()},
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
        "items": {"type": "string", "enum": engine().claimants},
    }
    schemas: dict[str, dict[str, object]] = {
        name: {"type": "string", "enum": list(choices), "default": choices[0]}
        for name, choices in CHOICES.items()
    }
    schemas |= {"perspective": heard, "format": {"type": "string", "enum": formats}}
    return [{"name": name, "in": "query", "schema": schema} for name, schema in schemas.items()]


def _parameter(parameter: Parameter, query: CannedQuery) -> dict[str, object]:
    schema = dict(SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.default is not None:
        schema["default"] = parameter.default
    described: dict[str, object] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.required and parameter.default is None,
        "schema": schema,
    }
    if parameter.name in query.example:
        described["example"] = query.example[parameter.name]
    return described

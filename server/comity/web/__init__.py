"""Answers → HTTP: one blueprint a protocol, and nothing here that is not about HTTP."""

from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from comity.errors import (
    Abandoned,
    BadQuery,
    ComityError,
    NotAcceptable,
    NotFound,
    Overloaded,
    QueryTimedOut,
    QueryTooBig,
    Refused,
)
from comity.query.engine import Published
from comity.settings import Settings
from comity.web import api, pages, resources, sparql

STATUS: dict[type[ComityError], HTTPStatus] = {
    BadQuery: HTTPStatus.BAD_REQUEST,
    Refused: HTTPStatus.FORBIDDEN,
    NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    NotFound: HTTPStatus.NOT_FOUND,
    QueryTimedOut: HTTPStatus.SERVICE_UNAVAILABLE,
    QueryTooBig: HTTPStatus.SERVICE_UNAVAILABLE,
    Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    Abandoned: HTTPStatus.SERVICE_UNAVAILABLE,
}
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def create_app(home: Path, settings: Settings) -> Flask:
    """Make the application that serves what is published in *home*.

    Raises:
        SnapshotError: nothing is published there.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.request_bytes
    app.extensions["comity"] = Published(home, settings)
    for blueprint in (pages.bp, sparql.bp, api.bp, resources.bp):
        app.register_blueprint(blueprint)
    app.register_error_handler(ComityError, _refuse)
    app.register_error_handler(HTTPException, _http_error)
    app.after_request(_harden)
    pages.add_filters(app)
    return app


def problem(title: str, status: int, detail: str) -> Response:
    """Make a problem document, RFC 9457: JSON for a program, a page for a browser."""
    if (
        request.accept_mimetypes.best_match(["application/problem+json", "text/html"])
        == "text/html"
    ):
        return pages.page("problem.html", status=status, title=title, detail=detail)
    body = json.dumps({"title": title, "status": status, "detail": detail})
    return Response(body, status, content_type="application/problem+json")


def _refuse(error: ComityError) -> Response:
    status = STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    detail = (
        str(error)
        if type(error) in STATUS
        else "The server has no snapshot to answer from; its operator should run `comity build`."
    )
    response = problem(type(error).__name__, status, detail)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "1"
    return response


def _http_error(error: HTTPException) -> Response:
    response = problem(error.name, error.code or 500, error.description or error.name)
    for name, value in error.get_headers():
        if name in ("Allow", "Location"):
            response.headers[name] = value
    return response


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response

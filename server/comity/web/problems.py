"""Errors over HTTP: each a problem document that says which limit was met, its value, and how to get on.

Source: RFC 9457 https://www.rfc-editor.org/rfc/rfc9457
"""

from http import HTTPStatus

from flask import Flask, Response, json, request, url_for
from werkzeug.exceptions import HTTPException

from comity.errors import (
    BadQuery,
    ClientGone,
    Closed,
    ComityError,
    CommitFailed,
    Inconsistent,
    NoSuchRow,
    NotAcceptable,
    NotConforming,
    NotFound,
    NotWritable,
    Overloaded,
    PreconditionFailed,
    QueryError,
    QueryTimedOut,
    QueryTooBig,
    ReasoningTooBig,
    Refused,
    SourceError,
    StoreFailed,
    Unauthenticated,
)
from comity.proofs.proof import Proof
from comity.web.negotiation import settings
from comity.web.pages import layout

STATUS: dict[type[Exception], HTTPStatus] = {
    BadQuery: HTTPStatus.BAD_REQUEST,
    Refused: HTTPStatus.FORBIDDEN,
    NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    NotFound: HTTPStatus.NOT_FOUND,
    NoSuchRow: HTTPStatus.NOT_FOUND,
    QueryTimedOut: HTTPStatus.SERVICE_UNAVAILABLE,
    QueryTooBig: HTTPStatus.SERVICE_UNAVAILABLE,
    Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    Closed: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
    ClientGone: HTTPStatus.SERVICE_UNAVAILABLE,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    NotWritable: HTTPStatus.FORBIDDEN,
    PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    CommitFailed: HTTPStatus.SERVICE_UNAVAILABLE,
    SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotConforming: HTTPStatus.UNPROCESSABLE_ENTITY,
    Inconsistent: HTTPStatus.UNPROCESSABLE_ENTITY,
    ReasoningTooBig: HTTPStatus.UNPROCESSABLE_ENTITY,
}
NO_SNAPSHOT = "The server has no snapshot to answer from; its operator should run `comity build`."
LIMITS = {408: "request_seconds", 413: "request_bytes"}
KEPT = ("Allow", "Location", "Accept-Encoding")


def register(app: Flask) -> None:
    """Have every error of *app* answered with a problem document."""
    app.register_error_handler(ComityError, _refuse)
    app.register_error_handler(HTTPException, _http_error)


def problem(status: int, detail: str, limit: str | None = None, **more: object) -> Response:
    """Make a problem document: JSON for a program, a page for a browser.

    One about no limit has no type of its own, so that its title is the phrase of its status (RFC 9457 §4.2.1).

    Args:
        limit: the name of the setting whose limit was met, if one was.
        more: further members of the document.
    """
    title = HTTPStatus(status).phrase
    best = request.accept_mimetypes.best_match(["application/problem+json", "text/html"])
    if best == "text/html":
        return layout.page("problem.html", status=status, title=title, detail=detail)
    document: dict[str, object] = {"title": title, "status": status, "detail": detail, **more}
    if limit:
        document["type"] = url_for("status.limits", _anchor=limit)
        document |= {"limit": limit, "value": getattr(settings(), limit)}
    return Response(json.dumps(document), status, content_type="application/problem+json")


def _refuse(error: ComityError) -> Response:
    status = status_of(error)
    limit = error.limit if isinstance(error, QueryError) else None
    detail = str(error) if status else NO_SNAPSHOT
    response = problem(
        status or HTTPStatus.INTERNAL_SERVER_ERROR,
        detail,
        limit,
        error=type(error).__name__,
        **_reasons(error),
    )
    if isinstance(error, Overloaded | Closed):
        response.headers["Retry-After"] = "1"
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="Comity"'
    return response


def status_of(error: ComityError) -> HTTPStatus | None:
    """Return the status of an error of this class, or of the nearest above it; None where a client cannot cause it."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)


def _reasons(error: ComityError) -> dict[str, object]:
    """Return why a write was refused: the SHACL report in Turtle, or the proofs of the contradictions."""
    if isinstance(error, NotConforming):
        return {"report": error.report}
    if isinstance(error, Inconsistent):
        return {"proofs": [p.as_dict() for p in error.proofs if isinstance(p, Proof)]}
    return {}


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    response = problem(status, error.description or error.name, LIMITS.get(status))
    for name, value in error.get_headers():
        if name in KEPT:
            response.headers[name] = value
    if status in LIMITS:  # the rest of the request is not worth reading
        response.headers["Connection"] = "close"
    return response

"""Answers → HTTP: one blueprint a protocol, and nothing here that is not about HTTP."""

from pathlib import Path

from flask import Flask, Response

from comity.query.engine import Published
from comity.settings import Settings
from comity.web import (
    api,
    body,
    conformance,
    graph_store,
    operations,
    pages,
    problems,
    resources,
    sparql,
)

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
    for module in (pages, sparql, graph_store, api, resources, operations, conformance):
        app.register_blueprint(module.bp)
    problems.register(app)
    app.before_request(body.unpack)
    app.after_request(_harden)
    pages.add_filters(app)
    return app


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response

"""Answers → HTTP: one blueprint a protocol, and nothing here that is not about HTTP."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, g
from flask_compress import Compress
from flask_cors import CORS
from werkzeug.middleware.proxy_fix import ProxyFix

from comity.query import waiting
from comity.query.archive import SnapshotArchive
from comity.query.formats import GRAPHS, RESULTS
from comity.query.published import Published
from comity.settings import Settings
from comity.web import caching, parameters, problems
from comity.web.pages import (
    article,
    asking,
    compare,
    downloads,
    editor,
    front,
    layout,
    lists,
    manual,
    pictures,
    search,
    taken,
)
from comity.web.protocols import (
    api,
    citation,
    conformance,
    graph_store,
    linked_data,
    memento,
    ontology,
    openapi,
    rows,
    sparql,
    status,
    update,
)
from comity.web.protocols.update import Writing
from comity.web.transport import body
from comity.web.transport.fields import Request
from comity.web.transport.metrics import Metrics

LARGE = 2**14
"""An answer of more bytes than this takes a while to compress."""
CODINGS = ["zstd", "br", "gzip"]
READING = ["GET", "HEAD", "POST", "QUERY", "OPTIONS"]
EXPOSED = ["ETag", "Link", "Retry-After"]
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def create_app(
    home: Path, settings: Settings, proxies: int = 0, writes: Writing | None = None
) -> Flask:
    """Make the application that serves what is published in *home*, and takes *writes* if they are to be taken.

    Args:
        home: where snapshots live.
        settings: the limits that a stranger meets.
        proxies: how many reverse proxies stand before it, whose X-Forwarded headers are believed.

    Raises:
        SnapshotError: nothing is published there.
    """
    app = Flask(__name__)
    app.request_class = Request
    app.config["MAX_CONTENT_LENGTH"] = settings.request_bytes
    app.extensions["comity"] = Published(home, settings)
    app.extensions["metrics"] = Metrics()
    if writes:
        app.extensions["comity.writing"] = writes
    for module in (
        *(front, lists, pictures, search, article, compare, downloads, editor, manual),
        *(sparql, graph_store, rows, api, openapi),
        *(ontology, citation, linked_data, status, conformance, update),
    ):
        app.register_blueprint(module.bp)
    problems.register(app)
    memento.add(app, SnapshotArchive(home, settings))
    CORS(app, methods=READING, expose_headers=EXPOSED, max_age=86400, send_wildcard=True)
    app.before_request(body.unpack)
    app.before_request(parameters.check)
    app.before_request(asking.choose_language)
    app.before_request(taken.check)
    app.after_request(_compress(app))
    app.after_request(caching.set_cache_headers)
    app.after_request(_harden)
    layout.add_filters(app)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, x_prefix=proxies)  # type: ignore[method-assign]
    return app


def _compress(app: Flask) -> Callable[[Response], Response]:
    """Return what compresses what a client takes compressed; what is kept is kept as it leaves."""
    media_types = {one.media_type.split(";")[0] for one in RESULTS + GRAPHS}
    app.config["COMPRESS_MIMETYPES"] = [*media_types, "text/html", "text/css", "application/json"]
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = CODINGS
    app.config["COMPRESS_REGISTER"] = False
    compressed = Compress(app).after_request

    def compress(response: Response) -> Response:
        is_large = not response.is_streamed and (response.content_length or 0) > LARGE
        return waiting.apart(compressed, response) if is_large else compressed(response)

    return compress


def _harden(response: Response) -> Response:
    own = g.get("policy", "")
    response.headers["Content-Security-Policy"] = f"{POLICY}; {own}" if own else POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.vary.add("Accept")
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response

"""Below /snapshots/<name>/, the whole server on a past snapshot: the same paths, links that stay there, nothing to write.

Every page and answer below it is a memento of the one at the same path without it.

Source: RFC 7089 §2 https://www.rfc-editor.org/rfc/rfc7089#section-2
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.http import http_date, parse_date
from werkzeug.wrappers import Response as AnyResponse

from comity.errors import BadQuery, NotFound
from comity.query.archive import SnapshotArchive, created
from comity.snapshot import Snapshot
from comity.web.negotiation import KEY, history, requested_snapshot
from comity.web.pages import layout
from comity.web.representation import only, represent

bp = Blueprint("memento", __name__)
START = "/snapshots/"
LINKS, PATCH = "application/link-format", "application/rdf-patch; charset=utf-8"
REMEMBERED = ("sparql", "about", "graph", "graph-store", "api", "report", "why")


class SnapshotMiddleware:
    """The WSGI application around Flask's that takes a snapshot's name off the path, and remembers it."""

    def __init__(
        self, application: Callable[..., Iterable[bytes]], history: SnapshotArchive
    ) -> None:
        self.application, self.history = application, history

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path: str = environ.get("PATH_INFO", "")
        name, slash, rest = path.removeprefix(START).partition("/")
        if path.startswith(START) and slash and self._is_there(name):
            environ[KEY] = name
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + START + name
            environ["PATH_INFO"] = "/" + rest
        return self.application(environ, start)

    def _is_there(self, name: str) -> bool:
        try:
            return bool(self.history.find(name))
        except NotFound:
            return False


@bp.get("/snapshots")
def index() -> Response:
    """List the snapshots there are, newest first."""
    rows = [_row(snapshot) for snapshot in history().snapshots()]
    response = represent(page=lambda: layout.page("snapshots.html", rows=rows), data=lambda: rows)
    response.headers["Cache-Control"] = "no-store"  # pruning changes it, and no snapshot does
    return response


def _row(snapshot: Snapshot) -> dict[str, object]:
    manifest = snapshot.manifest
    return {
        "name": snapshot.path.name,
        "id": manifest.id,
        "created": manifest.created,
        "author": manifest.author or None,
        "parent": manifest.parent or None,
        "asserted": manifest.asserted,
        "inferred": manifest.inferred,
        "current": snapshot.path.name == requested_snapshot().path.name,
        "address": _absolute(f"{START}{snapshot.path.name}/"),
    }


@bp.get("/change")
def change() -> Response:
    """Give what the commit added and removed that made this snapshot, as RDF Patch."""
    snapshot = requested_snapshot()
    if not snapshot.patch.exists():
        raise NotFound(f"The snapshot {snapshot.path.name} was built from files; it is no commit.")
    return only(snapshot.content(snapshot.patch.name), PATCH)


@bp.get("/snapshots/<name>/<path:path>")
def unknown(name: str, path: str) -> Response:
    """Say that there is no such snapshot; a request for one that is there does not come this far."""
    history().find(name)
    raise NotFound(f"There is nothing at {path} in the snapshot {name}.")


@bp.get("/timegate/<path:path>")
def gate(path: str) -> AnyResponse:
    """Send the client to what was at *path* at the time that it accepts.

    Source: RFC 7089 §4.1 https://www.rfc-editor.org/rfc/rfc7089#section-4.1
    """
    asked, given = history().snapshots(), request.headers.get("Accept-Datetime")
    when = parse_date(given) if given else None
    if given and when is None:
        raise BadQuery(f"The header Accept-Datetime is {given!r}, which is no HTTP date.")
    found = next((s for s in asked if when is None or created(s) <= when), asked[-1])
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    response = redirect(f"{_absolute(_memento(found, path))}{query}")
    response.vary.add("Accept-Datetime")
    response.headers.add("Link", f"{_original(path)}, {_map(path)}")
    return response


@bp.get("/timemap/<path:path>")
def timemap(path: str) -> Response:
    """List the mementos of what is at *path*.

    Source: RFC 7089 §5 https://www.rfc-editor.org/rfc/rfc7089#section-5
    """
    mementos = [
        f'<{_absolute(_memento(s, path))}>; rel="memento"; datetime="{http_date(created(s))}"'
        for s in reversed(history().snapshots())
    ]
    itself = f'<{_absolute(f"/timemap/{path}")}>; rel="self"; type="{LINKS}"'
    lines = ",\n".join([_original(path), itself, _gate(path), *mementos])
    response = only(lines + "\n", LINKS)
    response.headers["Cache-Control"] = "no-store"
    return response


def add(app: Flask, found: SnapshotArchive) -> None:
    """Have *app* answer for past snapshots, and say of each answer of which time it is and where others are."""
    app.extensions["comity.history"] = found
    app.register_blueprint(bp)
    app.after_request(_remember)
    app.wsgi_app = SnapshotMiddleware(app.wsgi_app, found)  # type: ignore[method-assign,assignment]


def _remember(response: Response) -> Response:
    path = request.path.lstrip("/")
    if request.method in ("GET", "HEAD") and path.split("/")[0] in REMEMBERED:
        links = [_gate(path), _map(path)]
        if KEY in request.environ:
            response.headers["Memento-Datetime"] = http_date(created(requested_snapshot()))
            links.insert(0, _original(path))
        response.headers.add("Link", ", ".join(links))
    return response


def _memento(snapshot: Snapshot, path: str) -> str:
    return f"{START}{snapshot.path.name}/{path}"


def _original(path: str) -> str:
    return f'<{_absolute("/" + path)}>; rel="original"'


def _gate(path: str) -> str:
    return f'<{_absolute(f"/timegate/{path}")}>; rel="timegate"'


def _map(path: str) -> str:
    return f'<{_absolute(f"/timemap/{path}")}>; rel="timemap"; type="{LINKS}"'


def _absolute(path: str) -> str:
    """Return the address of *path* on this server, outside of any snapshot."""
    root = request.url_root.rstrip("/")
    if KEY in request.environ:
        root = root.removesuffix(START + request.environ[KEY])
    return root + quote(path)

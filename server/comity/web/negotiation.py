"""Which form of an answer a client gets: `?format=` first, then its Accept header; and what it reads."""

from dataclasses import dataclass

from flask import current_app, request

from comity.errors import BadQuery, NotAcceptable
from comity.query.archive import SnapshotArchive
from comity.query.engine import Engine
from comity.query.formats import BY_NAME, GRAPHS, RESULTS
from comity.query.published import Published
from comity.query.stream import Cancellation
from comity.query.view import View
from comity.settings import Settings
from comity.snapshot import Snapshot
from comity.web.accept import Choice, choose

ROWS = {name: format.name for format in RESULTS for name in (format.name, *format.aliases)}
TRIPLES = {name: format.name for format in GRAPHS for name in (format.name, *format.aliases)}
"""What `format=` may say besides a media type: the format for rows, and the one for triples."""
KEY = "comity.snapshot"
"""Where the environment of a request has the name of the snapshot that it is about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The short names of the formats a client takes for rows and for triples, and whether it wants a page."""

    results: str | None
    graph: str | None
    page: bool = False


def engine() -> Engine:
    """Return the engine of the snapshot that this request is about: the one published now, unless it names another."""
    if name := request.environ.get(KEY):
        return history().engine(name)
    return published().engine()


def requested_snapshot() -> Snapshot:
    """Return the snapshot that this request is about, also where it cannot be asked just now."""
    if name := request.environ.get(KEY):
        return history().find(name)
    return published().engine().snapshot


def settings() -> Settings:
    """Return the limits that a stranger meets who asks what this request is about."""
    return history().settings if KEY in request.environ else published().settings


def cancellation() -> Cancellation | None:
    """Return whoever sent this request, as the front knows it."""
    found: Cancellation | None = request.environ.get("comity.cancellation")
    return found


def history() -> SnapshotArchive:
    """Return the past snapshots of this server."""
    found: SnapshotArchive = current_app.extensions["comity.history"]
    return found


def published() -> Published:
    """Return what the home publishes now."""
    found: Published = current_app.extensions["comity"]
    return found


def wanted(*, page: bool = True) -> Wanted:
    """Read what the client of this request takes: `format` first, and for what it does not tell the Accept header.

    Args:
        page: whether an HTML page is on offer too.

    Raises:
        BadQuery: `format` names none, and the Accept header none either.
        NotAcceptable: nothing on offer fits the Accept header.
    """
    header = request.headers.get("Accept", "")
    choice = choose(header)
    asked = {_named(name, choice, page) for name in request.values.getlist("format")}
    if len(asked) > 1:
        raise BadQuery(
            "The parameter format is given several times, for different forms; give it once."
        )
    if asked:
        return asked.pop()
    if choice.page and page:
        return Wanted("json", "turtle", page=True)
    if choice.rows is None and choice.triples is None:
        raise NotAcceptable(f"Nothing fits the Accept header {header!r}; on offer: {_offer()}.")
    return Wanted(choice.rows, choice.triples)


def max_answer_bytes(chosen: Wanted) -> int:
    """Return the size that an answer in this form may have, in bytes.

    One to HTTP/1.0, which has no sign for the end of a stream, is kept until its length is known.
    """
    limits = settings()
    is_kept = chosen.page or request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
    return min(limits.page_bytes, limits.result_bytes) if is_kept else limits.result_bytes


def _named(name: str, choice: Choice, page: bool) -> Wanted:
    """Return what `format` says; where it has no form for rows or triples, those that the Accept header names."""
    if name == "html" and page:
        return Wanted("json", "turtle", page=True)
    rows, triples = ROWS.get(name.lower()), TRIPLES.get(name.lower())
    if rows is None and triples is None:
        rows, triples = _of_media_type(name)
    rows = rows or (choice.rows if choice.rows_named else None)
    triples = triples or (choice.triples if choice.triples_named else None)
    if rows is None and triples is None:
        raise BadQuery(
            f"The parameter format is {name[:100]!r}; it must be one of {', '.join(BY_NAME)}."
        )
    return Wanted(rows, triples)


def _of_media_type(name: str) -> tuple[str | None, str | None]:
    choice = choose(name) if "/" in name and "*" not in name else Choice(None, None)
    return choice.rows, choice.triples


def _offer() -> str:
    return ", ".join(chosen.media_type.split(";")[0] for chosen in RESULTS + GRAPHS)


def reading() -> View:
    """Read the reader's choice of what is taken for so."""
    return View.read(request.values.to_dict(flat=False))

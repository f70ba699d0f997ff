"""Which form of an answer a client gets: `?format=` first, then its Accept header."""

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from comity.errors import BadQuery, NotAcceptable
from comity.query.engine import Engine, Published
from comity.query.formats import BY_NAME, GRAPHS, RESULTS, Format
from comity.query.history import History
from comity.query.view import View

ALSO = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "turtle": ("application/x-turtle",),
    "ntriples": ("text/plain",),
}
HTML = "text/html"
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
        past: History = current_app.extensions["comity.history"]
        return past.engine(name)
    published: Published = current_app.extensions["comity"]
    return published.engine()


def wanted(*, page: bool = True) -> Wanted:
    """Read what the client of this request takes.

    Args:
        page: whether an HTML page is on offer too.

    Raises:
        BadQuery: `format` names none.
        NotAcceptable: nothing on offer fits the Accept header.
    """
    name = request.values.get("format")
    if name is not None:
        return _named(name, page)
    header = request.headers.get("Accept", "")
    chosen = _chosen(header, page)
    if chosen.results is None and chosen.graph is None:
        raise NotAcceptable(f"Nothing fits the Accept header {header!r}; on offer: {_offer()}.")
    return chosen


def most(form: Wanted) -> int:
    """Return the size that an answer in this form may have, in bytes."""
    settings = engine().settings
    return min(settings.page_bytes, settings.result_bytes) if form.page else settings.result_bytes


def _named(name: str, page: bool) -> Wanted:
    if name == "html" and page:
        return Wanted("json", "turtle", page=True)
    if name not in BY_NAME:
        raise BadQuery(f"The parameter format is {name!r}; it must be one of {', '.join(BY_NAME)}.")
    return Wanted(None, name) if BY_NAME[name] in GRAPHS else Wanted(name, None)


def _media_types(form: Format) -> list[str]:
    """The media types that mean this form; some clients add the charset to them, which is always UTF-8."""
    plain = (form.media_type.split(";")[0], *ALSO.get(form.name, ()))
    return [shown for name in plain for shown in (name, f"{name}; charset=utf-8")]


@lru_cache(maxsize=256)
def _chosen(header: str, page: bool) -> Wanted:
    """Choose by an Accept header; most clients send one of a few."""
    if not header:
        return Wanted(RESULTS[0].name, GRAPHS[0].name)
    accept = parse_accept_header(header, MIMEAccept)
    names = {name: form for form in RESULTS + GRAPHS for name in _media_types(form)}
    if page and accept.best_match([*names, HTML]) == HTML:
        return Wanted("json", "turtle", page=True)
    results = accept.best_match([name for name in names if names[name] in RESULTS])
    graph = accept.best_match([name for name in names if names[name] in GRAPHS])
    return Wanted(results and names[results].name, graph and names[graph].name)


def _offer() -> str:
    return ", ".join(form.media_type.split(";")[0] for form in RESULTS + GRAPHS)


def reading() -> View:
    """Read the parameters of every reading path: entailment, contested, perspective."""
    return View(
        request.values.get("entailment", "rl"),
        request.values.get("contested", "include"),
        tuple(request.values.getlist("perspective")),
    )

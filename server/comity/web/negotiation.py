"""Which form of an answer a client gets: `?format=` first, then its Accept header."""

from dataclasses import dataclass

from flask import current_app, request

from comity.errors import BadQuery, NotAcceptable
from comity.query.engine import Engine, Published
from comity.query.formats import BY_NAME, GRAPHS, RESULTS, Format
from comity.query.view import View

ALSO = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "turtle": ("application/x-turtle",),
    "ntriples": ("text/plain",),
}
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The short names of the formats a client takes for rows and for triples, and whether it wants a page."""

    results: str | None
    graph: str | None
    page: bool = False


def engine() -> Engine:
    """Return the engine of the snapshot that is published now."""
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
    results, graph = _best(RESULTS), _best(GRAPHS)
    if page and _prefers_page():
        return Wanted("json", "turtle", page=True)
    if results is None and graph is None:
        raise NotAcceptable(
            f"Nothing fits the Accept header {request.headers.get('Accept')!r}; on offer: {_offer()}."
        )
    return Wanted(results, graph)


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


def _best(forms: tuple[Format, ...]) -> str | None:
    names = {media_type: form.name for form in forms for media_type in _media_types(form)}
    if not request.headers.get("Accept"):
        return forms[0].name
    best = request.accept_mimetypes.best_match(list(names))
    return names[best] if best else None


def _prefers_page() -> bool:
    if "Accept" not in request.headers:
        return False
    others = [media_type for form in RESULTS + GRAPHS for media_type in _media_types(form)]
    return request.accept_mimetypes.best_match([*others, HTML]) == HTML


def _offer() -> str:
    return ", ".join(form.media_type.split(";")[0] for form in RESULTS + GRAPHS)


def reading() -> View:
    """Read the parameters of every reading path: entailment, contested, perspective."""
    return View(
        request.values.get("entailment", "rl"),
        request.values.get("contested", "include"),
        tuple(request.values.getlist("perspective")),
    )

"""What every page has around it: the snapshot, the way to the other pages, and the view that is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from comity.errors import BadQuery, ComityError
from comity.query.view import View
from comity.reading.asking import LANGUAGES, Reader
from comity.reading.dates import day
from comity.reading.evidence import Place
from comity.reading.kinds import KINDS
from comity.reading.names import Name
from comity.reading.page import Page
from comity.reading.voices import voices
from comity.reading.words import say, thousands, tongue
from comity.vocabulary import BASE, TERM
from comity.web.addresses import local
from comity.web.negotiation import KEY, reading, requested_snapshot
from comity.web.pages import asking
from comity.web.pages.scripts import zooms

VIEW = (*View.NAMES, "lang", "asof")
"""The parameters that say what is read and how; a link from page to page keeps them."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """What the reader sees, as the bar at the top of each page tells it."""

    entailment: str
    contested: str
    perspectives: tuple[str, ...]
    language: str
    today: date
    voices: dict[str, Name]
    is_past: bool

    @property
    def day(self) -> str:
        """The day that "in force" is told of, in words."""
        return day(self.today)

    @property
    def heard(self) -> str:
        """Those whose claims are read as if they were so."""
        return ", ".join(self.voices[one].text for one in self.perspectives if one in self.voices)


def page(template: str, status: int = 200, **about: Any) -> Response:
    """Render a template around what every page shows: the snapshot."""
    shown = requested_snapshot()
    manifest = shown.manifest
    classes = set(manifest.classes)
    kinds = [k for k in KINDS if k.path and any(TERM + c in classes for c in k.classes)]
    return make_response(
        render_template(
            template,
            manifest=manifest,
            snapshot=shown.path.name,
            made=day(date.fromisoformat(manifest.created[:10])),
            kinds=kinds,
            languages={tag: LANGUAGES.get(tag, tag) for tag in shown.languages},
            **about,
        ),
        status,
    )


def viewing(reader: Reader) -> Viewing:
    """Tell what this request reads."""
    view = reading()
    names = voices(reader, reader.claimants)
    is_past = KEY in request.environ
    return Viewing(
        view.entailment,
        view.contested,
        view.perspectives,
        reader.language,
        reader.today,
        names,
        is_past,
    )


def _viewed() -> Viewing:
    """Tell what this request reads; a page that says that it makes no sense, or is too large to read, is told as if it were plain."""
    try:
        return viewing(asking.reader())
    except (ComityError, RequestEntityTooLarge):
        return Viewing("rl", "include", (), "en", datetime.now(UTC).date(), {}, False)


def kept() -> dict[str, list[str]]:
    """Return the parameters of the view that this request has."""
    given = arguments()
    return {name: given.getlist(name) for name in VIEW if name in given}


def arguments() -> MultiDict[str, str]:
    """Return the parameters of this request's address; none where they cannot be read, which a page says then."""
    try:
        return request.args
    except BadQuery:
        return MultiDict()


def seen(**changes: str | None) -> str:
    """Return the query string of this page in another form or view; what else it was asked with stays.

    Args:
        changes: parameters; None for one that is to go.
    """
    given = arguments()
    whole = {name: given.getlist(name) for name in given} | changes
    kept_values = {name: given for name, given in whole.items() if given not in (None, "", [])}
    return "?" + urlencode(kept_values, doseq=True)


def here() -> str:
    """Return the address of this page on this server, with its parameters."""
    query = request.query_string.decode("ascii", "replace")
    path = quote(request.script_root + request.path, safe="/%~")
    return f"{path}?{query}" if query else path


def years(first: int, last: int | None = None) -> dict[str, str]:
    """Return the parameters of a time line from a year to a year, as far as days can be written for them."""
    begin, end = (min(max(year, 1), 9999) for year in (first, last or first))
    return {"from": f"{begin:04d}-01-01", "until": f"{end:04d}-12-31"}


def onward(address: str, **more: str | Sequence[str] | None) -> str:
    """Return *address* on this server with the view of this request, and with *more* parameters."""
    kept_values = {name: given for name, given in {**kept(), **more}.items() if given}
    joint = "&" if "?" in address else "?"
    path, _, fragment = address.partition("#")
    query = f"{joint}{urlencode(kept_values, doseq=True)}" if kept_values else ""
    return f"{path}{query}#{fragment}" if fragment else path + query


def address(path: str, given: Mapping[str, str | Sequence[str]]) -> str:
    """Return *path* with the parameters *given*, empty ones too."""
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def to(iri: str) -> str:
    """Return where the page of *iri* is, in the view of this request; nothing where there is none to link to."""
    address = local(iri)
    if address:
        return onward(address)
    return iri if iri.startswith(("http://", "https://")) else ""


def permanent(iri: str) -> str:
    """Return where the page of *iri* stays as it is now, whatever is built later."""
    return onward(lasting(local(iri) or ""))


def lasting(path: str) -> str:
    """Return where what is at *path* on this server stays as it is now."""
    if KEY in request.environ:
        return path
    root = request.script_root
    return f"{root}/snapshots/{requested_snapshot().path.name}{path.removeprefix(root)}"


def passage_at(source: str, place: Place) -> str:
    """Return where the reader of a text shows a passage."""
    name = source.rpartition("/id/source/")[2]
    address = (
        onward(url_for("article.show", name=name), at=str(place.start))
        if name != source
        else to(place.passage)
    )
    return f"{address}#p{place.start}-{place.end}" if name != source else address


def schema(page: Page) -> dict[str, object]:
    """Return what search engines read of the page of a thing.

    Source: https://schema.org/docs/full.html
    """
    types = {
        "event": "Event",
        "dispute": "Event",
        "person": "Person",
        "organisation": "Organization",
        "state": "AdministrativeArea",
        "place": "Place",
        "facility": "Place",
        "claim": "Claim",
        "source": "CreativeWork",
        "treaty": "Legislation",
    }
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": types.get(page.kind.name, "Thing"),
        "@id": page.iri,
        "name": page.title.text,
        "description": page.summary,
    }
    same = [v.node.value for fact in page.elsewhere for v in fact.values if v.node.is_iri]
    return document | ({"sameAs": same} if same else {})


def standalone(drawn: Markup) -> Markup:
    """Return an SVG of a page as a document of its own."""
    return Markup(
        str(drawn).strip().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def foreign(language: str) -> Markup:
    """Return the attribute that marks a text of *language*, where that is not the page's own."""
    is_own = language in ("", tongue())
    return Markup("") if is_own else Markup(' lang="{}"').format(language)


def add_filters(app: Flask) -> None:
    """Give the templates their words: where an IRI is on this server, and how it is written short."""
    app.jinja_env.filters["local"] = local
    app.jinja_env.filters["short"] = lambda iri: requested_snapshot().namespace.shortened(iri)
    app.jinja_env.filters["shortened"] = lambda s: requested_snapshot().namespace.shortened_in(s)
    app.jinja_env.filters["to"] = to
    app.jinja_env.filters["onward"] = onward
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["xml"] = standalone
    app.jinja_env.globals["seen"] = seen
    app.jinja_env.globals["say"] = say
    app.jinja_env.globals["zooms"] = zooms
    app.jinja_env.globals["foreign"] = foreign
    app.jinja_env.globals["tongue"] = tongue
    app.jinja_env.globals["thousands"] = thousands
    app.jinja_env.globals["years"] = years
    app.jinja_env.globals["this_page"] = here
    app.jinja_env.globals["passage_at"] = passage_at
    app.jinja_env.globals["schema"] = schema
    app.jinja_env.globals["base"] = BASE
    app.jinja_env.globals["permanent"] = permanent
    app.jinja_env.globals["viewing"] = _viewed
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

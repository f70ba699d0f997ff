"""Lists: treaties, disputes, facilities, people, claims, sources and what else there is a kind of."""

from flask import Blueprint, Response, request

from comity.errors import BadQuery
from comity.reading import listing as lists
from comity.reading.kinds import BY_PATH
from comity.reading.listing import Listing, aspects
from comity.reading.words import say
from comity.web.addresses import local
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.representation import represent

bp = Blueprint("lists", __name__)


@bp.get(f"/<any({', '.join(BY_PATH)}):path>")
def listing(path: str) -> Response:
    """List the things of a kind, as a page or as JSON."""
    kind = BY_PATH[path]
    chosen = {a.name: request.args[a.name] for a in aspects(kind) if request.args.get(a.name)}
    found = lists.listing(reader(), kind, chosen, number())
    title = say(kind.plural)[:1].upper() + say(kind.plural)[1:]
    return represent(
        page=lambda: layout.page("list.html", listing=found, title=title, here=path),
        data=lambda: {"count": found.count, "pages": found.pages, "results": _told(found)},
    )


def number() -> int:
    """Return which page is asked for, counted from 1.

    Raises:
        BadQuery: it is no number.
    """
    given = request.args.get("page", "1")
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:6]) <= 10_000:
        raise BadQuery(f"The parameter page is {given[:20]!r}; give a number from 1 on.")
    return int(given)


def _told(found: Listing) -> list[dict[str, object]]:
    return [
        {"iri": item.iri, "label": item.name.text, "when": item.when, "url": local(item.iri)}
        for item in found.items
    ]

"""Lists: treaties, disputes, facilities, people, claims, sources and what else there is a kind of."""

from collections.abc import Mapping

from flask import Blueprint, Response, request

from comity.errors import BadQuery
from comity.reading import listing as lists
from comity.reading.facet_values import short_of
from comity.reading.kinds import BY_PATH
from comity.reading.listing import Listing, aspects
from comity.reading.words import say
from comity.web.addresses import local
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.representation import represent

bp = Blueprint("lists", __name__)
LAST = 10_000


@bp.get(f"/<any({', '.join(BY_PATH)}):path>")
def listing(path: str) -> Response:
    """List the things of a kind, as a page or as JSON."""
    kind = BY_PATH[path]
    chosen = {
        a.name: short_of(reader().namespace, request.args[a.name])
        for a in aspects(kind)
        if request.args.get(a.name)
    }
    found = lists.listing(reader(), kind, chosen, number())
    _require(found, chosen)
    title = say(kind.plural)[:1].upper() + say(kind.plural)[1:]
    return represent(
        page=lambda: layout.page("list.html", listing=found, title=title, here=path),
        data=lambda: {"count": found.count, "pages": found.pages, "results": _told(found)},
    )


def _require(found: Listing, chosen: Mapping[str, str]) -> None:
    """Refuse a value that nothing of the kind has, and a page after the last.

    Raises:
        BadQuery: it is one.
    """
    plural = found.kind.plural
    for name, value in chosen.items():
        if value not in found.offered.get(name, ()):
            raise BadQuery(
                f"The parameter {name} is {value[:100]!r}, which none of the {plural} has; take one that /{found.kind.path} lists."
            )
    if found.page > found.pages:
        raise BadQuery(
            f"The parameter page is {found.page}, and there are {found.pages}; give a number from 1 on."
        )


def number() -> int:
    """Return which page is asked for, counted from 1.

    Raises:
        BadQuery: it is no number.
    """
    given = request.args.get("page", "1")
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:6]) <= LAST:
        raise BadQuery(f"The parameter page is {given[:20]!r}; give a number from 1 to {LAST}.")
    return int(given)


def _told(found: Listing) -> list[dict[str, object]]:
    return [
        {"iri": item.iri, "label": item.name.text, "when": item.when, "url": local(item.iri)}
        for item in found.items
    ]

"""The reader of a text that is not published: where in it what is said, and how that stands."""

from collections.abc import Mapping

from flask import Blueprint, Response, current_app, request

from comity.errors import BadQuery, NotFound
from comity.reading.article import Article, Section, article, gaps, general
from comity.reading.highlights import Piece, digest, pieces
from comity.reading.names import names
from comity.reading.words import say
from comity.web.addresses import sent
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.representation import represent

bp = Blueprint("article", __name__)


@bp.get("/article/<path:name>")
def show(name: str) -> Response:
    """Show the sections and passages of a source's text."""
    asked = reader()
    iri = asked.namespace.full(f"source/{sent('/article/')}")
    found = article(asked, iri) if not set('<>"{}|^`\\ ') & set(iri) else None
    if found is None:
        raise NotFound(
            f"No passage points into a text called {name[:100]}; /sources lists the sources."
        )
    open_section = _opened(found)
    title = names(asked, [iri])[iri]
    return represent(
        page=lambda: layout.page(
            "article.html",
            article=found,
            open=open_section,
            gaps=gaps(found),
            general=general(found),
            pieces=_pieces(iri, open_section),
            iri=iri,
            name=title,
            title=say("{name}, passage by passage", name=title.text),
        ),
        data=lambda: {
            "length": found.length,
            "uncovered": found.uncovered,
            "passages": [
                {
                    "iri": p.iri,
                    "start": p.start,
                    "end": p.end,
                    "section": s.title,
                    "claims": [c.iri for c in p.claims],
                }
                for s in found.sections
                for p in s.passages
            ],
        },
    )


def _pieces(iri: str, section: Section) -> list[Piece]:
    """Return the text of *section* in pieces where the operator has given it to be read; else none."""
    given: Mapping[str, str] = current_app.extensions.get("comity.texts", {})
    text = given.get(digest(reader(), iri)) if given else None
    return pieces(text, section) if text else []


def _opened(found: Article) -> Section:
    """Return the section that has the character that the request names, else the first."""
    given = request.args.get("at", "0")
    if not given.isascii() or not given.isdecimal():
        raise BadQuery(f"The parameter at is {given[:20]!r}; give the number of a character.")
    at = int(given[:9])
    return next((s for s in found.sections if at <= s.end), found.sections[-1])

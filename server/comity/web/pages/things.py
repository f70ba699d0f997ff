"""The page of a thing, by what kind of thing it is."""

from flask import Response, request

from comity.query.term_syntax import read_term
from comity.reading import incoming
from comity.reading import page as pages
from comity.reading.names import names
from comity.reading.wording import referring
from comity.vocabulary import TERM
from comity.web.pages import layout, vocabulary
from comity.web.pages.asking import reader
from comity.web.pages.lists import number


def page(iri: str, claimed: list[str]) -> Response:
    """Show the page of *iri*, or one page of what refers to it.

    Args:
        claimed: the graphs of those who claim something of it.
    """
    if relation := request.args.get("referring"):
        return _referring(iri, relation)
    if iri.startswith(TERM) and (term_page := vocabulary.page(iri)):
        return term_page
    found = pages.read(reader(), iri, claimed)
    return layout.page("thing.html", page=found, title=found.title.opening)


def _referring(iri: str, relation: str) -> Response:
    asked, page = reader(), number()
    by = read_term(f"<{relation}>")[1:-1]
    found = incoming.page(asked, iri, by, page)
    called = names(asked, [iri, by])
    heading = referring(by.removeprefix(TERM), called[by], asked.language)
    return layout.page(
        "referring.html", iri=iri, heading=heading, name=called[iri], found=found,
        number=page, more=len(found) == incoming.PAGE, title=f"{heading}: {called[iri].text}",
    )  # fmt: skip

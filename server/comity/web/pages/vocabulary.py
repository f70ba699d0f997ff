"""The ontology for people: the whole on one page, a page a module, a page a term."""

from collections.abc import Iterable

from flask import Response, request
from pyoxigraph import Triple

from comity.query.impact import impacts
from comity.reading import terms
from comity.reading.asking import Reader, value
from comity.reading.ontology import Ontology, of_snapshot, stated
from comity.reading.whole import whole
from comity.reading.words import say
from comity.vocabulary import TERM
from comity.web.negotiation import requested_snapshot
from comity.web.pages import layout
from comity.web.pages.asking import reader

MODULE = "SELECT ?title ?about WHERE { <%s> a owl:Ontology OPTIONAL { <%s> dcterms:title ?title } OPTIONAL { <%s> dcterms:description ?about } }"


def page(iri: str) -> Response | None:
    """Show the ontology, a module or a term; None where *iri* is none of these."""
    asked = reader()
    if iri == TERM:
        return _whole(asked, "", say("Ontology"), "")
    if found := asked.rows(MODULE % (iri, iri, iri)):
        return _whole(
            asked, iri, value(found[0], "title") or say("Ontology"), value(found[0], "about")
        )
    term_page = terms.term_page(asked, known_terms(asked), iri, impacts(requested_snapshot().path))
    return (
        layout.page("term.html", page=term_page, title=term_page.name.text, here="ontology")
        if term_page
        else None
    )


def known_terms(asked: Reader) -> Ontology:
    """Return what the ontology of this request's snapshot states, which no view changes."""
    return of_snapshot(asked, requested_snapshot().path.name)


def release(name: str, triples: Iterable[Triple]) -> Response:
    """Show the ontology in the version *name*, which its *triples* state; names of terms lead to what they are now."""
    found = whole(stated(reader().language, triples))
    title = say("Ontology, version {version}", version=name)
    return layout.page(
        "ontology.html", full=True, whole=found, title=title, about="", module="", version=name,
        here="ontology",
    )  # fmt: skip


def _whole(asked: Reader, module: str, title: str, about: str) -> Response:
    found = whole(known_terms(asked), module)
    return layout.page(
        "ontology.html",
        full=bool(module or request.args.get("full")),
        whole=found,
        title=title,
        about=about,
        module=module,
        here="ontology",
    )

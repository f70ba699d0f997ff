"""The ontology for people: the whole on one page, a page a module, a page a term."""

from flask import Response

from comity.query.impact import impacts
from comity.reading import terms
from comity.reading.asking import Reader, value
from comity.vocabulary import TERM
from comity.web.negotiation import engine
from comity.web.pages import layout
from comity.web.pages.asking import reader

MODULE = "SELECT ?title ?about WHERE { <%s> a owl:Ontology OPTIONAL { <%s> dcterms:title ?title } OPTIONAL { <%s> dcterms:description ?about } }"


def page(iri: str) -> Response | None:
    """Show the ontology, a module or a term; None where *iri* is none of these."""
    asked = reader()
    if iri == TERM:
        return _whole(asked, "", "Ontology", "")
    if found := asked.rows(MODULE % (iri, iri, iri)):
        return _whole(asked, iri, value(found[0], "title") or "Ontology", value(found[0], "about"))
    told = terms.term_page(asked, iri, impacts(engine().snapshot.path))
    return (
        layout.page("term.html", page=told, title=told.name.text, here="ontology") if told else None
    )


def _whole(asked: Reader, module: str, title: str, about: str) -> Response:
    found = terms.whole(asked, module)
    return layout.page(
        "ontology.html", whole=found, title=title, about=about, module=module, here="ontology"
    )

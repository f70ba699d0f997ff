"""Everything that is said of a thing, triple by triple: for whoever wants the data as they are."""

from flask import Response

from comity.reading.asking import value
from comity.reading.names import names
from comity.vocabulary import COPIES
from comity.web.pages import layout
from comity.web.pages.asking import reader

SAID = """
SELECT ?p ?o ?graph WHERE {
  <%(iri)s> ?p ?o OPTIONAL { GRAPH ?graph { <%(iri)s> ?p ?o } FILTER(?graph NOT IN (%(copies)s)) }
} ORDER BY ?p ?o ?graph LIMIT 2000"""


def page(iri: str, claimed: list[str]) -> Response:
    """Show the triples of *iri* with the graph that each stands in, or that it is inferred."""
    asked = reader()
    copies = ", ".join(f"<{copy}>" for copy in COPIES)
    rows = asked.rows(SAID % {"iri": iri, "copies": copies})
    iris = [value(row, name) for row in rows for name in ("p", "o") if row[name].is_iri]
    called = names(asked, [iri, *iris])
    return layout.page("triples.html", iri=iri, rows=rows, names=called, title=called[iri].text)

"""What stands around a thing: what it leads to and what leads to it, as a small graph."""

from comity.reading.asking import Reader, value
from comity.reading.graph import Edge, Graph, draw
from comity.reading.names import names
from comity.reading.wording import heading
from comity.vocabulary import ASSERTED, TERM

AROUND = f"""
SELECT DISTINCT ?p ?o ?is_back ?asserted WHERE {{
  {{ <%(iri)s> ?p ?o }} UNION {{ ?o ?p <%(iri)s> BIND(true AS ?is_back) }}
  FILTER(isIRI(?o) && STRSTARTS(STR(?p), "{TERM}") && (%(is_thing)s))
  FILTER(?p NOT IN (comity:reportedBy, comity:evidencedBy, comity:supportedBy, comity:aboutEntity, comity:inContext, comity:reviews, comity:statedIn, comity:passageOf))
  FILTER NOT EXISTS {{ ?o a comity:Passage }}
  BIND(EXISTS {{ GRAPH <{ASSERTED}> {{ {{ <%(iri)s> ?p ?o }} UNION {{ ?o ?p <%(iri)s> }} }} }} AS ?asserted)
}} ORDER BY DESC(?asserted) ?p ?o LIMIT 200"""
MOST = 22
"""More things than that around one are no picture."""


def around(reader: Reader, iri: str) -> tuple[Graph | None, int]:
    """Return the picture of what is stated around *iri*, and how many things were left out of it.

    Where two relations say the same of two things, the one that the files state is drawn.
    """
    rows = reader.rows(AROUND % {"iri": iri, "is_thing": reader.namespace.is_thing("?o")})
    first: dict[str, tuple[str, bool, bool]] = {}
    for row in rows:
        link = (value(row, "p"), "is_back" in row, value(row, "asserted") == "true")
        first.setdefault(value(row, "o"), link)
    shown = list(first)[:MOST]
    called = names(reader, [iri, *shown, *(first[o][0] for o in shown)])
    edges = []
    for other in shown:
        relation, is_back, is_asserted = first[other]
        label = heading(relation.removeprefix(TERM), called[relation], reader.language)
        tail, head = (other, iri) if is_back else (iri, other)
        edges.append(Edge(tail, head, label, not is_asserted))
    return draw(edges, called, iri), len(first) - len(shown)

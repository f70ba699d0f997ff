"""What refers to a thing: grouped by how, counted, paged."""

from collections.abc import Iterable
from dataclasses import dataclass

from comity.reading.asking import Reader, listed, value
from comity.reading.names import Name, names
from comity.reading.wording import referring
from comity.vocabulary import OA, OWL, SKOS, TERM

FIRST, PAGE = 6, 50
COUNTED = """
SELECT ?p (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s ?p <%s> FILTER(isIRI(?s)) } GROUP BY ?p"""
INVERSE = """
SELECT ?p ?inverse ?broader WHERE {
  VALUES ?p { %s }
  OPTIONAL { { ?p owl:inverseOf|^owl:inverseOf ?inverse } UNION { ?p a owl:SymmetricProperty BIND(?p AS ?inverse) } }
  OPTIONAL { ?p rdfs:subPropertyOf ?broader FILTER(?broader != ?p) }
}"""
FIRST_OF_EACH = "{ SELECT DISTINCT ?p ?s WHERE { VALUES ?p { <%s> } ?s ?p <%s> FILTER(isIRI(?s)) } ORDER BY ?s LIMIT %d }"
SOME = """
SELECT DISTINCT ?s WHERE { ?s <%s> <%s> FILTER(isIRI(?s)) } ORDER BY ?s LIMIT %d OFFSET %d"""
HIDDEN = {
    TERM + "evidencedBy", OA + "hasSource", SKOS + "example", OWL + "hasValue",
    TERM + "inContext", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", OWL + "annotatedTarget",
}  # fmt: skip

PARTS = {TERM + name for name in ("party", "office", "membershipIn", "hasParticipation")}
"""What a table of the page tells better."""


@dataclass(frozen=True, slots=True)
class Group:
    """Those that refer to a thing by one relation: how many, and the first of them."""

    relation: str
    heading: str
    count: int
    shown: tuple[tuple[str, Name], ...]


def groups(reader: Reader, iri: str, outgoing: set[str], is_term: bool = False) -> list[Group]:
    """Return what refers to *iri*, the largest groups last; what the page tells the other way round is left out.

    Args:
        outgoing: the relations that lead from the thing.
        is_term: whether it is a term, whose uses are told in another way.
    """
    counts = {value(row, "p"): int(value(row, "count")) for row in reader.rows(COUNTED % iri)}
    counts = {p: n for p, n in counts.items() if p and p not in HIDDEN}
    if is_term:
        return []
    inverses, broader = _related(reader, counts)
    wider = {b for p in counts for b in broader.get(p, ()) if p not in broader.get(b, ())}
    left = {
        p: n
        for p, n in counts.items()
        if not inverses.get(p, set()) & outgoing and p not in wider | PARTS
    }
    called = names(reader, left)
    first = _first(reader, iri, left)
    shown = names(reader, [s for found in first.values() for s in found])
    found = [
        Group(
            p,
            referring(p.removeprefix(TERM), called[p], reader.language),
            n,
            tuple((s, shown[s]) for s in first[p]),
        )
        for p, n in left.items()
    ]
    return sorted(found, key=lambda group: (group.count, group.heading))


def page(reader: Reader, iri: str, relation: str, number: int) -> list[tuple[str, Name]]:
    """Return one page of those that refer to *iri* by *relation*; pages count from 1."""
    found = _some(reader, iri, relation, PAGE, PAGE * (number - 1))
    called = names(reader, found)
    return [(s, called[s]) for s in found]


def _first(reader: Reader, iri: str, relations: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {relation: [] for relation in relations}
    each = " UNION ".join(FIRST_OF_EACH % (relation, iri, FIRST) for relation in found)
    for row in reader.rows(f"SELECT ?p ?s WHERE {{ {each} }}") if found else ():
        if not reader.namespace.is_graph(value(row, "s")):
            found[value(row, "p")].append(value(row, "s"))
    return {relation: sorted(iris) for relation, iris in found.items()}


def _some(reader: Reader, iri: str, relation: str, limit: int, after: int) -> list[str]:
    return [
        value(row, "s")
        for row in reader.rows(SOME % (relation, iri, limit, after))
        if not reader.namespace.is_graph(value(row, "s"))
    ]


def _related(
    reader: Reader, relations: dict[str, int]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    inverses: dict[str, set[str]] = {}
    broader: dict[str, set[str]] = {}
    for row in reader.rows(INVERSE % listed(relations)) if relations else ():
        inverses.setdefault(value(row, "p"), set()).add(value(row, "inverse"))
        broader.setdefault(value(row, "p"), set()).add(value(row, "broader"))
    return inverses, broader

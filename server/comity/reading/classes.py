"""The most particular classes of things: those below which a thing is in no other."""

from collections.abc import Iterable

from comity.reading.asking import Reader, listed, value

TYPES = "SELECT ?s ?class WHERE { VALUES ?s { %s } ?s a ?class FILTER(isIRI(?class)) }"
BROADER = "SELECT ?narrow ?wide WHERE { ?narrow rdfs:subClassOf ?wide FILTER(isIRI(?narrow) && isIRI(?wide) && ?narrow != ?wide) }"


def particular(reader: Reader, iris: Iterable[str]) -> dict[str, list[str]]:
    """Return the classes of each of *iris* below which it is in no other, in the order of their IRIs."""
    wanted = listed(iris)
    types: dict[str, set[str]] = {}
    for row in reader.rows(TYPES % wanted) if wanted else ():
        types.setdefault(value(row, "s"), set()).add(value(row, "class"))
    wider: dict[str, set[str]] = {}
    for row in reader.rows(BROADER) if types else ():
        wider.setdefault(value(row, "narrow"), set()).add(value(row, "wide"))
    return {iri: _lowest(found, wider) for iri, found in types.items()}


def _lowest(types: set[str], wider: dict[str, set[str]]) -> list[str]:
    above = {wide for one in types for wide in wider.get(one, ()) if one not in wider.get(wide, ())}
    return sorted(types - above)

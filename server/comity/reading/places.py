"""Where things are, as far as it is known: points, and things that are only known to be near one."""

import re
from dataclasses import dataclass

from comity.reading.asking import Reader, value
from comity.reading.names import Name, names

POINTS = """
SELECT ?place ?wkt WHERE { ?place geo:hasGeometry/geo:asWKT ?wkt FILTER(CONTAINS(STR(?wkt), "POINT")) }
ORDER BY ?place LIMIT 2000"""
NEAR = """
SELECT DISTINCT ?thing ?place ?relation WHERE {
  VALUES ?relation { comity:nearestTown comity:locatedIn comity:hasPlace comity:signedAt }
  ?thing ?relation ?place . ?place geo:hasGeometry ?geometry
} ORDER BY ?relation ?thing LIMIT 2000"""
POINT = re.compile(r"POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.IGNORECASE)
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its position, longitude first, and what is there or near.

    Attributes:
        near: things that are known only to be near it.
        there: things that took place or were signed there.
    """

    iri: str
    name: Name
    position: Position
    near: tuple[tuple[str, Name], ...]
    there: tuple[tuple[str, Name], ...]


def spots(reader: Reader) -> list[Spot]:
    """Return the places that have a point."""
    points: dict[str, Position] = {}
    for row in reader.rows(POINTS):
        if found := POINT.search(value(row, "wkt")):
            points[value(row, "place")] = (float(found[1]), float(found[2]))
    near: dict[str, list[str]] = {}
    there: dict[str, list[str]] = {}
    for row in reader.rows(NEAR):
        lists = near if value(row, "relation").endswith("nearestTown") else there
        lists.setdefault(value(row, "place"), []).append(value(row, "thing"))
    things = [iri for lists in (near, there) for found in lists.values() for iri in found]
    called = names(reader, [*points, *things])

    def named(iris: list[str]) -> tuple[tuple[str, Name], ...]:
        return tuple((iri, called[iri]) for iri in iris if not called[iri].is_made)

    return [
        Spot(iri, called[iri], at, named(near.get(iri, [])), named(there.get(iri, [])))
        for iri, at in points.items()
    ]

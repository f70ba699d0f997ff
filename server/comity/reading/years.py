"""Cooperation and conflict by year: how many events of which class began in it."""

from collections import Counter
from dataclasses import dataclass

from comity.reading.asking import Reader, value
from comity.reading.names import Name, names

QUESTION = """
SELECT ?class ?year (COUNT(DISTINCT ?event) AS ?count) WHERE {
  ?event a comity:Event ; comity:quadClass ?class ; comity:beginEarliest ?earliest ; comity:beginLatest ?latest
  FILTER(YEAR(?earliest) = YEAR(?latest)) BIND(YEAR(?earliest) AS ?year)
} GROUP BY ?class ?year ORDER BY ?class ?year"""
WIDTH, HEIGHT, LEFT = 1180, 150, 24


@dataclass(frozen=True, slots=True)
class Block:
    """So many events of a class in a year: up from the axis for cooperation, down for conflict."""

    year: int
    iri: str
    name: Name
    count: int
    x: float
    y: float
    width: float
    height: float
    is_conflict: bool
    is_deed: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """The picture of it."""

    width: float
    height: float
    axis: float
    blocks: tuple[Block, ...]
    ticks: tuple[tuple[int, float], ...]


def balance(reader: Reader) -> Balance | None:
    """Return cooperation and conflict by year; None where no event has a class."""
    rows = [
        (value(r, "class"), int(value(r, "year")), int(value(r, "count")))
        for r in reader.rows(QUESTION)
    ]
    if not rows:
        return None
    called = names(reader, {iri for iri, _, _ in rows})
    first, last = min(y for _, y, _ in rows), max(y for _, y, _ in rows)
    wide = (WIDTH - 2 * LEFT) / (last - first + 1)
    ups, downs = _tallest(rows, False), _tallest(rows, True)
    unit = min(14.0, (HEIGHT - 30) / max(ups + downs, 1))
    axis = 6 + ups * unit
    filled: Counter[tuple[int, bool]] = Counter()
    blocks = []
    for iri, year, count in sorted(rows, key=lambda row: ("Material" not in row[0], row)):
        bad = "Conflict" in iri
        start = filled[year, bad]
        filled[year, bad] += count
        y = axis + start * unit + 1 if bad else axis - (start + count) * unit
        x = LEFT + (year - first) * wide
        blocks.append(
            Block(
                year,
                iri,
                called[iri],
                count,
                round(x + 2, 1),
                round(y, 1),
                round(max(min(wide - 4, 40), 1), 1),
                round(count * unit - 1, 1),
                bad,
                "Material" in iri,
            )
        )
    step = max(1, round((last - first + 1) / 12))
    ticks = tuple(
        (y, round(LEFT + (y - first) * wide + 2, 1))
        for y in range(first, last + 1)
        if y % step == 0
    )
    return Balance(WIDTH, round(axis + downs * unit + 24), axis, tuple(blocks), ticks)


def _tallest(rows: list[tuple[str, int, int]], conflict: bool) -> int:
    counts: Counter[int] = Counter()
    for iri, year, count in rows:
        if ("Conflict" in iri) == conflict:
            counts[year] += count
    return max(counts.values(), default=0)

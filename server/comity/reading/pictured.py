"""Any answer as a picture, where its rows have what one needs: dates, places, pairs of things, or numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.reading import graph, timeline
from comity.reading import map as maps
from comity.reading.asking import Reader, Row
from comity.reading.dates import Span, read_day
from comity.reading.moments import Moment
from comity.reading.names import Name, names
from comity.reading.places import spots
from comity.reading.rows import BOUNDS, heading, span

KINDS = ("table", "timeline", "map", "graph", "bar")
MOST_PLACES, MOST_EDGES, MOST_BARS = 300, 150, 60


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars beside each other: a label, a number, and how long the bar is, in per cent of the longest."""

    measure: str
    rows: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an answer, by what kind it is of."""

    kind: str
    drawing: object


def choices(variables: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the kinds of pictures that an answer can be looked at as."""
    things, numbers, days = (
        _things(variables, rows),
        _numbers(variables, rows),
        _days(variables, rows),
    )
    found = ["table"]
    found += ["timeline"] if things and days else []
    found += (
        ["map"]
        if things or any(_is_point(row.get(v)) for row in rows[:5] for v in variables)
        else []
    )
    found += ["graph"] if len(things) > 1 else []
    found += ["bar"] if numbers and len(variables) > 1 else []
    return tuple(found) if rows else ("table",)


def picture(
    reader: Reader,
    kind: str,
    variables: Sequence[str],
    rows: Sequence[Row],
    columns: Mapping[str, str],
) -> Picture | None:
    """Draw an answer; None where its rows have not what that takes.

    Args:
        columns: which variable plays which part: `thing`, `begin`, `end`, `from`, `to`, `label`, `number`.
    """
    makers = {"timeline": _timeline, "map": _map, "graph": _graph, "bar": _bars}
    drawn = makers[kind](reader, variables, rows, columns) if kind in makers and rows else None
    return Picture(kind, drawn) if drawn else None


def _things(variables: Sequence[str], rows: Sequence[Row]) -> list[str]:
    return [
        v
        for v in variables
        if (found := [r[v] for r in rows[:50] if v in r]) and all(n.is_iri for n in found)
    ]


def _of_type(variables: Sequence[str], rows: Sequence[Row], types: tuple[str, ...]) -> list[str]:
    def fits(variable: str) -> bool:
        found = [row[variable] for row in rows[:50] if variable in row]
        return bool(found) and all(n.datatype.rpartition("#")[2] in types for n in found)

    return [v for v in variables if fits(v)]


def _numbers(variables: Sequence[str], rows: Sequence[Row]) -> list[str]:
    return _of_type(
        variables, rows, ("integer", "decimal", "double", "float", "nonNegativeInteger")
    )


def _days(variables: Sequence[str], rows: Sequence[Row]) -> list[str]:
    return _of_type(variables, rows, ("date", "dateTime"))


def _is_point(node: object) -> bool:
    return "POINT" in getattr(node, "value", "")[:60].upper()


def _timeline(
    reader: Reader, variables: Sequence[str], rows: Sequence[Row], columns: Mapping[str, str]
) -> object:
    thing = columns.get("thing") or next(iter(_things(variables, rows)), "")
    days = _days(variables, rows)
    begin, end = columns.get("begin") or next(iter(days), ""), columns.get("end", "")
    if not thing or not days:
        return None
    called = names(reader, [row[thing].value for row in rows if thing in row])
    found: dict[str, Moment] = {}
    for row in rows:
        found_span = span(row) if set(BOUNDS) & set(row) else _days_of(row, begin, end)
        if thing in row and found_span.is_known:
            iri = row[thing].value
            found.setdefault(iri, Moment(iri, "events", called[iri], found_span, goes_on=False))
    return timeline.draw(list(found.values()), reader.today) if found else None


def _days_of(row: Row, begin: str, end: str) -> Span:
    one = read_day(row[begin].value) if begin in row else None
    other = read_day(row[end].value) if end and end in row else None
    return Span(one, one, other, other)


def _map(
    reader: Reader, variables: Sequence[str], rows: Sequence[Row], columns: Mapping[str, str]
) -> object:
    named = {row[v].value for row in rows for v in _things(variables, rows) if v in row}
    found = [
        s
        for s in spots(reader)
        if s.iri in named or named & {iri for iri, _ in (*s.near, *s.there)}
    ]
    return maps.draw(found[:MOST_PLACES], 1180, 620)


def _graph(
    reader: Reader, variables: Sequence[str], rows: Sequence[Row], columns: Mapping[str, str]
) -> object:
    things = _things(variables, rows)
    one = columns.get("from") or next(iter(things), "")
    other = columns.get("to") or next((v for v in things if v != one), "")
    if not one or not other:
        return None
    edges = [
        graph.Edge(r[one].value, r[other].value, heading(other))
        for r in rows
        if one in r and other in r
    ]
    called = names(reader, {iri for edge in edges for iri in (edge.tail, edge.head)})
    return graph.draw(list(dict.fromkeys(edges))[:MOST_EDGES], called)


def _bars(
    reader: Reader, variables: Sequence[str], rows: Sequence[Row], columns: Mapping[str, str]
) -> object:
    numbers = _numbers(variables, rows)
    number = columns.get("number") or next(iter(reversed(numbers)), "")
    labels = (
        [columns["label"]] if "label" in columns else [v for v in variables if v not in numbers][:2]
    )
    if not number or not labels:
        return None
    called = names(
        reader, {row[v].value for row in rows for v in labels if v in row and row[v].is_iri}
    )
    bars = [
        (_label(row, labels, called), float(row[number].value))
        for row in rows[:MOST_BARS]
        if number in row
    ]
    largest = max((abs(n) for _, n in bars), default=0) or 1
    return Bars(
        heading(number),
        tuple((label, f"{n:,g}", round(100 * abs(n) / largest, 1)) for label, n in bars),
    )


def _label(row: Row, labels: list[str], called: dict[str, Name]) -> str:
    found = (row[v] for v in labels if v in row)
    return " · ".join(called[n.value].text if n.is_iri else n.value for n in found)

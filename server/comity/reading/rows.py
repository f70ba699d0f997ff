"""An answer as people read one: names for IRIs, dates and numbers in words, no column twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.reading.asking import Node, Reader, Row
from comity.reading.dates import Span, read_day, when
from comity.reading.facts import spoken
from comity.reading.names import Name, names
from comity.vocabulary import PREFIXES

SHOWN = 200
BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
GEOMETRY = PREFIXES["geo"] + "wktLiteral"
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a thing by its name, or words; nothing where neither is there."""

    node: Node | None
    name: Name | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A table that is made of an answer.

    Attributes:
        count: how many rows the answer has, of which the first are shown.
        same: what holds of all rows, told once: headings and cells.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    same: tuple[tuple[str, Cell], ...] = ()


def heading(variable: str) -> str:
    """Return the name of a variable as words."""
    words = CAMEL.sub(" ", variable).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def tabulate(
    reader: Reader, variables: Sequence[str], rows: Sequence[Row], given: Mapping[str, str]
) -> Answer:
    """Make a table of an answer.

    Args:
        given: the arguments of the question, which every row repeats.
    """
    shown = rows[:SHOWN]
    called = names(reader, {n.value for row in shown for n in row.values() if n.is_iri})
    has_bounds = "beginEarliest" in variables and len(set(BOUNDS) & set(variables)) > 1
    columns = [v for v in variables if not (has_bounds and v in BOUNDS)]
    columns = [v for v in columns if not _is_geometry(v, shown)]
    columns = [v for v in columns if not _repeats(v, columns, shown, called)]
    constant = [
        v
        for v in columns
        if len(shown) > 1 and v in given and len({row.get(v) for row in shown}) == 1
    ]
    same = tuple((heading(v), _cell(shown[0].get(v), called)) for v in constant if v in shown[0])
    columns = [
        v for v in columns if v not in constant and any(v in row for row in shown)
    ] or columns
    headings = [heading(v) for v in columns]
    table = [[_cell(row.get(v), called) for v in columns] for row in shown]
    if has_bounds:
        headings.append("When")
        for cells, row in zip(table, shown, strict=True):
            cells.append(Cell(None, None, when(span(row))))
    return Answer(tuple(headings), tuple(map(tuple, table)), len(rows), same)


def cells(reader: Reader, nodes: Sequence[Node]) -> list[Cell]:
    """Return what stands for each of *nodes*: things by their names, literals in words."""
    called = names(reader, {node.value for node in nodes if node.is_iri})
    return [_cell(node, called) for node in nodes]


def span(row: Row) -> Span:
    """Return the span that the bounds in *row* tell."""
    return Span(*(read_day(row[name].value) if name in row else None for name in BOUNDS))


def _is_geometry(variable: str, rows: Sequence[Row]) -> bool:
    """Tell whether a column has only geometries, which a reader looks at on a map."""
    found = [row[variable] for row in rows if variable in row]
    return bool(found) and all(node.datatype == GEOMETRY for node in found)


def _repeats(
    variable: str, columns: list[str], rows: Sequence[Row], called: dict[str, Name]
) -> bool:
    """Tell whether a column only says what a thing beside it is called."""
    pairs = [row for row in rows if variable in row]
    if not pairs or any(row[variable].is_iri for row in pairs):
        return False
    others = [
        v for v in columns if v != variable and all(row[v].is_iri for row in pairs if v in row)
    ]
    return any(
        all(v in row and called[row[v].value].text == row[variable].value for row in pairs)
        for v in others
    )


def _cell(node: Node | None, called: dict[str, Name]) -> Cell:
    if node is None:
        return Cell(None)
    if node.is_iri:
        return Cell(node, called[node.value])
    return Cell(node, None, spoken(node))

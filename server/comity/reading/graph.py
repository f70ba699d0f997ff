"""A small graph in layers: boxes that lead to pages, lines with the words of the relation.

Source: Sugiyama, Tagawa, Toda, Methods for visual understanding of hierarchical system structures (1981)
https://doi.org/10.1109/TSMC.1981.4308636
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.reading.names import Name

try:
    import fast_sugiyama
except ImportError:  # it has no wheel for some machines
    fast_sugiyama = None  # type: ignore[assignment]

WIDE, TALL, ACROSS, LETTERS = 176, 40, 200, 26


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from one thing to another, in words."""

    tail: str
    head: str
    label: str
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A thing in the picture, its name in lines."""

    iri: str
    name: Name
    x: float
    y: float
    lines: tuple[str, ...]
    is_centre: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line from box to box, as the data of an SVG path, and its words with where they stand."""

    path: str
    label: str
    x: float
    y: float
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(edges: Sequence[Edge], called: dict[str, Name], centre: str = "") -> Graph | None:
    """Lay *edges* out in layers from left to right; None where there are none."""
    pairs = [(edge.tail, edge.head) for edge in edges if edge.tail != edge.head]
    if not pairs:
        return None
    at = _positions(pairs)
    left, top = min(x for x, _ in at.values()), min(y for _, y in at.values())
    places = {iri: (round(x - left + 4, 1), round(y - top + 16, 1)) for iri, (x, y) in at.items()}
    boxes = tuple(
        Box(iri, called[iri], x, y, _lines(called[iri].text), iri == centre)
        for iri, (x, y) in places.items()
    )
    labels: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.tail != edge.head:
            labels[edge.tail, edge.head].append(edge)
    lines = tuple(_line(places[a], places[b], found, centre) for (a, b), found in labels.items())
    width = max(x for x, _ in places.values()) + WIDE + 4
    return Graph(width, max(y for _, y in places.values()) + TALL + 8, boxes, lines)


def _positions(pairs: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return where each thing is: layers are columns, so that names have room."""
    if fast_sugiyama is None:
        return _columns(pairs)
    numbers = {iri: n for n, iri in enumerate(dict.fromkeys(iri for pair in pairs for iri in pair))}
    found: Any = fast_sugiyama.from_edges([(numbers[a], numbers[b]) for a, b in pairs])
    laid: dict[int, tuple[float, float]] = found.align_layouts_horizontal().to_dict()
    layers = sorted({y for _, y in laid.values()}, reverse=True)
    unit = _unit(laid)
    return {
        iri: (layers.index(laid[n][1]) * (ACROSS + 90), laid[n][0] / unit * (TALL + 14))
        for iri, n in numbers.items()
    }


def _unit(laid: dict[int, tuple[float, float]]) -> float:
    """Return the least distance of two things in one layer."""
    layers: dict[float, list[float]] = defaultdict(list)
    for x, y in laid.values():
        layers[y].append(x)
    gaps = [
        b - a
        for xs in layers.values()
        for a, b in zip(sorted(xs), sorted(xs)[1:], strict=False)
        if b > a
    ]
    return min(gaps, default=1.0)


def _columns(pairs: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Put tails in one column and heads in another, for where nothing lays them out better."""
    tails = list(dict.fromkeys(a for a, _ in pairs))
    heads = list(dict.fromkeys(b for _, b in pairs if b not in tails))
    at = {iri: (0.0, n * float(TALL + 14)) for n, iri in enumerate(tails)}
    return at | {iri: (float(ACROSS + 90), n * float(TALL + 14)) for n, iri in enumerate(heads)}


def _lines(text: str) -> tuple[str, ...]:
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > LETTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    short = [line if len(line) <= LETTERS else line[: LETTERS - 1] + "…" for line in lines]
    return tuple(short) if len(short) < 3 else (short[0], short[1][: LETTERS - 2] + " …")


def _line(
    one: tuple[float, float], other: tuple[float, float], edges: list[Edge], centre: str
) -> Line:
    """Draw a line, with its words near the end that is not the centre."""
    is_forward = other[0] >= one[0]
    x1, x2 = (one[0] + WIDE, other[0]) if is_forward else (one[0], other[0] + WIDE)
    y1, y2 = one[1] + TALL / 2, other[1] + TALL / 2
    middle = (x1 + x2) / 2
    label = ", ".join(dict.fromkeys(edge.label for edge in edges))
    label = label if len(label) < 22 else label[:20] + "…"
    path = f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
    return Line(
        path,
        label,
        round(x1 + 42 if edges[0].head == centre else x2 - 42, 1),
        round((y1 if edges[0].head == centre else y2) - 5, 1),
        all(e.is_inferred for e in edges),
    )

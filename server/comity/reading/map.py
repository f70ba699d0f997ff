"""A map of land and water, which draws no border: where things are, and where only the town nearby is known."""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from comity.reading.places import Position, Spot
from comity.reading.projection import Conic, around, clipped

LAND = Path(__file__).with_name("land.json.gz")
"""Natural Earth's land in rings of longitude and latitude, made when the package is built; a map is drawn without it too."""
MARGIN = 0.14


@dataclass(frozen=True, slots=True)
class Label:
    """Where a spot is in the picture, and where its name stands."""

    spot: Spot
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Map:
    """The picture: its size, the land as the data of an SVG path, labels, and outlines that things are stated to have."""

    width: int
    height: int
    land: str
    labels: tuple[Label, ...]
    has_land: bool


def draw(
    found: list[Spot],
    width: int = 1180,
    height: int = 720,
    *,
    coarse: bool = False,
) -> Map | None:
    """Lay out a map of *found*; None where nothing has a position.

    Args:
        coarse: whether the land is drawn in fewer points, for a small picture.
    """
    if not found:
        return None
    positions = [spot.position for spot in found]
    project = around(positions)
    plane = [project(p) for p in positions]
    frame = _frame(plane, width, height)
    land = _land(project, frame, width, height, 1.6 if coarse else 0.7)
    places = [(spot, *_at(p, frame, width, height)) for spot, p in zip(found, plane, strict=True)]
    return Map(width, height, land, tuple(_labels(places, width)), LAND.exists())


Frame = tuple[float, float, float, float]


def _frame(plane: list[Position], width: int, height: int) -> Frame:
    """Return the box of the plane that has all of it, with a margin, in the shape of the picture."""
    west, east = min(x for x, _ in plane), max(x for x, _ in plane)
    north, south = min(y for _, y in plane), max(y for _, y in plane)
    wide, tall = (
        max(east - west, 0.02) * (1 + 2 * MARGIN),
        max(south - north, 0.02) * (1 + 2 * MARGIN),
    )
    if wide / tall < width / height:
        wide = tall * width / height
    else:
        tall = wide * height / width
    x, y = (west + east) / 2, (north + south) / 2
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def _at(position: Position, frame: Frame, width: int, height: int) -> tuple[float, float]:
    west, north, east, south = frame
    return (
        round((position[0] - west) / (east - west) * width, 1),
        round((position[1] - north) / (south - north) * height, 1),
    )


@lru_cache(maxsize=16)
def _land(project: Conic, frame: Frame, width: int, height: int, fineness: float) -> str:
    """Return the land within *frame* as the data of a path; *fineness* is the least step, in units of the picture."""
    if not LAND.exists():
        return ""
    parts = []
    window = _window(project)
    for ring, box in land():
        if not _overlap(box, window) or len(near := clipped(ring, window)) < 3:
            continue
        plane = [project(p) for p in near]
        inside = clipped(plane, frame)
        if len(inside) > 2:
            points = _thinned([_at(p, frame, width, height) for p in inside], fineness)
            if len(points) > 2:
                parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)


def _window(project: Conic) -> Frame:
    """Return the degrees beyond which nothing can be in the picture, for a map of less than a hemisphere.

    It is wide, for a narrow one has edges that the cone bends into the picture as water that is none.
    """
    tall = max(project.north - project.south, 1) * 1.5
    wide = max(tall * 3, 25)
    return (
        project.longitude - wide,
        project.latitude - tall * 2 - 8,
        project.longitude + wide,
        min(project.latitude + tall * 2 + 8, 85),
    )


def _thinned(points: list[Position], least: float) -> list[Position]:
    kept = points[:1]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= least:
            kept.append(point)
    return kept


@lru_cache(maxsize=1)
def land() -> list[tuple[list[Position], Frame]]:
    """Return the rings of the land, each with the box that it lies in."""
    with gzip.open(LAND, "rt", encoding="utf-8") as file:
        rings = json.load(file)
    return [(ring, _box(ring)) for ring in rings]


def _box(ring: list[Position]) -> Frame:
    across, up = [p[0] for p in ring], [p[1] for p in ring]
    return min(across), min(up), max(across), max(up)


def _labels(places: list[tuple[Spot, float, float]], width: int) -> list[Label]:
    """Put each name beside its spot, where it lies on no other as far as there is room."""
    taken: list[tuple[float, float, float, float]] = [
        (x - 5, y - 5, x + 5, y + 5) for _, x, y in places
    ]
    found = []
    for spot, x, y in sorted(places, key=lambda place: (place[2], place[1])):
        wide = len(spot.name.text) * 6.6
        away = 13 if spot.near else 8
        offers = [
            (x + away, y + 4, "start"),
            (x - away, y + 4, "end"),
            (x + 6, y - 7, "start"),
            (x + 6, y + 15, "start"),
            (x - 6, y - 7, "end"),
            (x - 6, y + 15, "end"),
        ]
        boxes = [
            (
                (lx if a == "start" else lx - wide),
                ly - 10,
                (lx + wide if a == "start" else lx),
                ly + 3,
            )
            for lx, ly, a in offers
        ]
        best = next(
            (
                n
                for n, box in enumerate(boxes)
                if box[0] >= 0 and box[2] <= width and not any(_overlap(box, t) for t in taken)
            ),
            0,
        )
        taken.append(boxes[best])
        lx, ly, anchor = offers[best]
        found.append(Label(spot, x, y, round(lx, 1), round(ly, 1), anchor))
    return found


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

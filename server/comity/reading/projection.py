"""From longitude and latitude to a plane, and what lies within a box of it.

Sources: Snyder, Map Projections, USGS Professional Paper 1395 (1987), §14 Albers equal-area conic;
Sutherland and Hodgman, Reentrant polygon clipping (1974), https://doi.org/10.1145/360767.360802
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Conic:
    """Albers' equal-area conic projection around a centre, with two standard parallels; angles in degrees."""

    longitude: float
    latitude: float
    south: float
    north: float

    def __call__(self, position: Position) -> Position:
        """Return x to the east and y to the south of the centre, in radii of the Earth."""
        n = (sin(radians(self.south)) + sin(radians(self.north))) / 2 or 1e-6
        c = cos(radians(self.south)) ** 2 + 2 * n * sin(radians(self.south))
        centre = sqrt(max(c - 2 * n * sin(radians(self.latitude)), 0)) / n
        away = (position[0] - self.longitude + 180) % 360 - 180
        radius = sqrt(max(c - 2 * n * sin(radians(position[1])), 0)) / n
        angle = n * radians(away)
        return radius * sin(angle), radius * cos(angle) - centre


def around(positions: Sequence[Position]) -> Conic:
    """Return the projection that fits *positions*."""
    longitudes, latitudes = [p[0] for p in positions], [p[1] for p in positions]
    low, high = min(latitudes), max(latitudes)
    sixth = max((high - low) / 6, 0.5)
    return Conic(
        (min(longitudes) + max(longitudes)) / 2, (low + high) / 2, low + sixth, high - sixth
    )


def clipped(ring: Sequence[Position], box: tuple[float, float, float, float]) -> list[Position]:
    """Return what of *ring* lies in *box*: west, north, east, south of the plane."""
    west, north, east, south = box
    found = list(ring)
    edges: Iterable[tuple[int, float, Callable[[float, float], bool]]] = (
        (0, west, lambda a, b: a >= b),
        (0, east, lambda a, b: a <= b),
        (1, north, lambda a, b: a >= b),
        (1, south, lambda a, b: a <= b),
    )
    for axis, limit, is_inside in edges:
        found = _cut(found, axis, limit, is_inside)
    return found


def _cut(
    ring: list[Position], axis: int, limit: float, is_inside: Callable[[float, float], bool]
) -> list[Position]:
    kept: list[Position] = []
    for one, other in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if is_inside(other[axis], limit):
            if not is_inside(one[axis], limit):
                kept.append(_crossing(one, other, axis, limit))
            kept.append(other)
        elif is_inside(one[axis], limit):
            kept.append(_crossing(one, other, axis, limit))
    return kept


def _crossing(one: Position, other: Position, axis: int, limit: float) -> Position:
    share = (limit - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return (limit, across) if axis == 0 else (across, limit)

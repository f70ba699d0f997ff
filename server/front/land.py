"""Natural Earth's land, from the arcs of TopoJSON to rings of longitude and latitude; borders are in no part of it.

Source: https://github.com/topojson/topojson-specification
"""

import gzip
import json
from pathlib import Path
from typing import Any


def write_land(topology: Path, target: Path) -> None:
    """Write the rings of the land in *topology*, a file of world-atlas, to *target* as JSON, compressed."""
    found = rings(json.loads(topology.read_text(encoding="utf-8")))
    text = json.dumps(found, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def rings(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the outer and inner rings of the land, in degrees with two decimals."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_positions(arc, scale, move) for arc in topology["arcs"]]
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        found += [_joined(ring, arcs) for shape in shapes for ring in shape]
    return found


def _positions(
    arc: list[list[int]], scale: list[float], move: list[float]
) -> list[tuple[float, float]]:
    """Undo the deltas of an arc."""
    x = y = 0
    found = []
    for across, up in arc:
        x, y = x + across, y + up
        found.append((round(x * scale[0] + move[0], 2), round(y * scale[1] + move[1], 2)))
    return found


def _joined(ring: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found

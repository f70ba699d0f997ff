"""Rows as GeoJSON: each a feature at the first geometry that it has, with its other values as properties.

Source: RFC 7946 §3 https://www.rfc-editor.org/rfc/rfc7946#section-3
"""

import json
from typing import IO, Any

from geomet import wkt
from pyoxigraph import Literal, QueryBoolean, QuerySolution, QuerySolutions, QueryTriples

from comity.errors import NotAcceptable
from comity.vocabulary import PREFIXES

MEDIA_TYPE = "application/geo+json"
WKT = PREFIXES["geo"] + "wktLiteral"
CRS84 = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
"""The reference system of GeoJSON, which is that of a WKT literal without one."""


def write(
    found: QuerySolutions | QueryBoolean | QueryTriples, sink: IO[bytes], _: object = None
) -> None:
    """Write rows as one FeatureCollection, a feature at a time; one without a geometry is written unlocated.

    Raises:
        NotAcceptable: it is a truth value.
    """
    if not isinstance(found, QuerySolutions):
        raise NotAcceptable("A truth value has no places; ask for json, xml, csv or tsv.")
    names = [variable.value for variable in found.variables]
    sink.write(b'{"type":"FeatureCollection","features":[')
    for number, row in enumerate(found):
        sink.write(b"\n," if number else b"\n")
        sink.write(json.dumps(_feature(names, row), ensure_ascii=False).encode())
    sink.write(b"\n]}\n")


def _feature(names: list[str], row: QuerySolution) -> dict[str, Any]:
    values = {name: row[name] for name in names if row[name] is not None}
    places = {name: _geometry(value) for name, value in values.items()}
    geometry_variable = next((name for name, geometry in places.items() if geometry), None)
    properties = {
        n: getattr(v, "value", str(v)) for n, v in values.items() if n != geometry_variable
    }
    return {
        "type": "Feature",
        "geometry": places[geometry_variable] if geometry_variable else None,
        "properties": properties,
    }


def _geometry(value: object) -> dict[str, Any] | None:
    """Return the geometry of a WKT literal; None for anything else, and for other reference systems than CRS 84."""
    if not isinstance(value, Literal) or value.datatype.value != WKT:
        return None
    try:
        geometry: dict[str, Any] = wkt.loads(value.value.removeprefix(CRS84).strip())
    except ValueError:
        return None
    return geometry

"""What has a time: things with their spans, by the lane of a time line that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comity.reading.asking import Reader, listed, term, value
from comity.reading.dates import Span, when
from comity.reading.names import Name, names
from comity.reading.sequence import LATE, spans_of

LANES = (
    ("instruments", "Treaties and contracts", ("Instrument", "Treaty")),
    ("disputes", "Disputes", ("Dispute",)),
    ("events", "What happened", ("Event",)),
    ("situations", "What holds", ("Situation",)),
)
MEMBERS = """
SELECT DISTINCT ?s ?class WHERE {
  VALUES ?class { %s } ?s a ?class FILTER(isIRI(?s)) %s
  FILTER EXISTS { VALUES ?p { comity:beginEarliest comity:beginLatest comity:endEarliest comity:endLatest comity:signedOn } ?s ?p ?day }
} ORDER BY ?s LIMIT 20000"""
ABOUT = "FILTER EXISTS { { ?s ?any <%s> } UNION { ?s ?some ?node . ?node comity:party <%s> } }"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing with its time."""

    iri: str
    lane: str
    name: Name
    span: Span
    when: str
    goes_on: bool


def moments(
    reader: Reader,
    lanes: Sequence[str] = (),
    begin: date | None = None,
    until: date | None = None,
    about: str = "",
) -> list[Moment]:
    """Return what has a time, in order.

    Args:
        lanes: the names of the lanes that are wanted; all where there are none.
        begin, until: what may lie between them; open where there is none.
        about: an agent or a thing that it has to do with.
    """
    lane_of = {
        term(c): name for name, _, classes in LANES for c in classes if not lanes or name in lanes
    }
    extra = ABOUT % (about, about) if about else ""
    rows = reader.rows(MEMBERS % (listed(lane_of), extra)) if lane_of else []
    found = {value(row, "s"): lane_of[value(row, "class")] for row in rows}
    spans, lasting = spans_of(reader, found)
    wanted = [iri for iri in found if _is_between(spans[iri], iri in lasting, begin, until)]
    called = names(reader, wanted, is_made=False)
    ordered = [
        Moment(
            iri,
            found[iri],
            called[iri],
            spans[iri],
            when(spans[iri], is_lasting=iri in lasting),
            iri in lasting and not spans[iri].end_latest and not spans[iri].end_earliest,
        )
        for iri in wanted
        if iri in called
    ]
    return sorted(ordered, key=lambda m: (m.span.first or LATE, m.span.last or LATE, m.name.text))


def _is_between(span: Span, lasts: bool, begin: date | None, until: date | None) -> bool:
    first, last = span.first, span.last
    if first is None or last is None:
        return False
    if lasts and not span.end_latest and not span.end_earliest:
        last = LATE
    return not (begin and last < begin) and not (until and first > until)

"""What has a time: things with their spans, by the lane of a time line that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comity.reading.asking import Reader, listed, term, value
from comity.reading.dates import Span, when
from comity.reading.names import Name, names
from comity.reading.sequence import DATES, LATE, READ, span_in

LANES = (
    ("instruments", "Treaties and contracts", ("Instrument", "Treaty")),
    ("disputes", "Disputes", ("Dispute",)),
    ("events", "What happened", ("Event",)),
    ("situations", "What holds", ("Situation",)),
)
MEMBERS = f"""
SELECT ?s ?class {READ} WHERE {{
  VALUES ?class {{ %s }} ?s a ?class FILTER(isIRI(?s)) {DATES}
  FILTER(BOUND(?a) || BOUND(?b) || BOUND(?c) || BOUND(?d) || BOUND(?e))
  OPTIONAL {{ ?s a comity:Situation BIND(true AS ?lasting) }}
}} LIMIT 40000"""
ABOUT = "SELECT DISTINCT ?s WHERE { { ?s ?any <%s> } UNION { ?s ?some ?node . ?node comity:party <%s> } }"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing with its time."""

    iri: str
    lane: str
    name: Name
    span: Span
    goes_on: bool

    @property
    def when(self) -> str:
        """When it was, in words."""
        return when(self.span, is_lasting=self.goes_on)


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
    found = reader.once("moments", lambda: _all(reader))
    if about:
        near = {value(row, "s") for row in reader.rows(ABOUT % (about, about))}
        found = [m for m in found if m.iri in near]
    return [m for m in found if (not lanes or m.lane in lanes) and _is_between(m, begin, until)]


def _all(reader: Reader) -> list[Moment]:
    lane_of = {term(c): name for name, _, classes in LANES for c in classes}
    found = {value(row, "s"): row for row in reader.rows(MEMBERS % listed(lane_of))}
    called = names(reader, found, is_made=False)
    moments = []
    for iri, name in called.items():
        span, lane = span_in(found[iri]), lane_of[value(found[iri], "class")]
        if span.is_known:
            moments.append(
                Moment(iri, lane, name, span, "lasting" in found[iri] and not span.is_ended)
            )
    return sorted(moments, key=lambda m: (m.span.first or LATE, m.span.last or LATE, m.name.text))


def _is_between(moment: Moment, begin: date | None, until: date | None) -> bool:
    first, last = moment.span.first or LATE, moment.span.last or LATE
    if moment.goes_on:
        last = LATE
    return not (begin and last < begin) and not (until and first > until)

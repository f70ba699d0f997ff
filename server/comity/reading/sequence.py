"""What happened, in order: the dated things that a page tells one after another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.reading.asking import Reader, listed, value
from comity.reading.dates import Span, read_day, when
from comity.reading.evidence import Evidence, Standing
from comity.reading.names import Name, names
from comity.vocabulary import TERM

DATED = """
SELECT DISTINCT ?s ?p ?o ?lasting WHERE {
  VALUES ?s { %s }
  OPTIONAL {
    VALUES ?p { comity:beginEarliest comity:beginLatest comity:endEarliest comity:endLatest comity:signedOn comity:inForceFrom }
    ?s ?p ?o
  }
  OPTIONAL { ?s a comity:Situation BIND(true AS ?lasting) }
}"""
LATE = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when, in words; what; who says so."""

    iri: str
    when: str
    text: str
    name: Name
    span: Span
    marks: tuple[int, ...] = ()
    standing: Standing | None = None


def steps(reader: Reader, iris: Iterable[str], evidence: Evidence) -> list[Step]:
    """Return *iris* in the order of time, those without a day last; *evidence* has to have their claims."""
    wanted = list(dict.fromkeys(iris))
    if not wanted:
        return []
    spans, lasting = spans_of(reader, wanted)
    called = names(reader, wanted)
    found = []
    ordered = sorted(
        wanted, key=lambda iri: (spans[iri].first or LATE, spans[iri].last or LATE, iri)
    )
    for iri in ordered:
        claims = evidence.claims_of(iri)
        date_words = when(spans[iri], is_lasting=iri in lasting) or "day not known"
        standing = evidence.standing(claims)
        found.append(
            Step(iri, date_words, "", called[iri], spans[iri], evidence.marks(claims), standing)
        )
    return found


def spans_of(reader: Reader, iris: Iterable[str]) -> tuple[dict[str, Span], set[str]]:
    """Return when each of *iris* was, and which of them are situations, which go on while they have no end."""
    days_of: dict[str, dict[str, date]] = {}
    lasting = set()
    wanted = list(iris)
    for row in reader.rows(DATED % listed(wanted)) if wanted else ():
        iri = value(row, "s")
        found = days_of.setdefault(iri, {})
        if "lasting" in row:
            lasting.add(iri)
        if day := read_day(value(row, "o")):
            found[value(row, "p").removeprefix(TERM)] = day
    return {iri: _span(days_of.get(iri, {})) for iri in wanted}, lasting


def _span(days: dict[str, date]) -> Span:
    signed = days.get("signedOn")
    bounds = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
    if signed and not any(name in days for name in bounds):
        return Span(signed, signed)
    return Span(*(days.get(name) for name in bounds))

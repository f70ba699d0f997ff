"""What happened, in order: the dated things that a page tells one after another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.reading.asking import Reader, Row, listed, value
from comity.reading.dates import Span, read_day, when
from comity.reading.evidence import Evidence, Standing
from comity.reading.names import Name, names
from comity.reading.words import say

BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
DATES = """
  OPTIONAL { ?s comity:beginEarliest ?a } OPTIONAL { ?s comity:beginLatest ?b }
  OPTIONAL { ?s comity:endEarliest ?c } OPTIONAL { ?s comity:endLatest ?d }
  OPTIONAL { ?s comity:signedOn ?e }"""
READ = "(STR(?a) AS ?beginEarliest) (STR(?b) AS ?beginLatest) (STR(?c) AS ?endEarliest) (STR(?d) AS ?endLatest) (STR(?e) AS ?signedOn) ?lasting"
"""The days of a thing as texts, which is a fourth of what they are as terms."""
DATED = f"""
SELECT ?s {READ} WHERE {{
  VALUES ?s {{ %s }} {DATES}
  OPTIONAL {{ ?s a comity:Situation BIND(true AS ?lasting) }}
}}"""
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
        date_words = when(spans[iri], is_lasting=iri in lasting) or say("day not known")
        standing = evidence.standing(claims)
        found.append(
            Step(iri, date_words, "", called[iri], spans[iri], evidence.marks(claims), standing)
        )
    return found


def spans_of(reader: Reader, iris: Iterable[str]) -> tuple[dict[str, Span], set[str]]:
    """Return when each of *iris* was, and which of them are situations, which go on while they have no end."""
    wanted = list(iris)
    rows = reader.rows(DATED % listed(wanted)) if wanted else []
    spans = {value(row, "s"): span_in(row) for row in rows}
    lasting = {value(row, "s") for row in rows if "lasting" in row}
    return {iri: spans.get(iri, Span()) for iri in wanted}, lasting


def span_in(row: Row) -> Span:
    """Return the span that a row of days tells: that of its bounds, or else the day of signature."""
    days = [read_day(value(row, name)) for name in BOUNDS]
    if any(days):
        return Span(*days)
    signed = read_day(value(row, "signedOn"))
    return Span(signed, signed)

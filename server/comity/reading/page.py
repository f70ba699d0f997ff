"""A page about one thing: everything that it says, in the order in which it is read."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from comity.reading import graph as graphs
from comity.reading import incoming
from comity.reading import map as maps
from comity.reading.accounts import Side, parted
from comity.reading.asking import Reader, value
from comity.reading.bound import RELATIONS, Bond, bonds
from comity.reading.evidence import Evidence, Source
from comity.reading.facts import Fact, Said, facts, said
from comity.reading.force import Force, in_force
from comity.reading.graph import Edge, Graph
from comity.reading.kinds import Kind, kind_of
from comity.reading.leads import Class, classes, lead
from comity.reading.map import Map
from comity.reading.moments import Moment
from comity.reading.names import Name, names
from comity.reading.parts import Table, parts
from comity.reading.places import spots
from comity.reading.sentences import Piece
from comity.reading.sequence import Step, steps
from comity.reading.silence import silences
from comity.reading.timeline import Drawing, draw
from comity.reading.words import say

MATTERS = {"state": 3, "organisation": 3, "source": 0}
"""How many contested matters a page shows, where it is about much else."""
PARTS = ("hasPart", "hasMeasure")
SPOKEN = """
SELECT DISTINCT ?claim WHERE {
  { ?claim comity:aboutEntity <%(iri)s> } UNION { ?claim comity:reports <%(iri)s> }
  ?claim comity:contradicts|^comity:contradicts ?other
} ORDER BY ?claim LIMIT 60"""
AROUND = 4
"""So many other places a small map has, so that a reader knows where it is."""
LINE = """
SELECT DISTINCT ?earlier ?later ?label WHERE {
  { <%(iri)s> (comity:laterThanInLine|comity:amends|comity:prolongs)* ?later } UNION { ?later (comity:laterThanInLine|comity:amends|comity:prolongs)+ <%(iri)s> }
  VALUES (?p ?label) {
    (comity:replacesInstrument "replaced by") (comity:transforms "carried on by") (comity:supersedes "ended by")
    (comity:amends "changed by") (comity:prolongs "prolonged by")
  }
  ?later ?p ?earlier
} ORDER BY ?earlier ?later ?label LIMIT 40"""
NOTES = """
SELECT DISTINCT ?note ?finding WHERE {
  VALUES ?claim { %s } ?note comity:reviews ?claim ; comity:finding ?finding
} ORDER BY ?note LIMIT 12"""


@dataclass(slots=True)
class Page:
    """What the page of a thing says."""

    iri: str
    kind: Kind
    title: Name
    called: list[Class]
    lead: list[Piece]
    about: Said
    facts: list[Fact] = field(default_factory=list)
    elsewhere: list[Fact] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    parted: list[tuple[Side, Side]] = field(default_factory=list)
    matters: int = 0
    silences: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    groups: list[incoming.Group] = field(default_factory=list)
    force: Force | None = None
    bonds: list[Bond] = field(default_factory=list)
    course: Drawing | None = None
    map: Map | None = None
    line: Graph | None = None
    claimed: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The lead sentence as plain text."""
        return "".join(piece.text for piece in self.lead)


def read(reader: Reader, iri: str, claimed: list[str]) -> Page:
    """Make the page of *iri*.

    Args:
        claimed: the graphs of those who claim something of it.
    """
    about = said(reader, iri)
    kind = kind_of(about.types)
    members = [node.value for local in PARTS for node in about.all(local)]
    members += [node.value for node in about.all("settledBy")]
    own = [iri] if kind.name == "claim" else []
    spoken = own + [value(row, "claim") for row in reader.rows(SPOKEN % {"iri": iri})]
    sums = [node.value for node in about.all("hasAmount")]
    tables, nested = parts(reader, about, kind)
    evidence = Evidence(reader, [iri, *members, *sums, *nested], spoken)
    called = classes(reader, iri)
    first = lead(reader, kind, about, evidence, called[0].label if called else kind.name)
    found = Page(iri, kind, about.names[iri], called, first.pieces, about, claimed=claimed)
    hidden = frozenset(_told_elsewhere(kind, tables))
    found.facts, found.elsewhere = facts(reader, about, kind, evidence, hidden)
    found.tables = [table.marked(evidence) for table in tables]
    found.steps = steps(reader, members, evidence)
    behind = [*spoken, *(claim for claims in evidence.by_triple.values() for claim in claims)]
    found.parted, found.matters = parted(reader, evidence, behind, MATTERS.get(kind.name, 12))
    found.silences = silences(about, kind, found.steps)
    found.notes = _notes(reader, behind)
    if kind.name == "state":
        found.bonds = bonds(reader, about, evidence)
    if kind.name == "treaty":
        found.force = in_force(reader, [iri]).get(iri)
    found.course = _course(reader, found.steps)
    found.map = _map(reader, about) if kind.name in ("facility", "place") else None
    found.line = _line(reader, about, iri) if kind.name == "treaty" else None
    found.groups = incoming.groups(reader, iri, {value(row, "p") for row in about.rows})
    found.sources = evidence.sources()
    return found


def _course(reader: Reader, found: list[Step]) -> Drawing | None:
    """Draw what happened, where two days or more of it are known."""
    dated = [s for s in found if s.span.is_known]
    if len({s.span.first for s in dated}) < 2:
        return None
    moments = [Moment(s.iri, "events", s.name, s.span, goes_on=False) for s in dated]
    first = min(d for m in moments if (d := m.span.first))
    last = max(d for m in moments if (d := m.span.last))
    margin = max((last - first) // 12, timedelta(days=3))
    begin = first - min(margin, first - date.min)
    return draw(moments, reader.today, begin, last + min(margin, date.max - last), width=780)


def _map(reader: Reader, about: Said) -> Map | None:
    """Draw where a thing is or what it is near, among the places that have a position."""
    towns = {about.iri, *(node.value for node in about.all("nearestTown"))}
    found = spots(reader)
    here = [s for s in found if s.iri in towns]
    if not here:
        return None
    rest = [replace(s, near=()) for s in found if s.iri not in towns]
    rest.sort(
        key=lambda s: (
            abs(s.position[0] - here[0].position[0]) + abs(s.position[1] - here[0].position[1])
        )
    )
    return maps.draw([*here, *rest[:AROUND]], 760, 400, coarse=True)


def _line(reader: Reader, about: Said, iri: str) -> Graph | None:
    """Draw the line of instruments that a treaty stands in, the earliest first."""
    rows = reader.rows(LINE % {"iri": iri})
    edges = [Edge(value(r, "earlier"), value(r, "later"), say(value(r, "label"))) for r in rows]
    called = names(reader, {i for edge in edges for i in (edge.tail, edge.head)})
    return graphs.draw(list(dict.fromkeys(edges)), called, iri)


def _told_elsewhere(kind: Kind, tables: list[Table]) -> list[str]:
    relations = [term for table in tables for term in table.tells]
    if kind.name == "dispute":
        relations += PARTS
    if kind.name == "state":
        relations += RELATIONS
    return relations


def _notes(reader: Reader, claims: list[str]) -> list[tuple[str, str]]:
    if not claims:
        return []
    text = " ".join(f"<{claim}>" for claim in dict.fromkeys(claims))
    return [(value(row, "note"), value(row, "finding")) for row in reader.rows(NOTES % text)]

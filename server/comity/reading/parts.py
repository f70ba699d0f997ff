"""Tables of what belongs to a thing and has no page worth going to: parties of a treaty, offices held, memberships."""

from dataclasses import dataclass, field, replace

from comity.reading.asking import Node, Reader, value
from comity.reading.dates import Span, literal, read_day, when
from comity.reading.evidence import Evidence
from comity.reading.facts import Said
from comity.reading.kinds import Kind
from comity.reading.names import Name, names
from comity.reading.words import say
from comity.vocabulary import TERM


@dataclass(frozen=True, slots=True)
class Shape:
    """A table to be made: by which relation its rows are reached, and what its columns are.

    Attributes:
        relations: the terms that lead to a row, or from it if `is_reverse`; they are told by the table alone.
        columns: headings with the term of each; "when" stands for the bounds of the row.
    """

    title: str
    relations: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    tells: tuple[str, ...] = ()
    is_reverse: bool = False
    is_lasting: bool = True


SHAPES = (
    Shape("Parties", ("hasParticipation",), (("Party", "party"), ("Signed by", "signedBy"), ("Approved", "approvedOn"), ("Ratified", "ratifiedOn"), ("Acceded", "accededOn"), ("In force from", "inForceFrom"), ("In force until", "inForceUntil")), ("originalParticipation", "boundParticipation", "signatoryParticipation", "accessionParticipation", "originalParty", "boundParty", "signatory")),
    Shape("Offices held", ("heldOffice",), (("Office", "office"), ("When", "when"))),
    Shape("Who held it", ("office",), (("Person", "^heldOffice"), ("When", "when")), is_reverse=True),
    Shape("Members", ("membershipIn",), (("Member", "^hasMembership"), ("When", "when")), is_reverse=True),
    Shape("Memberships", ("hasMembership",), (("Organisation", "membershipIn"), ("When", "when")), ("memberOf", "foundingMemberOf")),
    Shape("Who ran it", ("hasOperatorSpell",), (("Operator", "operator"), ("When", "when")), ("operatedBy",)),
)  # fmt: skip
ROWS = """
SELECT ?part ?p ?o ?inverse WHERE {
  %s { ?part ?p ?o } UNION { VALUES ?inverse { comity:heldOffice comity:hasMembership } ?o ?inverse ?part }
} ORDER BY ?part ?p ?o"""
BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: things with their names, or words."""

    things: tuple[tuple[str, Name], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headings, each row with the numbers of its sources."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subjects: tuple[str, ...]
    tells: tuple[str, ...]
    marks: tuple[tuple[int, ...], ...] = field(default=())

    def marked(self, evidence: Evidence) -> "Table":
        """Return it with the numbers of the sources of each row."""
        found = tuple(evidence.marks(evidence.claims_of(iri)) for iri in self.subjects)
        return replace(self, marks=found)


def parts(reader: Reader, about: Said, kind: Kind) -> tuple[list[Table], list[str]]:
    """Return the tables of a thing, and the things that are their rows."""
    found = [table for shape in SHAPES if (table := _table(reader, about, shape))]
    return found, [iri for table in found for iri in table.subjects]


def _table(reader: Reader, about: Said, shape: Shape) -> Table | None:
    relation = TERM + shape.relations[0]
    if shape.is_reverse:
        pattern = f"?part <{relation}> <{about.iri}> ."
    elif about.all(shape.relations[0]):
        pattern = f"<{about.iri}> <{relation}> ?part ."
    else:
        return None
    facts_by_part: dict[str, dict[str, list[Node]]] = {}
    for row in reader.rows(ROWS % pattern):
        inverse = value(row, "inverse").removeprefix(TERM)
        local = f"^{inverse}" if inverse else value(row, "p").removeprefix(TERM)
        facts_by_part.setdefault(value(row, "part"), {}).setdefault(local, []).append(row["o"])
    called = names(
        reader,
        {
            n.value
            for facts in facts_by_part.values()
            for nodes in facts.values()
            for n in nodes
            if n.is_iri
        },
    )
    used = [
        c
        for c in shape.columns
        if c[1] == "when" or any(c[1] in facts for facts in facts_by_part.values())
    ]
    if not facts_by_part or not used:
        return None
    ordered = sorted(
        facts_by_part, key=lambda part: _order(facts_by_part[part], used[0][1], called)
    )
    rows = tuple(
        tuple(_cell(facts_by_part[part], term, called, shape) for _, term in used)
        for part in ordered
    )
    return Table(
        shape.title,
        tuple(h for h, _ in used),
        rows,
        tuple(ordered),
        (*shape.relations, *shape.tells),
    )


def _order(facts: dict[str, list[Node]], first: str, called: dict[str, Name]) -> tuple[str, str]:
    begun = next(
        (n.value for name in ("beginEarliest", "beginLatest") for n in facts.get(name, ())), ""
    )
    named = next((called[n.value].text for n in facts.get(first, ()) if n.is_iri), "")
    return begun, named


def _cell(facts: dict[str, list[Node]], term: str, called: dict[str, Name], shape: Shape) -> Cell:
    if term == "when":
        return Cell(text=when(span_in(facts), is_lasting=shape.is_lasting) or say("not recorded"))
    nodes = facts.get(term, [])
    things = tuple((n.value, called[n.value]) for n in nodes if n.is_iri)
    return Cell(
        things,
        ", ".join(literal(n) for n in nodes if not n.is_iri)
        or ("" if things else say("not recorded")),
    )


def span_in(facts: dict[str, list[Node]]) -> Span:
    """Return the span that the bounds in *facts* tell."""
    return Span(*(read_day(facts[name][0].value) if name in facts else None for name in BOUNDS))

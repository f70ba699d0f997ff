"""A text that passages point into, without the text: its sections, its passages, how much is said of each, the gaps."""

from collections import defaultdict
from dataclasses import dataclass

from comity.reading.asking import Reader, value
from comity.reading.names import words

PASSAGES = """
SELECT ?passage ?start ?end ?graph WHERE {
  GRAPH ?graph { ?passage comity:passageOf <%s> ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end }
  FILTER(%s)
} ORDER BY ?start ?end"""
PLAIN = """
SELECT ?passage ?start ?end WHERE {
  ?passage comity:passageOf <%s> ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end
} ORDER BY ?start ?end"""
CLAIMS = """
SELECT ?claim ?passage ?statement ?contested ?confirmed ?alleged WHERE {
  ?passage comity:passageOf <%s> . ?claim comity:supportedBy ?passage ; comity:statement ?statement
  FILTER(LANG(?statement) = "en")
  BIND(EXISTS { { ?claim comity:contradicts ?x } UNION { ?x comity:contradicts ?claim } } AS ?contested)
  BIND(EXISTS { { ?claim comity:confirms ?y } UNION { ?y comity:confirms ?claim } } AS ?confirmed)
  BIND(EXISTS { ?claim comity:allegedBy ?z } AS ?alleged)
} ORDER BY ?claim"""
NOTES = """
SELECT DISTINCT ?passage ?note ?finding WHERE {
  ?passage comity:passageOf <%s> . ?claim comity:supportedBy ?passage . ?note comity:reviews ?claim ; comity:finding ?finding
} ORDER BY ?note"""
LENGTH = "SELECT ?length WHERE { <%s> comity:characterCount ?length }"
MANY = 8
GAP = 160
"""From so many characters on, what no passage covers is told as a gap."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A claim that rests on a passage, with how it stands: contested, confirmed, said or alone."""

    iri: str
    statement: str
    standing: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what is said there; or a gap between passages, which has no IRI."""

    iri: str
    start: int
    end: int
    claims: tuple[Resting, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text, as the files of the dossier part it."""

    title: str
    passages: tuple[Passage, ...]

    @property
    def count(self) -> int:
        """How many statements rest on it."""
        return sum(len(passage.claims) for passage in self.passages)

    @property
    def start(self) -> int:
        """Where it begins."""
        return min(passage.start for passage in self.passages)

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(passage.end for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Article:
    """The text as the reader shows it: how long it is, its sections, and how much of it no passage covers."""

    length: int
    sections: tuple[Section, ...]
    uncovered: int
    count: int


def article(reader: Reader, source: str) -> Article | None:
    """Return what is known of the text of *source*; None where no passage points into it."""
    is_passages = reader.namespace.is_graph_of("?graph", "passages")
    rows = reader.rows(PASSAGES % (source, is_passages)) or reader.rows(PLAIN % source)
    if not rows:
        return None
    claims, notes = _claims(reader, source), _notes(reader, source)
    sections: dict[str, list[Passage]] = defaultdict(list)
    for row in rows:
        iri = value(row, "passage")
        if claims.get(iri):
            passage = Passage(
                iri,
                int(value(row, "start")),
                int(value(row, "end")),
                tuple(claims[iri]),
                tuple(notes.get(iri, ())),
            )
            sections[value(row, "graph").rpartition("/graph/passages/")[2]].append(passage)
    length = next((int(value(r, "length")) for r in reader.rows(LENGTH % source)), 0)
    length = length or max(int(value(row, "end")) for row in rows)
    if not sections:
        return None
    found = sorted(sections.items(), key=lambda one: one[1][0].start)
    parts = tuple(Section(_title(name), tuple(passages)) for name, passages in found)
    covered = _covered([(p.start, p.end) for s in parts for p in s.passages])
    count = sum(len(p.claims) for s in parts for p in s.passages)
    return Article(length, parts, length - covered, count)


def _title(name: str) -> str:
    text = words(name) or "The text"
    return text[:1].upper() + text[1:]


def gaps(found: Article) -> list[Passage]:
    """Return the stretches that no passage covers, those of some length."""
    edges = sorted((p.start, p.end) for s in found.sections for p in s.passages)
    here = 0
    parts: list[Passage] = []
    for start, end in [*edges, (found.length, found.length)]:
        if start - here >= GAP:
            parts.append(Passage("", here, start))
        here = max(here, end)
    return parts


def general(found: Article) -> dict[str, str]:
    """Return the notes of a review that are about many passages, which are told once."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for section in found.sections:
        for passage in section.passages:
            for note in passage.notes:
                counts[note] += 1
    return {iri: text for (iri, text), count in counts.items() if count > MANY}


def _claims(reader: Reader, source: str) -> dict[str, list[Resting]]:
    found: dict[str, list[Resting]] = defaultdict(list)
    for row in reader.rows(CLAIMS % source):
        flags = [
            name for name in ("contested", "confirmed", "alleged") if value(row, name) == "true"
        ]
        standing = {"alleged": "said"}.get(flags[0], flags[0]) if flags else "alone"
        found[value(row, "passage")].append(
            Resting(value(row, "claim"), value(row, "statement"), standing)
        )
    return found


def _notes(reader: Reader, source: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in reader.rows(NOTES % source):
        found[value(row, "passage")].append((value(row, "note"), value(row, "finding")))
    return found


def _covered(edges: list[tuple[int, int]]) -> int:
    total, here = 0, 0
    for start, end in sorted(edges):
        total += max(0, end - max(start, here))
        here = max(here, end)
    return total

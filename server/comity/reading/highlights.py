"""A text that the reader has, cut where passages begin and end, so that each can be seen in it."""

from dataclasses import dataclass
from itertools import pairwise

from comity.reading.article import Passage, Section
from comity.reading.asking import Reader, value

DIGEST = "SELECT ?digest WHERE { <%s> comity:sha256 ?digest } LIMIT 1"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and the narrowest passage that it is in."""

    text: str
    passage: Passage | None


def digest(reader: Reader, source: str) -> str:
    """Return the SHA-256 of the text of *source*, in hexadecimal; nothing where none is recorded."""
    return next((value(row, "digest") for row in reader.rows(DIGEST % source)), "")


def pieces(text: str, section: Section) -> list[Piece]:
    """Cut the part of *text* that *section* covers at the edges of its passages, in order and without loss."""
    edges = {section.start, section.end}
    edges |= {edge for p in section.passages for edge in (p.start, p.end)}
    cuts = sorted(edges)
    return [
        Piece(text[start:end], _narrowest(section, start, end)) for start, end in pairwise(cuts)
    ]


def _narrowest(section: Section, start: int, end: int) -> Passage | None:
    around = [p for p in section.passages if p.start <= start and end <= p.end]
    return min(around, key=lambda p: p.end - p.start, default=None)

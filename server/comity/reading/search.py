"""What a search finds, told: what kind of thing, what it is called, and where the words stand in it."""

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass

from comity.reading.asking import Reader, listed, value
from comity.reading.kinds import kind_of
from comity.reading.names import Name, names
from comity.search.finding import Hit, find
from comity.search.folding import fold
from comity.vocabulary import TERM

TYPES = """
SELECT ?s ?class WHERE { VALUES ?s { %s } ?s a ?class }"""
WORD = re.compile(r"(\w+)")
PAGE = 25


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found.

    Attributes:
        matched: the text that the words stand in, in pieces, each with whether it is one of them.
        field: what that text is of the thing.
    """

    iri: str
    name: Name
    kind: str
    matched: tuple[tuple[str, bool], ...]
    language: str
    field: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found, and how many there are of each kind."""

    text: str
    count: int
    kinds: tuple[tuple[str, int], ...]
    results: tuple[Result, ...]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // PAGE))


def search(
    reader: Reader, index: sqlite3.Connection, text: str, kind: str = "", page: int = 1
) -> Results:
    """Return a page of what *text* finds; pages count from 1.

    Args:
        kind: what is wanted, as a kind is called; everything where it is empty.
    """
    hits = find(index, text, reader.language)
    types: dict[str, list[str]] = {hit.iri: [] for hit in hits}
    for row in reader.rows(TYPES % listed(types)) if hits else ():
        types[value(row, "s")].append(value(row, "class"))
    seen = [hit for hit in hits if types[hit.iri]]  # a view may leave some of it out
    kinds = {hit.iri: _kind(hit.iri, types[hit.iri]) for hit in seen}
    wanted = [hit for hit in seen if kind in ("", kinds[hit.iri])]
    shown = wanted[PAGE * (page - 1) : PAGE * page]
    called = names(reader, [hit.iri for hit in shown])
    sounds = fold(text).split()
    results = tuple(_result(hit, kinds[hit.iri], called[hit.iri], sounds) for hit in shown)
    counted = tuple(Counter(kinds.values()).most_common())
    return Results(text, len(wanted), counted, results, page)


def _kind(iri: str, types: list[str]) -> str:
    return "term" if iri.startswith(TERM) else kind_of(types).name


def _result(hit: Hit, kind: str, name: Name, sounds: list[str]) -> Result:
    pieces = [piece for piece in WORD.split(hit.text) if piece]
    matched = tuple((piece, _is_meant(piece, sounds)) for piece in pieces)
    return Result(hit.iri, name, kind, matched, hit.language, hit.field)


def _is_meant(piece: str, sounds: list[str]) -> bool:
    sound = fold(piece)
    return bool(sound) and any(part.startswith(word) for part in sound.split() for word in sounds)

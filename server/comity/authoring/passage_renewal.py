"""Passages found again in a new edition of their text: by the digests of their words, or by the words of the old text."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.authoring.passage_files import Passage
from comity.authoring.quotations import Span, Text
from comity.errors import BadInput

WINDOWS = 50_000_000
"""How many stretches of the new text are held against digests before the old text has to be given."""


@dataclass
class Renewal:
    """Where passages are in a new edition.

    Attributes:
        kept: those whose characters are the same.
        moved: those with the same words elsewhere, and where; changed: those whose words differ a little.
        lost: those that cannot be found; several: those whose words stand in several places.
    """

    kept: list[Passage] = field(default_factory=list)
    moved: list[tuple[Passage, Span]] = field(default_factory=list)
    changed: list[tuple[Passage, Span]] = field(default_factory=list)
    lost: list[Passage] = field(default_factory=list)
    several: list[tuple[Passage, list[Span]]] = field(default_factory=list)


def renewal(passages: Iterable[Passage], text: str, old: str | None = None) -> Renewal:
    """Find *passages* again in *text*.

    Args:
        old: the text that they are of; without it, only those whose words are the same are found.

    Raises:
        BadInput: the text is too long to be searched without *old*, or *old* is another text.
    """
    found = Renewal()
    open_: list[Passage] = []
    for passage in passages:
        is_there = _digest(text[passage.span.start : passage.span.end]) == passage.digest
        (found.kept if is_there else open_).append(passage)
    places = _by_words(open_, text, old) if old is not None else _by_digest(open_, text)
    for passage, spans in zip(open_, places, strict=True):
        if len(spans) == 1:
            (found.changed if spans[0].is_near else found.moved).append((passage, spans[0]))
        elif spans:
            found.several.append((passage, spans))
        else:
            found.lost.append(passage)
    return found


def _by_words(passages: list[Passage], text: str, old: str) -> list[list[Span]]:
    new = Text(text)
    found = []
    for passage in passages:
        words = old[passage.span.start : passage.span.end]
        if _digest(words) != passage.digest:
            raise BadInput(f"The old text does not have {passage.iri.value} at {passage.span}; give the text that the passages are of.")  # fmt: skip
        spans = new.find(words)
        found.append([Span(s.start, s.end, text[s.start : s.end] != words) for s in spans])
    return found


def _by_digest(passages: list[Passage], text: str) -> list[list[Span]]:
    """Return where stretches of the text have the digests of passages, each of the length that the passage has."""
    lengths: dict[int, set[str]] = defaultdict(set)
    for passage in passages:
        lengths[passage.span.end - passage.span.start].add(passage.digest)
    if len(lengths) * len(text) > WINDOWS:
        raise BadInput(f"The text has {len(text):,} characters, too many to find passages by their digests alone; give the old text with --old.")  # fmt: skip
    places: dict[str, list[Span]] = defaultdict(list)
    for length, wanted in lengths.items():
        for start in range(len(text) - length + 1):
            if (one := _digest(text[start : start + length])) in wanted:
                places[one].append(Span(start, start + length))
    return [places[passage.digest] for passage in passages]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

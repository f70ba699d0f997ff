"""Words found in a text, exactly or nearly: blanks, quotation marks, dashes and capitals may differ, and a letter or two."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from comity.authoring.packages import package

SIGNS = str.maketrans({
    **dict.fromkeys("“”„‟«»″‘’‚‛‹›′`\"", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "\u00ad": None,
})  # fmt: skip
"""Quotation marks and dashes as one of each; soft hyphens as nothing."""
WORD = re.compile(r"\w+")
NEAR = 90
"""How alike words have to be that differ in more than signs, in hundredths; see rapidfuzz, ratio."""
SHORTEST = 12
"""Letters that a quotation needs at least to be looked for nearly."""
AROUND = 30


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text: the first, from 0, and the one after the last; is_near where words differ."""

    start: int
    end: int
    is_near: bool = False

    def __str__(self) -> str:
        return f"characters {self.start} to {self.end}"


class Text:
    """A text in which words are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain, self._places = _plain(text)

    def find(self, words: str) -> list[Span]:
        """Return where *words* stand: as they are, else with other signs, else with other letters; each place."""
        wanted = _plain(words)[0].strip()
        if not wanted:
            return []
        if exact := [Span(at, at + len(words)) for at in _all(self.text, words)]:
            return exact
        found = [self._span(at, at + len(wanted)) for at in _all(self._plain, wanted)]
        return found or self._near(wanted)

    def around(self, span: Span) -> str:
        """Return how a reader finds a place: its line, and the words about it."""
        line = self.text.count("\n", 0, span.start) + 1
        shown = self.text[max(0, span.start - AROUND) : span.start + AROUND]
        return f"{span} (line {line}: … {' '.join(shown.split())} …)"

    def _near(self, wanted: str) -> list[Span]:
        if len(wanted) < SHORTEST:
            return []
        found, rest = [], self._plain
        while best := package("rapidfuzz.fuzz").partial_ratio_alignment(wanted, rest, score_cutoff=NEAR):  # fmt: skip
            start, end = self._whole_words(wanted, best.dest_start, best.dest_end)
            found.append(self._span(start, end, is_near=True))
            start, end = min(start, best.dest_start), max(end, best.dest_end)
            rest = rest[:start] + "\0" * (end - start) + rest[end:]
        return sorted(found, key=lambda span: span.start)

    def _whole_words(self, wanted: str, start: int, end: int) -> tuple[int, int]:
        """Widen a place to the words that it cuts, then leave out those at its ends of which nothing is wanted."""
        words = [match.span() for match in WORD.finditer(self._plain)]
        words = [word for word in words if word[1] > start and word[0] < end]
        if not words:
            return start, end
        begin, stop = words[0][0], words[-1][1]
        levenshtein = package("rapidfuzz.distance.Levenshtein")
        steps = levenshtein.opcodes(wanted, self._plain[begin:stop])
        first, last = steps[0], steps[-1]
        inside_from = begin + (first.dest_end if first.tag == "insert" else 0)
        inside_until = begin + last.dest_start if last.tag == "insert" else stop
        kept = [word for word in words if word[1] > inside_from and word[0] < inside_until]
        kept = kept or words
        return kept[0][0], kept[-1][1]

    def _span(self, start: int, end: int, *, is_near: bool = False) -> Span:
        return Span(self._places[start], self._places[end - 1] + 1, is_near)


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _plain(text: str) -> tuple[str, list[int]]:
    """Return *text* with one sign of a kind, in small letters, and for each of its signs the place it has in *text*."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in _sign(sign):
            if one == " " and signs and signs[-1] == " ":
                continue
            signs.append(one)
            places.append(place)
    return "".join(signs), places


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """Return what a sign is compared as; nothing for marks over letters."""
    if sign.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", sign.translate(SIGNS)).casefold()
    return "".join(one for one in plain if not unicodedata.combining(one))

"""A sentence made from data: words, names that lead to their pages, numbers of the sources that say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.reading.names import Name


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: words, or the name of something, and the numbers of sources behind it."""

    text: str
    iri: str = ""
    language: str = ""
    marks: tuple[int, ...] = ()


class Sentence:
    """Pieces one after another."""

    def __init__(self, names: dict[str, Name]) -> None:
        self.names = names
        self.pieces: list[Piece] = []

    def say(self, *texts: str) -> "Sentence":
        """Add words."""
        self.pieces += [Piece(text) for text in texts if text]
        return self

    def name(self, iri: str, *, opening: bool = False) -> "Sentence":
        """Add the name of something."""
        name = self.names[iri]
        text = name.opening if opening or not self.pieces else name.text
        self.pieces.append(Piece(text, iri, name.language))
        return self

    def all(self, iris: Sequence[str], joint: str = "and", limit: int = 4) -> "Sentence":
        """Add the names of several, as a sentence lists them; of many the first *limit* and how many more."""
        shown = list(iris[:limit]) if len(iris) > limit + 1 else list(iris)
        rest = len(iris) - len(shown)
        for index, iri in enumerate(shown):
            if index:
                self.say(f" {joint} " if index == len(shown) - 1 and not rest else ", ")
            self.name(iri)
        return self.say(f" {joint} {rest} more" if rest else "")

    def mark(self, marks: Iterable[int]) -> "Sentence":
        """Add the numbers of sources after what was said last."""
        if found := tuple(marks):
            self.pieces.append(Piece("", marks=found))
        return self

    @property
    def text(self) -> str:
        """The sentence without its marks."""
        return "".join(piece.text for piece in self.pieces)


def article(word: str) -> str:
    """Return *word* after the indefinite article that English wants before it."""
    if word.endswith(("premises", "forces")):
        return word
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def opened(word: str) -> str:
    """Return *word* after the indefinite article with which a sentence opens."""
    phrase = article(word)
    return phrase[:1].upper() + phrase[1:]


def counted(number: int, one: str, many: str) -> str:
    """Return how many there are, in words for one and for many."""
    return f"{number:,} {one if number == 1 else many}"

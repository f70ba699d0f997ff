"""Where the accounts part: statements that cannot both be so, side by side and equal."""

from collections.abc import Iterable
from dataclasses import dataclass

from comity.reading.asking import Reader
from comity.reading.evidence import Account, Evidence
from comity.reading.names import Name, names
from comity.reading.words import say


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says, and the numbers of the sources that it is in."""

    account: Account
    speakers: tuple[tuple[str, Name], ...]
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a matter: who says so, and what, with the numbers of the sources."""

    speakers: tuple[tuple[str, Name], ...]
    sayings: tuple["Saying", ...]

    @property
    def title(self) -> str:
        """Whose side it is, in words, by which sides are ordered."""
        said = ", ".join(name.text for _, name in self.speakers)
        if not said:
            return say("Sources say, in their own voice")
        return f"{said} {say('says') if len(self.speakers) == 1 else say('say')}"


def parted(
    reader: Reader, evidence: Evidence, claims: Iterable[str], limit: int = 100
) -> tuple[list[tuple[Side, Side]], int]:
    """Return the matters of which *claims* are one side, each as two sides in the order of the alphabet.

    Returns:
        The first *limit* of them, and how many there are.
    """
    wanted = [iri for iri in dict.fromkeys(claims) if iri in evidence.accounts]
    seen: set[str] = set()
    matters = []
    for iri in wanted:
        if iri in seen or not evidence.accounts[iri].against:
            continue
        one, other = _sides(evidence, iri)
        seen |= {*one, *other}
        matters.append((one, other))
    count, matters = len(matters), matters[:limit]
    called = names(
        reader,
        [by for pair in matters for side in pair for c in side for by in evidence.accounts[c].by],
    )
    found = [(_side(evidence, a, called), _side(evidence, b, called)) for a, b in matters]
    ordered = [(a, b) if a.title.casefold() <= b.title.casefold() else (b, a) for a, b in found]
    return ordered, count


def _sides(evidence: Evidence, first: str) -> tuple[list[str], list[str]]:
    """Part what is contradicted by what contradicts it, from *first* on along the contradictions."""
    sides: dict[str, int] = {first: 0}
    waiting = [first]
    while waiting:
        claim = waiting.pop(0)
        account = evidence.accounts.get(claim)
        if account is None:
            continue
        for other in account.against:
            if other not in sides and other in evidence.accounts:
                sides[other] = 1 - sides[claim]
                waiting.append(other)
    one = [claim for claim, side in sides.items() if side == 0]
    return one, [claim for claim, side in sides.items() if side == 1]


def _side(evidence: Evidence, claims: list[str], called: dict[str, Name]) -> Side:
    accounts = [evidence.accounts[iri] for iri in claims]
    sayings = tuple(
        Saying(a, tuple((by, called[by]) for by in a.by), evidence.marks([a.iri])) for a in accounts
    )
    speakers = dict.fromkeys(speaker for saying in sayings for speaker in saying.speakers)
    return Side(tuple(sorted(speakers, key=lambda one: one[1].text.casefold())), sayings)

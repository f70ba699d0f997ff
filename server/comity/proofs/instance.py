"""An instance of a rule: its axioms filled in, what it still has to find, and how a conclusion tells what it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Triple = tuple[int, int, int]
"""Numbers of terms; in a pattern a variable is a negative number."""


@dataclass(frozen=True)
class RuleInstance:
    """A rule with its axioms filled in.

    Attributes:
        rule: its W3C name.
        premises: patterns in the order of the table; after the axiom with a list come the cells of the list.
        conclusion: a pattern; None for a contradiction.
        trivial: the places of those premises that hold of everything, and are not kept.
    """

    rule: str
    premises: tuple[Triple, ...]
    conclusion: Triple | None
    trivial: tuple[int, ...] = ()

    @cached_property
    def witnesses(self) -> tuple[int, ...]:
        """The variables that the conclusion does not have: what must be kept beside it to tell the premises."""
        bound = {variable for variable in self.conclusion or () if variable < 0}
        found = dict.fromkeys(
            variable for premise in self.premises for variable in premise if variable < 0
        )
        return tuple(variable for variable in found if variable not in bound)

    def premises_of(self, conclusion: Triple | None, witness: Sequence[int]) -> tuple[Triple, ...]:
        """Return the premises of *conclusion*, with *witness* for the variables that it does not have."""
        bound = dict(zip(self.witnesses, witness, strict=True))
        if conclusion and self.conclusion:
            bound |= zip(self.conclusion, conclusion, strict=True)
        return tuple(filled(premise, bound) for premise in self.premises)


def filled(pattern: Triple, bound: Mapping[int, int]) -> Triple:
    """Return *pattern* with the variables of *bound* replaced."""
    s, p, o = pattern
    return bound.get(s, s), bound.get(p, p), bound.get(o, o)


def variables(patterns: Sequence[Triple]) -> set[int]:
    """Return the variables in *patterns*."""
    return {variable for pattern in patterns for variable in pattern if variable < 0}

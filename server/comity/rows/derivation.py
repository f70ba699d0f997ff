"""What comes of tracing a solution: statements, and notes of what else it rests on."""

from dataclasses import dataclass, field

import pyoxigraph as ox

from comity.rows.asked import Solution, Statement
from comity.rows.tree import Value


@dataclass(frozen=True, slots=True)
class Note:
    """What a solution rests on besides statements.

    Attributes:
        kind: absent, unmatched, condition, found, computed, given, path, counted or untraced.
        text: the part of the query that it is about, in SPARQL; of a count, its words.
        values: what the variables in it were.
    """

    kind: str
    text: str
    values: Solution = field(default_factory=dict)


@dataclass(slots=True)
class Derivation:
    """A solution, the statements that it rests on in the order of the query, and notes."""

    solution: Solution
    statements: dict[Statement, None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    standing_alone: list[tuple[Value, ox.NamedNode | None]] = field(default_factory=list)
    """Terms that a path of no step began and ended at."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a query a group stands: the graph it is matched in, and the variables that its filters see."""

    graph: ox.NamedNode | None
    visible: frozenset[str]

    def seen(self, solution: Solution) -> Solution:
        """Return what filters see of *solution*."""
        return {name: value for name, value in solution.items() if name in self.visible}

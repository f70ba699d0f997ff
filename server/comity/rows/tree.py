"""A SELECT or ASK query as a tree: its groups, what they hold, and which variables each part binds.

Blank nodes of patterns are variables here whose names no query has, so that what they stand for can be told.

Source: SPARQL 1.1 §18.2.1 https://www.w3.org/TR/sparql11-query/#variableScope
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from comity.rows.condition import Expression, Key
from comity.rows.paths import Path

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""What a variable may stand for; triples stand in the evidence of a snapshot, as RDF 1.2 has them."""
Term = ox.NamedNode | ox.Literal | ox.Variable
Verb = ox.NamedNode | ox.Variable | Path


@dataclass(frozen=True, slots=True)
class Triples:
    """A basic graph pattern, paths included."""

    patterns: tuple[tuple[Term, Verb, Term], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A FILTER of the group that it stands in."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Optional:
    """An OPTIONAL group, and the name of the variable that tells whether it matched."""

    group: "Group"
    mark: str


@dataclass(frozen=True, slots=True)
class Union:
    """Groups of which one matched, each with the variable that tells so; a nested group is a union of one."""

    branches: tuple[tuple["Group", str], ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """A MINUS group."""

    group: "Group"


@dataclass(frozen=True, slots=True)
class Graph:
    """A group that is matched in a named graph."""

    name: Term
    group: "Group"


@dataclass(frozen=True, slots=True)
class Bind:
    """A value that the query computes."""

    value: Expression
    variable: str


@dataclass(frozen=True, slots=True)
class Values:
    """Rows that the query gives; None where one leaves a variable open.

    Attributes:
        copies: of those behind a query, names for what its pattern had bound the variables to.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Select:
    """A query, or one within another.

    Attributes:
        columns: what it projects, each with the expression that it is computed by; None for a variable as it is.
        is_distinct: whether each row is given once.
        keys: what it is grouped by; None where it is not grouped.
        having, order: these clauses as they are written.
        limit, offset: counts of rows.
        values: the VALUES clause behind it.
        is_ask: whether it asks only whether there is a solution.
    """

    columns: tuple[tuple[str, Expression | None], ...]
    where: "Group"
    is_distinct: bool = False
    keys: tuple[Key, ...] | None = None
    having: str = ""
    order: str = ""
    limit: int | None = None
    offset: int = 0
    values: Values | None = None
    is_ask: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)

    @property
    def is_sliced(self) -> bool:
        """Whether rows are left out by their place."""
        return self.limit is not None or self.offset > 0


Element = Triples | Filter | Optional | Union | Minus | Graph | Bind | Values | Select


@dataclass(frozen=True)
class Group:
    """What stands between braces, in its order."""

    elements: tuple[Element, ...]

    @cached_property
    def bound(self) -> frozenset[str]:
        """The variables that a solution may bind."""
        return frozenset(bound_in(self))

    @cached_property
    def before(self) -> tuple["Group", ...]:
        """For each element the group of those before it."""
        return tuple(Group(self.elements[:number]) for number in range(len(self.elements)))

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The variables that tell what of it matched."""
        return tuple(_marks_in(self))

    @property
    def is_marked(self) -> bool:
        """Whether some of it need not match."""
        return bool(self.marks)

    def matched(self, solution: Container[str]) -> frozenset[str]:
        """Return the variables that those parts bind which, by their marks in *solution*, have matched."""
        if not self.is_marked:
            return self.bound
        present = tuple(mark in solution for mark in self.marks)
        if present not in self._matched:
            self._matched[present] = self._matched_by(solution)
        return self._matched[present]

    @cached_property
    def _matched(self) -> dict[tuple[bool, ...], frozenset[str]]:
        return {}

    def _matched_by(self, solution: Container[str]) -> frozenset[str]:
        found: set[str] = set()
        for element in self.elements:
            match element:
                case Optional():
                    found |= element.group.matched(solution) if element.mark in solution else set()
                case Union():
                    for group, mark in element.branches:
                        found |= group.matched(solution) if not mark or mark in solution else set()
                case Graph():
                    found |= element.group.matched(solution) | {*named_by(element)}
                case _:
                    found.update(_bound_by(element))
        return frozenset(found)


def bound_in(group: Group) -> dict[str, None]:
    """Return the variables that a solution of *group* may bind, in the order of their mention."""
    return dict.fromkeys(name for element in group.elements for name in _bound_by(element))


def _bound_by(element: Element) -> Iterator[str]:
    match element:
        case Triples():
            yield from variables_of(element)
        case Optional():
            yield from bound_in(element.group)
        case Union():
            yield from (name for group, _ in element.branches for name in bound_in(group))
        case Graph():
            yield from named_by(element)
            yield from bound_in(element.group)
        case Bind():
            yield element.variable
        case Values():
            yield from element.variables
        case Select():
            yield from element.names


def _marks_in(group: Group) -> Iterator[str]:
    for element in group.elements:
        match element:
            case Optional():
                yield element.mark
                yield from element.group.marks
            case Union():
                yield from (mark for _, mark in element.branches if mark)
                yield from (mark for inner, _ in element.branches for mark in inner.marks)
            case Graph():
                yield from element.group.marks


def named_by(element: Graph) -> tuple[str, ...]:
    """Return the variable that the name of a graph is, if it is one."""
    return (element.name.value,) if isinstance(element.name, ox.Variable) else ()


def variables_of(triples: Triples) -> Iterator[str]:
    """Yield the variables of patterns in their order."""
    for pattern in triples.patterns:
        yield from (part.value for part in pattern if isinstance(part, ox.Variable))

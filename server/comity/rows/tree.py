"""A SELECT or ASK query as a tree: its groups, what they hold, and which variables each part binds.

Blank nodes of patterns are variables here whose names no query has, so that what they stand for can be told.

Source: SPARQL 1.1 §18.2.1 https://www.w3.org/TR/sparql11-query/#variableScope
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from comity.rows.paths import Path

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""What a variable may stand for; triples stand in the evidence of a snapshot, as RDF 1.2 has them."""
Term = ox.NamedNode | ox.Literal | ox.Variable
Verb = ox.NamedNode | ox.Variable | Path


@dataclass(frozen=True, slots=True)
class Exists:
    """An EXISTS or NOT EXISTS within an expression."""

    group: "Group"
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as it is written, the variables that it reads, and the patterns that it looks for."""

    text: str
    variables: tuple[str, ...] = ()
    exists: tuple[Exists, ...] = ()

    @property
    def is_absence(self) -> bool:
        """Whether it asks only that something be absent."""
        return self.text.startswith("NOT EXISTS ")


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
class Key:
    """What rows are grouped by: an expression, the variable that it is called by, and one that nothing else binds."""

    value: Expression
    variable: str
    copy: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a variable of the pattern as it is."""
        return self.value.text == f"?{self.variable}"


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
    def before(self) -> tuple[frozenset[str], ...]:
        """For each element the variables that those before it may bind."""
        parts = range(len(self.elements))
        return tuple(frozenset(bound_in(Group(self.elements[:number]))) for number in parts)


def bound_in(group: Group) -> dict[str, None]:
    """Return the variables that a solution of *group* may bind, in the order of their mention."""
    return dict.fromkeys(name for element in group.elements for name in _bound_by(element))


def _bound_by(element: Element) -> Iterator[str]:
    match element:
        case Triples():
            yield from _named(element)
        case Optional():
            yield from bound_in(element.group)
        case Union():
            yield from (name for group, _ in element.branches for name in bound_in(group))
        case Graph():
            yield from (term.value for term in (element.name,) if isinstance(term, ox.Variable))
            yield from bound_in(element.group)
        case Bind():
            yield element.variable
        case Values():
            yield from element.variables
        case Select():
            yield from element.names


def certain_in(group: Group) -> set[str]:
    """Return the variables that each solution of *group* binds by what is matched, not computed."""
    return {name for element in group.elements for name in _certain_by(element)}


def _certain_by(element: Element) -> set[str]:
    match element:
        case Triples():
            return set(_named(element))
        case Union():
            return set.intersection(*(certain_in(group) for group, _ in element.branches))
        case Graph():
            named = {element.name.value} if isinstance(element.name, ox.Variable) else set[str]()
            return named | certain_in(element.group)
        case Select() if not element.is_sliced:
            return certain_in(element.where) & {
                name for name, value in element.columns if not value
            }
    return set()


def sliced_in(group: Group) -> set[str]:
    """Return the columns of queries within *group* whose rows are counted off: binding one would change which remain."""
    found: set[str] = set()
    for element in group.elements:
        match element:
            case Select():
                inner = sliced_in(element.where)
                found |= set(element.names) if element.is_sliced else inner & set(element.names)
            case Optional() | Graph() | Minus():
                found |= sliced_in(element.group)
            case Union():
                found |= {name for group, _ in element.branches for name in sliced_in(group)}
    return found


def _named(triples: Triples) -> Iterator[str]:
    for pattern in triples.patterns:
        yield from (part.value for part in pattern if isinstance(part, ox.Variable))

"""Joins: the rows of values that some atoms have in common, found set at a time.

An atom is a relation and what stands in its places: a variable, which is a negative number, or a term's number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from comity.reasoner.keys import Keys, Mask, ascending, first, pack, second
from comity.reasoner.relation import Relation
from comity.reasoner.switches import SWITCHES

ROWS = 20_000_000


@dataclass(frozen=True, slots=True)
class Atom:
    """A relation with its places; the object of a class's atom is the class."""

    relation: Relation
    subject: int
    object: int

    @property
    def variables(self) -> set[int]:
        """The variables in its places."""
        places = (self.subject,) if self.relation.is_class else (self.subject, self.object)
        return {variable for variable in places if variable < 0}


class TooManyRows(Exception):
    """A join would make more rows than its bound; carries the count."""


class Table:
    """Rows of values for variables, a column each."""

    def __init__(self, size: int = 1, columns: dict[int, Keys] | None = None) -> None:
        self.size, self.columns = size, columns or {}

    @classmethod
    def rows(cls, *places: tuple[int, Keys]) -> "Table":
        """Return the rows at which each place, a variable or a term, has its values."""
        columns: dict[int, Keys] = {}
        fits: list[Mask] = []
        for variable, values in places:
            if variable < 0 and variable not in columns:
                columns[variable] = values
            else:
                fits.append(values == (variable if variable >= 0 else columns[variable]))
        table = cls(len(places[0][1]), columns)
        return table.only(np.logical_and.reduce(fits)) if fits else table

    @classmethod
    def of(cls, atom: Atom, keys: Keys) -> "Table":
        """Return the rows at which *atom* is one of *keys*."""
        if atom.relation.is_class:
            return cls.rows((atom.subject, keys))
        return cls.rows((atom.subject, first(keys)), (atom.object, second(keys)))

    def only(self, mask: Mask) -> "Table":
        """Return the rows at which *mask* is true."""
        if mask.all():
            return self
        return Table(int(mask.sum()), {name: column[mask] for name, column in self.columns.items()})

    def value(self, variable: int) -> Keys:
        """Return the values of a place: a variable's column, or a term in each row."""
        return self.columns[variable] if variable < 0 else np.full(self.size, variable, np.int64)

    def knows(self, variable: int) -> bool:
        """Say whether *variable* has a value."""
        return variable >= 0 or variable in self.columns

    def join(self, atom: Atom) -> "Table":
        """Return the rows that *atom* allows, with the values it gives its variables."""
        if atom.relation.is_class:
            return self._join_class(atom)
        if self.knows(atom.subject):
            if self.knows(atom.object):
                return self.only(self._fits(atom))
            return self._expand(atom.relation.parts(), atom.subject, atom.object)
        if self.knows(atom.object):
            return self._expand(atom.relation.flipped(), atom.object, atom.subject)
        return self._cross(Table.of(atom, atom.relation.all()))

    def _fits(self, atom: Atom) -> Mask:
        """Say of each row whether *atom*, all of which is known, allows it; where there are many, by the sorted way."""
        subjects, objects = self.value(atom.subject), self.value(atom.object)
        keys = pack(subjects, objects)
        if self.size > SWITCHES.mirrored and not ascending(keys):
            mirrored = pack(objects, subjects)
            if ascending(mirrored):
                return atom.relation.has(mirrored, flipped=True)
        return atom.relation.has(keys)

    def _join_class(self, atom: Atom) -> "Table":
        if self.knows(atom.subject):
            return self.only(atom.relation.has(self.value(atom.subject)))
        return self._cross(Table.of(atom, atom.relation.all()))

    def _expand(self, parts: list[Keys], known: int, new: int) -> "Table":
        values = self.value(known)
        tables = [self._expand_part(part, values, new) for part in parts]
        if len(tables) == 1:
            return tables[0]
        names = [*self.columns, new]
        columns = {
            name: np.concatenate(
                [table.columns[name] for table in tables] or [np.empty(0, np.int64)]
            )
            for name in names
        }
        return Table(sum(table.size for table in tables), columns)

    def _expand_part(self, part: Keys, values: Keys, new: int) -> "Table":
        low = np.searchsorted(part, values << 32)
        counts = np.searchsorted(part, (values + 1) << 32) - low
        total = int(counts.sum())
        if total > ROWS:
            raise TooManyRows(total)
        if total == self.size and (counts == 1).all():
            return Table(total, {**self.columns, new: second(part[low])})
        rows = np.repeat(np.arange(self.size), counts)
        starts = np.cumsum(counts) - counts
        places = np.arange(total) + np.repeat(low - starts, counts)
        columns = {name: column[rows] for name, column in self.columns.items()}
        return Table(total, {**columns, new: second(part[places])})

    def _cross(self, other: "Table") -> "Table":
        if self.size * other.size > ROWS:
            raise TooManyRows(self.size * other.size)
        columns = {name: np.repeat(column, other.size) for name, column in self.columns.items()}
        columns |= {name: np.tile(column, self.size) for name, column in other.columns.items()}
        return Table(self.size * other.size, columns)


def solve(table: Table, atoms: Sequence[Atom], bounded: Callable[[], None] = lambda: None) -> Table:
    """Join *table* with *atoms*, those first that have no new variable, then those with the fewest pairs."""
    left = list(atoms)
    while left and table.size:
        bounded()
        atom = min(left, key=lambda atom: _cost(table, atom))
        left.remove(atom)
        table = table.join(atom)
    return table


def _cost(table: Table, atom: Atom) -> tuple[int, int]:
    unknown = sum(variable not in table.columns for variable in atom.variables)
    isolated = unknown == len(atom.variables) and not (atom.subject >= 0 or atom.object >= 0)
    return (unknown + 2 * isolated, atom.relation.size * SWITCHES.order)

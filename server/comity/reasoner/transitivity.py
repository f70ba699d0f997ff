"""Transitive relations: properties, and the hierarchies of classes and of properties."""

import numpy as np

from comity.reasoner.application import Application
from comity.reasoner.circles import Circles, Graph
from comity.reasoner.join import Atom, Table
from comity.reasoner.keys import Keys, distinct, first, second
from comity.reasoner.reach import reached
from comity.reasoner.relation import Relation
from comity.reasoner.switches import SWITCHES


class Transitivity(Application):
    """A transitive relation, closed by going on from what is reached, edge by edge; when that is deep or wide, by circles.

    Every pair has as witness a node on the way, such that both parts of the way are there before it. The nodes of a
    circle all reach each other: they are joined through one of them, and ways between circles lead from one to one.
    """

    def fire(self) -> None:
        """Close the relation over what others have added to it."""
        since, self.read = self.read, self.agenda.clock
        relation = self.atoms[0].relation
        new = relation.since(since)
        if since < 0 or len(new) > SWITCHES.few or not self._grow(new):
            self._close(relation)
        self.read = self.agenda.clock

    def _grow(self, new: Keys) -> bool:
        """Join what is new with all there is, on both sides, until nothing is; False where that has too many rows."""
        relation = self.atoms[0].relation
        while len(new):
            before = _rows(relation.flipped(), first(new))
            if self._is_wide(before + _rows(relation.parts(), second(new)), relation.size):
                return False
            clock = self.agenda.clock
            for atom, other in (self.atoms, self.atoms[::-1]):
                self.conclude(Table.of(atom, new), (other,))
            new = relation.since(clock)
        return True

    def _is_wide(self, rows: int, pairs: int) -> bool:
        return rows > max(SWITCHES.narrow, SWITCHES.wide * pairs)

    def _close(self, relation: Relation) -> None:
        """Close the relation over all that others have added to it, whatever of it is closed already."""
        edges = relation.since(-1, but=self.number)
        if not self._go_on(relation.all(), edges, SWITCHES.shallow, False):
            self._close_circles(relation, edges)

    def _go_on(self, pairs: Keys, edges: Keys, rounds: float, patient: bool) -> bool:
        """Lengthen *pairs* by *edges*, and what is new by that again.

        Args:
            pairs: all there are, not only what is new: what is known already need not be closed.
            rounds: how often at most.
            patient: whether to go on however many rows there are.

        Returns:
            Whether this has come to its end.
        """
        base, relation = Relation(self.atoms[0].relation.predicate), self.atoms[0].relation
        base.add(edges, self.number, None, 0)
        right = Atom(base, self.atoms[1].subject, self.atoms[1].object)
        while len(pairs):
            rows = _rows(base.parts(), second(pairs))
            if rounds <= 0 or (not patient and self._is_wide(rows, len(pairs) + len(edges))):
                return False
            rounds, clock = rounds - 1, self.agenda.clock
            for part in np.array_split(pairs, 1 + rows // SWITCHES.chunk):
                self.conclude(Table.of(self.atoms[0], part), (right,))
            pairs = relation.since(clock)
        return True

    def _close_circles(self, relation: Relation, edges: Keys) -> None:
        circles = Circles(Graph.of(edges))
        for steps in (circles.inner(), circles.between()):
            for x, y, z in steps:
                self._through(x, y, z)
        roots, pairs = circles.links(), relation.all()
        pairs = pairs[circles.are_roots(pairs)]
        if circles.count <= SWITCHES.dense:
            known = distinct(np.sort(np.concatenate((roots, pairs))))
            for x, y, z in reached(Graph.of(roots), known):
                self._through(x, y, z)
        else:
            self._go_on(pairs, roots, float("inf"), True)
        if circles:
            pairs = relation.all()
            for x, y, z in circles.outer(pairs[circles.are_roots(pairs)]):
                self._through(x, y, z)

    def _through(self, x: Keys, y: Keys, z: Keys) -> None:
        """Conclude that each of *x* is related with that of *z*, as it is with that of *y*, and that with *z*."""
        self.state.bounded()
        places = (self.atoms[0].subject, self.atoms[0].object, self.atoms[1].object)
        if len(x):
            columns = dict(zip(places, (x, y, z), strict=True))
            self.state.conclude(self.number, Table(len(x), columns))


def _rows(parts: list[Keys], values: Keys) -> int:
    """Count the pairs in *parts*, sorted, whose first is one of *values*, as often as it is there."""
    found = 0
    for part in parts:
        low, high = np.searchsorted(part, values << 32), np.searchsorted(part, (values + 1) << 32)
        found += int((high - low).sum())
    return found

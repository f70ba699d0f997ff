"""Transitive relations: properties, and the hierarchies of classes and of properties."""

import numpy as np
from numpy.typing import NDArray

from comity.reasoner.application import Application
from comity.reasoner.join import Atom, Table
from comity.reasoner.relation import Keys, Relation, first, second

SHALLOW = 4
DENSE = 8192
FEW = 256
Reach = NDArray[np.bool_]


class Transitivity(Application):
    """A transitive relation, closed by going on from what is reached, edge by edge, and when it is deep node by node.

    Every pair has as witness the node before its last, or after its first, edge.
    """

    def fire(self) -> None:
        """Close the relation over what others have added to it."""
        since, self.read = self.read, self.agenda.clock
        relation = self.atoms[0].relation
        new = relation.since(since, but=self.number)
        if since >= 0 and len(new) <= FEW:
            self._grow(new)
        else:
            edges = relation.since(-1, but=self.number)
            self._close(relation, edges)
        self.read = self.agenda.clock

    def _grow(self, new: Keys) -> None:
        """Join what is new with all there is, on both sides, until nothing is."""
        relation = self.atoms[0].relation
        while len(new):
            clock = self.agenda.clock
            for atom, other in (self.atoms, self.atoms[::-1]):
                self.conclude(Table.of(atom, new), (other,))
            new = relation.since(clock)

    def _close(self, relation: Relation, edges: Keys) -> None:
        reached, base = edges, Relation(relation.predicate)
        base.add(edges, self.number, None, 0)
        left, right = self.atoms[0], Atom(base, self.atoms[1].subject, self.atoms[1].object)
        for depth in range(len(edges)):
            if depth == SHALLOW and self._close_dense(relation, edges):
                return
            clock = self.agenda.clock
            self.conclude(Table.of(left, reached), (right,))
            reached = relation.since(clock)
            if not len(reached):
                return

    def _close_dense(self, relation: Relation, edges: Keys) -> bool:
        """Close the relation with a row of bits for each node; False where there are too many nodes."""
        ends = np.concatenate((first(edges), second(edges)))
        nodes, places = np.unique(ends, return_inverse=True)
        if len(nodes) > DENSE:
            return False
        subjects, objects = places[: len(edges)], places[len(edges) :]
        reach = np.zeros((len(nodes), len(nodes)), np.bool_)
        known = relation.all()
        x, z = (np.searchsorted(nodes, half(known)) for half in (first, second))
        reach[x, z] = True
        self._add_rows(nodes, _reached(reach, subjects, objects))
        return True

    def _add_rows(self, nodes: Keys, rows: list[tuple[int, int, Keys]]) -> None:
        if not rows:
            return
        rows.sort(key=lambda row: row[0])
        counts = [len(found) for _, _, found in rows]
        subjects = np.repeat(nodes[[x for x, _, _ in rows]], counts)
        through = np.repeat(nodes[[y for _, y, _ in rows]], counts)
        objects = nodes[np.concatenate([found for _, _, found in rows])]
        x, y, z = self.atoms[0].subject, self.atoms[0].object, self.atoms[1].object
        self.state.conclude(self.number, Table(len(objects), {x: subjects, y: through, z: objects}))


def _reached(reach: Reach, subjects: Keys, objects: Keys) -> list[tuple[int, int, Keys]]:
    """Complete *reach* in place.

    Returns:
        The new pairs, in an order in which each rests on earlier ones: a node, the next one on the way, the nodes reached.
    """
    order, successors = _postorder(len(reach), subjects, objects)
    rows, changed = [], True
    while changed:
        changed = False
        for x in order:
            for y in successors[x]:
                found = np.flatnonzero(reach[y] > reach[x])
                if len(found):
                    reach[x] |= reach[y]
                    rows.append((x, y, found))
                    changed = True
    return rows


def _postorder(size: int, subjects: Keys, objects: Keys) -> tuple[list[int], list[list[int]]]:
    """Return the nodes, each after those that it leads to where no circle forbids it, and where each leads to."""
    successors: list[list[int]] = [[] for _ in range(size)]
    for x, y in zip(subjects.tolist(), objects.tolist(), strict=True):
        successors[x].append(y)
    order, seen = [], [False] * size
    for root in range(size):
        stack = [] if seen[root] else [(root, iter(successors[root]))]
        seen[root] = True
        while stack:
            following = next((y for y in stack[-1][1] if not seen[y]), None)
            if following is None:
                order.append(stack.pop()[0])
            else:
                seen[following] = True
                stack.append((following, iter(successors[following])))
    return order, successors

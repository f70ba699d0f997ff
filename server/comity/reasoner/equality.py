"""Equality: what is the same is found as components, and what holds of one of a component is said of each of them.

owl:sameAs between all members of a component, and each triple for each of its members, are there for SPARQL clients,
who would not find them otherwise; so a component of n members makes n² triples, which the bound on triples limits.
That each thing is the same as itself is left out.
"""

import numpy as np

from comity.proofs.instance import RuleInstance
from comity.reasoner.agenda import EQUALITY, Task
from comity.reasoner.compile import apply
from comity.reasoner.components import Components, Way
from comity.reasoner.join import ROWS
from comity.reasoner.keys import Keys, first, flip, ordered, pack, second
from comity.reasoner.relation import Relation
from comity.reasoner.state import State

X, Y, Z, P = -1, -2, -3, -4


class Equality(Task):
    """eq-sym, eq-trans, eq-rep-s, eq-rep-p and eq-rep-o."""

    def __init__(self, state: State) -> None:
        super().__init__(state.agenda, (EQUALITY, 0))
        self.state, self.components = state, Components()
        same = state.same
        self.sym = state.instance(RuleInstance("eq-sym", ((X, same, Y),), (Y, same, X)))
        self.trans = state.instance(
            RuleInstance("eq-trans", ((X, same, Y), (Y, same, Z)), (X, same, Z))
        )
        self.rep_s = state.instance(RuleInstance("eq-rep-s", ((X, same, Y), (X, P, Z)), (Y, P, Z)))
        self.rep_o = state.instance(RuleInstance("eq-rep-o", ((X, same, Y), (Z, P, X)), (Z, P, Y)))
        self.relation, self.watching = state.relation(same), False
        self.renamed: set[tuple[int, int]] = set()
        self.reads([self.relation])

    def fire(self) -> None:
        """Join what has become the same, then replace in all that is new, and in all where something has."""
        since, self.read = self.read, self.agenda.clock
        changed = self.components.unite(self._stated(since))
        if not self.components:
            return
        self.components.settle(len(self.state.terms))
        for root, ways, members in changed:
            self._prove(root, ways, members)
        self._watch()
        for other in self.components.of(self.state.same):
            self._rename(self.state.same, other)
        for relation in list(self.state.relations.values()):
            if relation is not self.relation and (relation.time > since or changed):
                self._replace(relation, -1 if changed else since)
        self.read = self.agenda.clock

    def _watch(self) -> None:
        if not self.watching:
            self.watching = True
            self.state.watch(lambda relation: relation.readers.append(self.wake))

    def _stated(self, since: int) -> Keys:
        """Return the pairs that do not follow by symmetry and transitivity."""
        own = (self.sym, self.trans)
        found = [
            batch.keys[~np.isin(batch.origins(), own)]
            for batch in self.relation.batches
            if batch.time > since
        ]
        return np.concatenate([*found, np.empty(0, np.int64)])

    def _prove(self, root: int, ways: Way, members: Keys) -> None:
        """Add that all *members* are the same: along the edges from the root, back to it, and through it."""
        self._bounded(len(members) ** 2)
        keys = self.relation.all()
        self._same(flip(keys[np.isin(first(keys), members)]), self.sym)
        far = [(member, before) for member, (before, length) in ways.items() if length > 1]
        found, through = np.array(far, np.int64).reshape(-1, 2).T
        self._same(pack(np.full(len(found), root), found), self.trans, through)
        others = members[members != root]
        self._same(pack(others, root), self.sym)
        x, y = np.repeat(others, len(others)), np.tile(others, len(others))
        x, y = x[x != y], y[x != y]
        self._same(pack(x, y), self.trans, np.full(len(x), root))

    def _same(self, keys: Keys, origin: int, through: Keys | None = None) -> None:
        keys, witness = ordered(keys, [] if through is None else [through], True)
        self.state.add(self.relation, keys, origin, witness)

    def _replace(self, relation: Relation, since: int) -> None:
        """Say what *relation* has had since a time of all that is the same."""
        if relation.is_class:
            self._replace_members(relation, since)
        elif relation.predicate != self.state.type:
            self._replace_subjects(relation, since)
            self._replace_objects(relation, since)
        for other in self.components.of(relation.predicate):
            self._rename(relation.predicate, other)

    def _replace_subjects(self, relation: Relation, since: int) -> None:
        keys = relation.since(since)
        keys = keys[self.components.one_each(first(keys), second(keys))]
        self._bounded(self.components.count(first(keys)))
        rows, others = self.components.spread(first(keys))
        found = ordered(pack(others, second(keys)[rows]), [first(keys)[rows]], True)
        self.state.add(relation, found[0], self.rep_s, found[1])

    def _replace_objects(self, relation: Relation, since: int) -> None:
        keys = relation.since(since)
        keys = keys[self.components.one_each(second(keys), first(keys))]
        self._bounded(self.components.count(second(keys)))
        rows, others = self.components.spread(second(keys))
        found = ordered(pack(first(keys)[rows], others), [second(keys)[rows]], True)
        self.state.add(relation, found[0], self.rep_o, found[1])

    def _replace_members(self, relation: Relation, since: int) -> None:
        keys = relation.since(since)
        chosen = keys[self.components.one_each(keys)]
        self._bounded(self.components.count(chosen))
        rows, others = self.components.spread(chosen)
        found = ordered(others, [chosen[rows]], False)
        self.state.add(relation, found[0], self.rep_s, found[1])
        keys = relation.since(since)
        for other in self.components.of(relation.class_):
            witness = np.full((len(keys), 1), relation.class_, np.int32)
            self.state.add(self.state.relation(self.state.type, other), keys, self.rep_o, witness)

    def _rename(self, predicate: int, other: int) -> None:
        if (predicate, other) not in self.renamed:
            self.renamed.add((predicate, other))
            premises = ((predicate, self.state.same, other), (X, predicate, Y))
            apply(self.state, RuleInstance("eq-rep-p", premises, (X, other, Y)), premises[1:])

    def _bounded(self, triples: int) -> None:
        if triples > ROWS or self.state.count + triples > self.state.bounds.triples:
            self.state.too_big(self.trans, triples)

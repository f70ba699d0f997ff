"""Groups whose members exclude each other: found by looking for what two of them share, in one pass over all of them."""

from collections.abc import Iterator

import numpy as np

from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import CLASHES, Task
from comity.reasoner.keys import first, second
from comity.reasoner.relation import Relation
from comity.reasoner.state import CLASHES_KEPT, State

Pair = tuple[Triple, ...]
RULES = {"owl:AllDisjointClasses": "cax-adc", "owl:AllDisjointProperties": "prp-adp"}


class Disjointness(Task):
    """One group: eq-diff2, eq-diff3, cax-adc, prp-adp."""

    def __init__(
        self, state: State, kind: str, listing: str, given: tuple[Triple, ...], members: list[int]
    ) -> None:
        super().__init__(state.agenda, (CLASHES, 1))
        self.state, self.kind, self.given, self.members = state, kind, given, members
        different = "eq-diff2" if listing == "owl:members" else "eq-diff3"
        self.rule = RULES.get(kind, different)
        self.relations = [self._relation(member) for member in members]
        self.reads(self.relations)

    def _relation(self, member: int) -> Relation:
        if self.kind == "owl:AllDifferent":
            return self.state.relation(self.state.same)
        if self.kind == "owl:AllDisjointClasses":
            return self.state.relation(self.state.type, member)
        return self.state.relation(member)

    def fire(self) -> None:
        """Keep what clashes."""
        given = self.given
        if self.rule.startswith("eq"):
            for premise, trivial in self._same():
                places = (len(given),) if trivial else ()
                self.state.clash(RuleInstance(self.rule, (*given, premise), None, places))
        else:
            for premises in self._shared():
                self.state.clash(RuleInstance(self.rule, (*given, *premises), None))

    def _same(self) -> Iterator[tuple[Triple, bool]]:
        """Yield two members that are the same, and whether that holds of everything, as it is one listed twice."""
        same, ordered = self.state.same, np.sort(np.array(self.members, np.int64))
        for member in np.unique(ordered[1:][ordered[1:] == ordered[:-1]]).tolist():
            yield (member, same, member), True
        keys = self.state.relation(same).all()
        x, y = first(keys), second(keys)
        inside = np.isin(x, ordered) & np.isin(y, ordered) & (x != y)
        for key in keys[inside][:CLASHES_KEPT].tolist():
            yield (key >> 32, same, key & 0xFFFFFFFF), False

    def _shared(self) -> Iterator[Pair]:
        parts = [relation.all() for relation in self.relations]
        keys = np.concatenate([*parts, np.empty(0, np.int64)])
        owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        order = np.argsort(keys, kind="stable")
        keys, owner = keys[order], owner[order]
        for index in np.flatnonzero(keys[1:] == keys[:-1])[:CLASHES_KEPT].tolist():
            key, pair = int(keys[index]), (owner[index], owner[index + 1])
            yield tuple(dict.fromkeys(self._membership(key, self.members[n]) for n in pair))

    def _membership(self, key: int, member: int) -> Triple:
        if self.kind == "owl:AllDisjointClasses":
            return key, self.state.type, member
        return key >> 32, member, key & 0xFFFFFFFF

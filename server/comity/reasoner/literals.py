"""The rules of literals: of which datatypes they are, and where that clashes.

dt-eq is in the terms themselves, which have one number for all literals of one value. dt-type2 is worked out for the
datatypes that an axiom asks for; dt-not-type and dt-diff find what clashes.
"""

import numpy as np
from pyoxigraph import Literal

from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import CLASHES, Task
from comity.reasoner.datatypes import KNOWN, differ, is_member, value
from comity.reasoner.keys import first, second
from comity.reasoner.relation import Relation, triples_of
from comity.reasoner.state import State


class Literals(Task):
    """dt-type2, dt-diff and dt-not-type."""

    def __init__(self, state: State) -> None:
        super().__init__(state.agenda, (CLASHES, 2))
        self.state = state
        self.datatypes = {state.terms.numbers.get(f"<{iri}>", -1): iri for iri in KNOWN}
        self.type2 = state.instance(RuleInstance("dt-type2", (), (-1, state.type, -2)))
        self.known, self.filled = len(state.terms), list[Relation]()
        state.asked = self._asked
        state.watch(self._watch)
        self.find_ill_typed()
        if state.keeps_itself:
            self._ask_all()

    def _ask_all(self) -> None:
        """Fill all datatypes that are mentioned, where something may rest on any of them."""
        for number in [number for number in self.datatypes if number >= 0]:
            self._asked(self.state.relation(self.state.type, number))

    def _watch(self, relation: Relation) -> None:
        if relation.predicate == self.state.same or relation.class_ in self.datatypes:
            relation.readers.append(self.wake)

    def _asked(self, relation: Relation) -> None:
        """Fill the datatype that an axiom asks for with the literals that are of it."""
        datatype = self.datatypes.get(relation.class_)
        if datatype and relation.is_class and relation not in self.filled:
            self.filled.append(relation)
            self._fill(relation, 0)

    def take_up(self) -> None:
        """Have the literals that have come since the last time among the members of their datatypes."""
        for relation in self.filled:
            self._fill(relation, self.known)
        self.known = len(self.state.terms)

    def _fill(self, relation: Relation, known: int) -> None:
        terms, datatype = self.state.terms, self.datatypes[relation.class_]
        own = known + np.flatnonzero(
            (terms.literal & (terms.equal == np.arange(len(terms.equal))))[known:]
        )
        found = [
            n for n in own.tolist() if n not in terms.ill_typed and self._is_certainly(n, datatype)
        ]
        self.state.add(relation, np.array(found, np.int64), self.type2)

    def _is_certainly(self, number: int, datatype: str) -> bool:
        literal = self.state.terms[number]
        return (
            isinstance(literal, Literal)
            and value(literal) is not None
            and is_member(literal, datatype)
        )

    def find_ill_typed(self) -> None:
        """Say of each literal whose form is none of its datatype which triple has it."""
        bad = np.array(sorted(self.state.terms.ill_typed), np.int64)
        for relation in list(self.state.relations.values()) if len(bad) else []:
            keys = relation.all()
            for triple in triples_of(relation, keys[np.isin(second(keys), bad)].tolist()):
                self._clash("dt-not-type", triple)

    def fire(self) -> None:
        """Say what clashes."""
        since, self.read = self.read, self.agenda.clock
        for number in self.datatypes:
            relation = self.state.relations.get((self.state.type, number))
            if relation and relation.time > since:
                self._not_of_type(relation, since)
        same = self.state.relation(self.state.same)
        if same.time > since:
            self._different(same, since)

    def _not_of_type(self, relation: Relation, since: int) -> None:
        keys = relation.since(since)
        for number in keys[self.state.terms.literal[keys]].tolist():
            literal = self.state.terms[number]
            if (
                isinstance(literal, Literal)
                and number not in self.state.terms.ill_typed
                and not is_member(literal, self.datatypes[relation.class_])
            ):
                self._clash("dt-not-type", (number, relation.predicate, relation.class_))

    def _different(self, same: Relation, since: int) -> None:
        keys = same.since(since)
        literal = self.state.terms.literal
        if (literal[first(keys)] != literal[second(keys)]).any():
            self._ask_all()
        for s, p, o in triples_of(
            same, keys[literal[first(keys)] & literal[second(keys)]].tolist()
        ):
            one, other = self.state.terms[s], self.state.terms[o]
            assert isinstance(one, Literal)
            assert isinstance(other, Literal)
            if not {s, o} & self.state.terms.ill_typed and differ(one, other):
                self._clash("dt-diff", (s, p, o))

    def _clash(self, rule: str, premise: Triple) -> None:
        self.state.clash(RuleInstance(rule, (premise,), None))

"""rdf:type as pairs, for the few axioms that speak of rdf:type itself; else its triples stand by class."""

from comity.reasoner.agenda import SCHEMA, Task
from comity.reasoner.keys import pack
from comity.reasoner.relation import ASSERTED, NOWHERE, Batch, Relation
from comity.reasoner.state import State


class TypePairs(Task):
    """Keeps the pairs of rdf:type what the members of all classes say; how they follow stands with the classes."""

    def __init__(self, state: State) -> None:
        super().__init__(state.agenda, (SCHEMA, -1))
        self.state, self.pairs = state, state.relation(state.type)
        state.watch(self._watch)
        self.wake()

    def _watch(self, relation: Relation) -> None:
        if relation.is_class:
            relation.readers.append(self.wake)

    def fire(self) -> None:
        """Take up the new members of each class."""
        since, self.read = self.read, self.agenda.clock
        for relation in list(self.state.relations.values()):
            if relation.is_class and relation.time > since:
                keys = pack(relation.since(since), relation.class_)
                self.agenda.clock += 1
                self.pairs.append(Batch(keys, ASSERTED, None, self.agenda.clock))


def pairs_of_types(state: State) -> None:
    """Keep rdf:type as pairs too, from now on."""
    if (state.type, NOWHERE) not in state.relations:
        TypePairs(state)

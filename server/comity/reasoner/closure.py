"""What follows from some triples, how each of it follows, and what clashes."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Triple as RdfTriple

from comity.reasoner.equality import Equality
from comity.reasoner.forms import Forms
from comity.reasoner.instance import Triple
from comity.reasoner.literals import Literals
from comity.reasoner.relation import ASSERTED, NOWHERE, Keys, Relation
from comity.reasoner.state import State, triples_of


@dataclass(frozen=True, slots=True)
class Step:
    """How a triple follows: by which rule, from which premises; of a contradiction, what clashes.

    Attributes:
        trivial: the places of the premises that hold of everything, and are not kept.
    """

    rule: str
    premises: tuple[Triple, ...]
    trivial: tuple[int, ...] = ()


class Closure:
    """What follows from some triples: each with the rule and the premises it was first derived by."""

    def __init__(self, state: State, literals: Literals, equality: Equality, forms: Forms) -> None:
        self.state, self.terms = state, state.terms
        self.literals, self.equality, self.forms = literals, equality, forms

    @property
    def contradictions(self) -> list[Step]:
        """What contradicts itself, a step for each."""
        return [Step(i.rule, i.told(None, w), i.trivial) for i, w in self.state.clashes]

    def relations(self) -> Iterator[Relation]:
        """Yield the relations with something in them; those of rdf:type by class."""
        for (predicate, class_), relation in self.state.relations.items():
            if relation.size and (predicate != self.state.type or class_ != NOWHERE):
                yield relation

    def place(self, triple: Triple) -> tuple[Relation, int] | None:
        """Return the relation and the key that *triple* has, if it has one."""
        s, p, o = triple
        relation = self.state.relations.get((p, o if p == self.state.type else NOWHERE))
        return (relation, s if relation.is_class else s << 32 | o) if relation else None

    def is_asserted(self, triple: Triple) -> bool:
        """Say whether *triple* is asserted."""
        return self.holds(triple) and self.step(triple) is None

    def holds(self, triple: Triple) -> bool:
        """Say whether *triple* is asserted or derived; what holds trivially is not kept."""
        place = self.place(triple)
        return place is not None and place[0].find(place[1]) is not None

    def step(self, triple: Triple) -> Step | None:
        """Return how *triple* follows; None where it is asserted.

        Raises:
            KeyError: it does not hold.
        """
        place = self.place(triple)
        found = place and place[0].find(place[1])
        if not found:
            raise KeyError(triple)
        batch, row = found
        origin = int(batch.origins()[row]) if not isinstance(batch.origin, int) else batch.origin
        if origin == ASSERTED:
            return None
        instance = self.state.instances[origin]
        witness = [] if batch.witness is None else batch.witness[row][: len(instance.witnesses)].tolist()
        return Step(instance.rule, instance.told(triple, witness), instance.trivial)

    def triples(self) -> Iterator[Triple]:
        """Yield all that holds, as numbers; generalised triples too."""
        for relation in self.relations():
            for batch in relation.batches:
                yield from triples_of(relation, batch.keys.tolist())

    def asserted(self) -> Iterator[Triple]:
        """Yield what is asserted, as numbers."""
        for relation in self.relations():
            for batch in relation.batches:
                yield from triples_of(relation, batch.keys[batch.origins() == ASSERTED].tolist())

    def derived(self) -> Iterator[Triple]:
        """Yield what is derived and not asserted, as numbers; generalised triples too."""
        for relation in self.relations():
            for batch in relation.batches:
                yield from triples_of(relation, self._derived(batch.keys, batch.origin).tolist())

    def _derived(self, keys: Keys, origin: object) -> Keys:
        if isinstance(origin, int):
            return keys if origin >= 0 else keys[:0]
        return keys[origin >= 0]  # type: ignore[operator]

    def is_rdf(self, triple: Triple) -> bool:
        """Say whether *triple* can stand in an RDF graph: no literal as subject, an IRI as predicate."""
        s, p, _ = triple
        forms = self.terms.forms
        return forms[s][0] != '"' and forms[p][0] == "<"

    def rdf(self, triple: Triple) -> RdfTriple:
        """Return *triple* in terms of RDF."""
        s, p, o = (self.terms[number] for number in triple)
        return RdfTriple(s, p, o)  # type: ignore[arg-type]

    def inferred(self) -> Iterator[RdfTriple]:
        """Yield each triple of RDF that is derived and not asserted."""
        return (self.rdf(triple) for triple in self.derived() if self.is_rdf(triple))



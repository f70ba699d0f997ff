"""What follows from some triples, how each of it follows, and what clashes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyoxigraph import Quad
from pyoxigraph import Triple as RdfTriple

from comity.proofs.instance import Triple
from comity.proofs.proof import Names, Proof, Reason, prove, refute
from comity.reasoner.equality import Equality
from comity.reasoner.keys import Keys, Mask, first, second
from comity.reasoner.lexical_forms import Forms
from comity.reasoner.literals import Literals
from comity.reasoner.relation import ASSERTED, NOWHERE, Relation, triples_of
from comity.reasoner.state import State
from comity.reasoner.tautology import axiomatic

PART = 2**16


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
        return [Step(i.rule, i.premises_of(None, w), i.trivial) for i, w in self.state.clashes]

    def relations(self) -> Iterator[Relation]:
        """Yield the relations with something in them; those of rdf:type by class."""
        for (predicate, class_), relation in self.state.relations.items():
            if relation.size and (predicate != self.state.type or class_ != NOWHERE):
                yield relation

    def find_row(self, triple: Triple) -> tuple[Relation, int] | None:
        """Return the relation and the key that *triple* has, if it has one."""
        s, p, o = triple
        relation = self.state.relations.get((p, o if p == self.state.type else NOWHERE))
        return (relation, s if relation.is_class else s << 32 | o) if relation else None

    def is_asserted(self, triple: Triple) -> bool:
        """Say whether *triple* is asserted."""
        return self.holds(triple) and self.step(triple) is None

    def holds(self, triple: Triple) -> bool:
        """Say whether *triple* is asserted or derived; what holds trivially is not kept."""
        find_row = self.find_row(triple)
        return find_row is not None and find_row[0].find(find_row[1]) is not None

    def step(self, triple: Triple) -> Step | None:
        """Return how *triple* follows; None where it is asserted.

        Raises:
            KeyError: it does not hold.
        """
        find_row = self.find_row(triple)
        found = find_row and find_row[0].find(find_row[1])
        if not found:
            raise KeyError(triple)
        batch, row = found
        origin = int(batch.origins()[row]) if not isinstance(batch.origin, int) else batch.origin
        if origin == ASSERTED:
            return None
        instance = self.state.instances[origin]
        witness = (
            [] if batch.witness is None else batch.witness[row][: len(instance.witnesses)].tolist()
        )
        return Step(instance.rule, instance.premises_of(triple, witness), instance.trivial)

    def proof(self, triple: Triple) -> Proof:
        """Return the proof of *triple*.

        Raises:
            KeyError: it does not hold.
        """
        self.step(triple)
        return prove(self.written(triple), self._reason)

    def numbered(self, triple: RdfTriple | Quad) -> Triple:
        """Return *triple* as numbers; KeyError where a term of it is none of the closure's."""
        return self._numbers(str(triple.subject), str(triple.predicate), str(triple.object))

    def numbers(self, step: Proof) -> Triple:
        """Return the triple that *step* of a proof proves as numbers."""
        return self._numbers(*step.triple)

    def _numbers(self, *names: str) -> Triple:
        s, p, o = (self._known(name) for name in names)
        return s, p, int(self.terms.equal[o])

    def _known(self, name: str) -> int:
        if name not in self.terms.numbers:  # asking for it would add it
            raise KeyError(name)
        return self.terms.numbers[name]

    def refutations(self) -> Iterator[Proof]:
        """Yield the proof of each contradiction."""
        return (refute(self._reason_of(step), self._reason) for step in self.contradictions)

    def written(self, triple: Triple) -> Names:
        """Return *triple* in N-Triples forms."""
        s, p, o = (self.terms.forms[number] for number in triple)
        return s, p, o

    def _reason(self, names: Names) -> Reason | None:
        step = self.step(self._numbers(*names))
        return None if step is None else self._reason_of(step)

    def _reason_of(self, step: Step) -> Reason:
        return Reason(step.rule, tuple(map(self.written, step.premises)), step.trivial)

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
                yield from triples_of(relation, batch.keys[batch.origins() >= 0].tolist())

    def is_rdf(self, triple: Triple) -> bool:
        """Say whether *triple* can stand in an RDF graph: no literal as subject, an IRI as predicate."""
        s, p, _ = triple
        forms = self.terms.forms
        return forms[s][0] != '"' and forms[p][0] == "<"

    def rdf(self, triple: Triple) -> RdfTriple:
        """Return *triple* in terms of RDF."""
        s, p, o = (self.terms[number] for number in triple)
        return RdfTriple(s, p, o)  # type: ignore[arg-type]

    def members(self, class_: str) -> list[str]:
        """List the members of a class, all in N-Triples forms."""
        number = self.terms.numbers.get(class_, NOWHERE)
        relation = self.state.relations.get((self.state.type, number)) if number >= 0 else None
        return [self.terms.forms[n] for n in relation.all().tolist()] if relation else []

    def inferred(self) -> Iterator[RdfTriple]:
        """Yield each triple of RDF that is derived and not asserted, and does not hold of everything."""
        return map(self.rdf, self.telling())

    def telling(self) -> Iterator[Triple]:
        """Yield what `inferred` does, as numbers."""
        for relation in self.relations():
            for batch in relation.batches:
                keys = batch.keys[batch.origins() >= 0]
                for part in np.array_split(keys, 1 + len(keys) // PART):
                    yield from triples_of(relation, part[self._tells(relation, part)].tolist())

    def _tells(self, relation: Relation, keys: Keys) -> Mask:
        """Say of each of *keys* whether it is of RDF and does not hold of everything."""
        state, p = self.state, relation.predicate
        s = keys if relation.is_class else first(keys)
        found = ~self.terms.literal[s]
        if self.terms.forms[p][0] != "<" or (p == state.type and relation.class_ == state.thing):
            return np.zeros(len(keys), np.bool_)
        if relation.is_class:
            return found & ~np.isin(keys, self._kinds().get(relation.class_, ()))
        o = second(keys)
        if p in state.reflexive:
            found &= s != o
        if p in self._topped():
            found &= o != state.thing
        return found & (s != state.nothing) if p == state.number("rdfs:subClassOf") else found

    def _topped(self) -> set[int]:
        """Return the predicates whose object owl:Thing tells nothing."""
        return {self.state.number("rdfs:" + n) for n in ("subClassOf", "domain", "range")}

    def _kinds(self) -> dict[int, list[int]]:
        """Return the terms that are of a class anyway, by class."""
        number, found = self.terms.numbers.get, defaultdict[int, list[int]](list)
        for iri, _, class_ in axiomatic():
            found[number(f"<{class_}>", NOWHERE)].append(number(f"<{iri}>", NOWHERE))
        return found

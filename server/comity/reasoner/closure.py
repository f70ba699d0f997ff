"""What follows from some triples, and how."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Triple as RdfTriple

from comity.reasoner.lists import Triple
from comity.reasoner.terms import Terms


@dataclass(frozen=True, slots=True)
class Step:
    """How a triple follows: by which rule, from which premises."""

    rule: str
    premises: tuple[Triple, ...]


@dataclass(slots=True)
class Closure:
    """What follows from some triples: each with its step, None for an asserted one."""

    terms: Terms
    steps: dict[Triple, Step | None] = field(default_factory=dict)
    contradictions: list[Step] = field(default_factory=list)

    def rdf(self, triple: Triple) -> RdfTriple:
        """Return *triple* in terms of RDF."""
        s, p, o = (self.terms.terms[number] for number in triple)
        return RdfTriple(s, p, o)  # type: ignore[arg-type]

    def inferred(self) -> Iterator[RdfTriple]:
        """Yield each triple that is not asserted."""
        return (self.rdf(triple) for triple, step in self.steps.items() if step is not None)

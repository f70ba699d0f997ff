"""Triples that the rows of a sheet say, before they are a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple


@dataclass
class Statements:
    """Triples, those about things of other rows with the claims that say them, and what is wrong in the cells."""

    triples: set[Triple] = field(default_factory=set)
    annotated: dict[Triple, set[NamedNode]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def say(self, subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
        """Add a triple, its subject and predicate by their IRIs."""
        triple = Triple(NamedNode(subject), NamedNode(predicate), value)
        self.triples.add(triple)
        return triple

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples."""
        self.triples |= set(triples)

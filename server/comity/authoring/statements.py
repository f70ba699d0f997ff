"""Triples that the rows of a sheet say, before they are a file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple


@dataclass
class Statements:
    """Triples in their order, those about things of other rows with the claims that say them, and what is wrong in the cells."""

    triples: dict[Triple, None] = field(default_factory=dict)
    annotated: dict[Triple, set[NamedNode]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _about: dict[Any, list[Triple]] = field(default_factory=lambda: defaultdict(list))

    def say(self, subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
        """Add a triple, its subject and predicate by their IRIs."""
        triple = Triple(NamedNode(subject), NamedNode(predicate), value)
        self.add([triple])
        return triple

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples."""
        for triple in triples:
            if triple not in self.triples:
                self.triples[triple] = None
                self._about[triple.subject].append(triple)

    def about(self, subject: object) -> list[Triple]:
        """Return what is said of a subject, in the order in which it was."""
        return self._about.get(subject, [])

    def values(self, subject: object, predicate: NamedNode) -> list[Any]:
        """Return what is said of a subject by a property."""
        return [triple.object for triple in self.about(subject) if triple.predicate == predicate]

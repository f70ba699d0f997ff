"""Annotations of triples in a dossier's files: read from their nodes, and told apart from what the files state.

Source: OWL 2 Mapping to RDF Graphs §2.2 https://www.w3.org/TR/owl2-mapping-to-rdf/#Translation_of_Annotations
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Quad, Triple

from comity.evidence.vocabulary import AXIOM, DISPUTED_BY, PARTS, READ_ON, REPORTED_BY, TYPE


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said of a triple.

    Attributes:
        node: the node that says it; graph: the graph that it stands in.
        quads: all that it says, in the order of the file.
        parts: what it names as subject, predicate and object of the triple, each of which should be one.
    """

    node: Any
    graph: Any
    quads: tuple[Quad, ...]
    parts: tuple[tuple[Any, ...], ...] = field(default=())

    @property
    def triple(self) -> Triple | None:
        """The triple; None where the node names none, or more than one."""
        if [len(part) for part in self.parts] != [1, 1, 1]:
            return None
        try:
            return Triple(*(part[0] for part in self.parts))
        except TypeError:  # a literal as subject
            return None

    @property
    def claims(self) -> frozenset[Any]:
        """The claims that say the triple."""
        return self._values(REPORTED_BY)

    @property
    def disputes(self) -> frozenset[Any]:
        """The claims that deny it."""
        return self._values(DISPUTED_BY)

    @property
    def is_read(self) -> bool:
        """Whether a person has held it against its evidence."""
        return bool(self._values(READ_ON))

    def _values(self, predicate: object) -> frozenset[Any]:
        return frozenset(quad.object for quad in self.quads if quad.predicate == predicate)


def split(quads: Iterable[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return what *quads* state, and what they say of triples."""
    quads = list(quads)
    nodes = {(q.subject, q.graph_name) for q in quads if q.object == AXIOM and q.predicate == TYPE}
    if not nodes:
        return quads, []
    said = [(quad, (quad.subject, quad.graph_name) in nodes) for quad in quads]
    return [q for q, is_of_triple in said if not is_of_triple], [q for q, is_of in said if is_of]


def annotations(quads: Iterable[Quad]) -> list[Annotation]:
    """Return the annotations that *quads*, which say things of triples, make up."""
    found: dict[tuple[Any, Any], list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.subject, quad.graph_name].append(quad)
    return [_annotation(node, graph, said) for (node, graph), said in found.items()]


def _annotation(node: object, graph: object, said: list[Quad]) -> Annotation:
    parts = tuple(tuple(q.object for q in said if q.predicate == part) for part in PARTS)
    return Annotation(node, graph, tuple(said), parts)

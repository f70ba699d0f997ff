"""What a write changes: the quads that come and those that go, and as RDF Patch.

Source: RDF Patch https://afs.github.io/rdf-patch/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad


@dataclass(frozen=True, slots=True)
class Changeset:
    """Quads of the dossier's graphs.

    Attributes:
        added: none of which was there.
        removed: all of which were there.
    """

    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def graphs(self) -> set[str]:
        """Return the IRIs of the graphs that change; "" for the default graph."""
        return {graph_of(quad) for quad in (*self.added, *self.removed)}


def graph_of(quad: Quad) -> str:
    """Return the IRI of the graph of *quad*; "" for the default graph."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def patch(added: Iterable[object], removed: Iterable[object]) -> Iterator[str]:
    """Write triples or quads that go and come as RDF Patch, a line each, in the order of their text."""
    yield "TX ."
    for mark, statements in (("D", removed), ("A", added)):
        for line in sorted(map(str, statements)):
            yield f"{mark} {line} ."
    yield "TC ."

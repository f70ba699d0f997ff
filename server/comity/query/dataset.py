"""The dataset that a question is asked of: the snapshot's store, or a default graph composed from several."""

from dataclasses import dataclass, field

import pyoxigraph as ox

from comity.query.guard import decode
from comity.query.request import Request
from comity.vocabulary import BASE

KEPT = 3


@dataclass(slots=True)
class Datasets:
    """One store, and the composed default graphs that were asked for last, each a store of its own in memory."""

    store: ox.Store
    composed: dict[tuple[tuple[str, ...], bool], ox.Store] = field(default_factory=dict)

    def query(self, request: Request) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Begin to evaluate *request*; nothing is computed before the result is read.

        Raises:
            SyntaxError, RuntimeError, ValueError, OSError: as the engine does.
        """
        store, default_graphs = self._store(request)
        named = request.named_graphs
        return store.query(
            request.text,
            base_iri=BASE,
            default_graph=[graph_named(iri) for iri in default_graphs] or None,
            named_graphs=None if named is None else [ox.NamedNode(iri) for iri in named],
            substitutions={ox.Variable(name): term.to_engine() for name, term in request.bindings},
        )

    def _store(self, request: Request) -> tuple[ox.Store, tuple[str, ...]]:
        """The store to ask; several default graphs are merged into one set first.

        The engine would give a triple that stands in two of them twice, against
        SPARQL 1.1 §13.2 https://www.w3.org/TR/sparql11-query/#specifyingDataset
        """
        graphs = request.default_graphs
        if len(graphs) < 2:
            return self.store, graphs
        key = graphs, "GRAPH" in decode(request.text).upper()
        if key not in self.composed:
            for old in list(self.composed)[: 1 - KEPT]:
                del self.composed[old]
            self.composed[key] = _merged(self.store, *key)
        return self.composed[key], ()


def _merged(store: ox.Store, graphs: tuple[str, ...], with_named: bool) -> ox.Store:
    """Copy *graphs* as one default graph; the named ones, which are most of a store, only if they are asked of."""
    merged = ox.Store()
    if with_named:
        merged.bulk_extend(quad for quad in store if isinstance(quad.graph_name, ox.NamedNode))
    for iri in graphs:
        found = store.quads_for_pattern(None, None, None, graph_named(iri))
        merged.bulk_extend(
            ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in found
        )
    return merged


def graph_named(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    """Return the engine's name of the graph *iri*; "" is the default graph."""
    return ox.NamedNode(iri) if iri else ox.DefaultGraph()

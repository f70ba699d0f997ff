"""The dataset that a question is asked of: the snapshot's store, or a default graph composed from several."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from comity.evidence.annotations import split
from comity.namespace import Namespace, is_claims
from comity.query.request import Request
from comity.query.tokens import TOKEN
from comity.vocabulary import COPIES

KEPT = 3
VIEWS = ("", *COPIES)
Names = list[ox.NamedNode | ox.BlankNode]
Graphs = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]


def names_dataset(text: str) -> bool:
    """Tell whether the query *text* has a FROM clause, which stands outside of its braces.

    A name whose prefix begins so counts too, since the engine's keywords need no blank behind them.
    """
    depth = 0
    for token in TOKEN.finditer(text):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth <= 0 and token.lastgroup in ("word", "name") and token[0][:4].upper() == "FROM":
            return True
    return False


@dataclass(slots=True)
class Datasets:
    """One store, and the composed default graphs that were asked for last, each a store of its own in memory."""

    store: ox.Store
    files: Path
    namespace: Namespace = field(default_factory=Namespace)
    composed: dict[tuple[tuple[str, ...], bool], ox.Store] = field(default_factory=dict)

    def query(self, request: Request) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Begin to evaluate *request*; nothing is computed before the result is read.

        Raises:
            SyntaxError, RuntimeError, ValueError, OSError: as the engine does.
        """
        store, default, named = self.read_by(request)
        return store.query(
            request.text,
            base_iri=self.namespace.base,
            default_graph=default,
            named_graphs=named,
            substitutions={ox.Variable(name): term.to_engine() for name, term in request.bindings},
        )

    def read_by(self, request: Request) -> tuple[ox.Store, Graphs | None, Names | None]:
        """Return the store that *request* is asked of, its default graphs and its named ones; None as in a request."""
        store, graphs = self._store(request)
        named = request.named_graphs
        return (
            store,
            None if graphs is None else [*map(graph_named, graphs)],
            None if named is None else [ox.NamedNode(iri) for iri in named],
        )

    def file(self, path: str) -> Path:
        """Return where the dossier's file *path* is."""
        return self.files / path

    def open_every_file(self) -> None:
        """Read through every index, so that the engine, which opens its files as it goes, has opened all of them."""
        patterns = set[tuple[Any, Any, Any, Any]]()
        for s, p, o, graph in self.store:
            patterns |= {(s, None, None, None), (None, p, None, None), (None, None, o, None)}
            patterns |= {(None, None, None, graph), (None, p, None, graph), (None, None, o, graph)}
        for pattern in patterns:
            deque(self.store.quads_for_pattern(*pattern), maxlen=0)
        deque(self.store.named_graphs(), maxlen=0)

    def _store(self, request: Request) -> tuple[ox.Store, tuple[str, ...] | None]:
        """The store to ask; several default graphs are merged into one set first.

        The engine would give a triple that stands in two of them twice, against
        SPARQL 1.1 §13.2 https://www.w3.org/TR/sparql11-query/#specifyingDataset
        """
        graphs = request.default_graphs
        if graphs is None or len(graphs) < 2:
            return self.store, graphs
        if _are_apart(self.store, graphs):
            return self.store, graphs
        key = graphs, "GRAPH" in request.text.upper()
        if key not in self.composed:
            for old in list(self.composed)[: 1 - KEPT]:
                del self.composed[old]
            self.composed[key] = merged(self.store, *key)
        return self.composed[key], ("",)


def _are_apart(store: ox.Store, graphs: tuple[str, ...]) -> bool:
    """Tell whether the engine can read *graphs* as they are: no triple stands in two, none is left out of a claimant's."""
    base, *others = graphs
    seen = set[tuple[Any, Any, Any]]()
    for iri in others:
        found = list(store.quads_for_pattern(None, None, None, graph_named(iri)))
        if base in VIEWS and is_claims(iri) and len(split(found)[0]) < len(found):
            return False
        for s, p, o, _ in found:
            if (s, p, o) in seen or ox.Quad(s, p, o, graph_named(base)) in store:
                return False
            seen.add((s, p, o))
    return True


def merged(store: ox.Store, graphs: tuple[str, ...], with_named: bool) -> ox.Store:
    """Return a copy of *graphs* as one default graph; the named ones, which are most of a store, only if they are asked of.

    A claimant's graph beside what holds is read as what it states, without what it says of its triples.
    """
    merged = ox.Store()
    if with_named:
        merged.bulk_extend(quad for quad in store if isinstance(quad.graph_name, ox.NamedNode))
    for iri in graphs:
        found = list(store.quads_for_pattern(None, None, None, graph_named(iri)))
        stated = split(found)[0] if is_claims(iri) and graphs[0] in VIEWS else found
        merged.bulk_extend(
            ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in stated
        )
    return merged


def file_triples(path: Path, graph: str, *, fresh: bool = False) -> Iterator[ox.Triple]:
    """Yield the triples of the dossier's file *path*, whose relative IRIs are relative to its *graph*.

    Args:
        fresh: whether blank nodes get names that no other file has.
    """
    rdf_format = (
        ox.RdfFormat.from_extension(path.suffix.lstrip(".").lower()) or ox.RdfFormat.RDF_XML
    )
    for quad in ox.parse(path=path, format=rdf_format, base_iri=graph, rename_blank_nodes=fresh):
        yield quad.triple


def graph_named(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    """Return the engine's name of the graph *iri*; "" is the default graph."""
    return ox.NamedNode(iri) if iri else ox.DefaultGraph()

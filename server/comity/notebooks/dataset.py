"""A snapshot as rdflib's Dataset: its store is read where it is, and nothing is copied or written.

Source: rdflib, Store API https://rdflib.readthedocs.io/en/stable/apidocs/rdflib.store/
"""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from comity.errors import BadQuery, NotWritable
from comity.query import guard

READ_ONLY = "A snapshot is not written to; change the files of the dossier, or send an update to a server that takes them."


class ViewStore(OxigraphStore):
    """A store of rdflib over the store of a snapshot, whose default graph is what a view reads."""

    def __init__(self, store: ox.Store, graph: str, prefixes: Mapping[str, str]) -> None:
        """Read *store*, and its graph of that name as the default graph; "" is the store's own.

        Args:
            prefixes: those that a query need not declare.
        """
        super().__init__(store=store)
        self._prefixes = prefixes
        self._default = URIRef(graph) if graph else DATASET_DEFAULT_GRAPH_ID
        self._view = Graph(identifier=self._default)

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Any]:
        """Yield what fits a pattern."""
        return super().triples(triple_pattern, self._read(context))

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **kwargs: object,
    ) -> Any:
        """Answer a query by the engine that the server has, after the same guard.

        Raises:
            Refused: it would fetch something.
            BadQuery: it does not parse.
        """
        guard.check(str(query))
        named = {**self._prefixes, **initNs}
        graph = self._default if queryGraph == DATASET_DEFAULT_GRAPH_ID else queryGraph
        try:
            return super().query(query, named, initBindings, graph, **kwargs)
        except SyntaxError as error:
            told = " ".join(str(error.msg).split()).rstrip(".")
            raise BadQuery(f"The query does not parse: {told}.") from error

    def __len__(self, context: Graph | None = None) -> int:
        return super().__len__(self._read(context))

    def _read(self, context: Graph | None) -> Graph | None:
        is_default = context is not None and context.identifier == DATASET_DEFAULT_GRAPH_ID
        return self._view if is_default else context

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib names a graph so before it reads it."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise NotWritable(READ_ONLY)

    add = addN = remove = update = remove_graph = destroy = _refuse  # noqa: N815


def dataset(store: ox.Store, graph: str, prefixes: Mapping[str, str]) -> Dataset:
    """Return *store* as a read-only Dataset whose default graph is *graph*, "" for the store's own."""
    found = Dataset(store=ViewStore(store, graph, prefixes))
    for prefix, namespace in prefixes.items():
        found.bind(prefix, namespace)
    return found

"""The dataset that a query was asked of, asked further: solutions, single statements, and what is next to a term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import pyoxigraph as ox

from comity.query.dataset import Datasets, Graphs, Names
from comity.query.request import Request
from comity.rows.parsed import Parsed
from comity.rows.tree import Value

Solution = dict[str, Value]


class Statement(NamedTuple):
    """A triple of the dataset; the name of its graph, None for the default graph."""

    subject: ox.NamedNode | ox.BlankNode | ox.Triple
    predicate: ox.NamedNode
    object: Value
    graph: ox.NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A dataset, as the request of a query and the query itself name it.

    Attributes:
        default, named: the graphs of which it is made; None for those that the store has.
        given: the values that the request gives to variables.
        base: what relative IRIs of a query are relative to, and the names of what a build makes begin with.
        whole: the store of the snapshot, whatever part of it is asked.
    """

    store: ox.Store
    default: Graphs | None
    named: Names | None
    given: Solution
    base: str
    whole: ox.Store | None = None

    @classmethod
    def of(cls, datasets: Datasets, request: Request, parsed: Parsed) -> "Asked":
        """Return the dataset of *request*; where that names none, the FROM clauses of its query count."""
        if parsed.names_dataset and request.default_graphs is None and request.named_graphs is None:
            request = replace(request, default_graphs=parsed.default, named_graphs=parsed.named)
        given: Solution = {name: term.to_engine() for name, term in request.bindings}
        return cls(*datasets.read_by(request), given, datasets.namespace.base, datasets.store)

    def solutions(self, text: str, given: Mapping[str, Value]) -> Iterator[Solution]:
        """Yield the solutions of the SELECT query *text*, in which *given* are bound, as they are found."""
        found = self._ask(text, given)
        assert isinstance(found, ox.QuerySolutions), "a SELECT is asked"
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: value for name in names if (value := row[name]) is not None}

    def is_so(self, text: str, given: Mapping[str, Value]) -> bool:
        """Tell what the ASK query *text* is answered with, in which *given* are bound."""
        return bool(self._ask(text, given))

    def _ask(
        self, text: str, given: Mapping[str, Value]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self.store.query(
            text,
            base_iri=self.base,
            default_graph=self.default,
            named_graphs=self.named,
            substitutions={ox.Variable(name): value for name, value in given.items()},
        )

    def graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the names of the named graphs."""
        if self.named is not None:
            yield from (g for g in self.named if isinstance(g, ox.NamedNode))
        else:
            yield from (g for g in self.store.named_graphs() if isinstance(g, ox.NamedNode))

    def statements(
        self,
        subject: Value | None,
        predicate: ox.NamedNode | None,
        value: Value | None,
        graph: ox.NamedNode | None,
    ) -> Iterator[Statement]:
        """Yield the statements of a pattern: of the graph of that name, of the default graph for None."""
        if isinstance(subject, ox.Literal):
            return
        graphs: Graphs
        if graph is not None:
            graphs = [graph] if self.named is None or graph in self.named else []
        else:
            graphs = [ox.DefaultGraph()] if self.default is None else self.default
        for one in graphs:
            for quad in self.store.quads_for_pattern(subject, predicate, value, one):
                yield Statement(quad.subject, quad.predicate, quad.object, graph)

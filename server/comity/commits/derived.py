"""The graphs that are made from others, kept in step with a change instead of made anew.

What each of them holds is said where it is made whole: by `describe`, `write` and `evidence.statements`.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from comity.builder import describe
from comity.commits import uncontested
from comity.commits.applying import Graphs
from comity.commits.changeset import Changeset, graph_of
from comity.evidence.vocabulary import CONTRADICTS, SOURCE
from comity.namespace import Namespace, is_claims
from comity.vocabulary import ASSERTED, INFERRED

Triples = Collection[Triple]


class Derived:
    """Knows what is asserted and what holds, and the graphs that follow from it.

    Attributes:
        graphs: the graphs of the dossier and the default graph, which are changed here.
        factual: the IRIs of the graphs that assert.
        uses: counts of the things of each class and the triples of each property in the default graph.
    """

    def __init__(self, graphs: Graphs, factual: set[str], namespace: Namespace) -> None:
        self.graphs, self.factual, self._namespace = graphs, factual, namespace
        default = graphs.store.quads_for_pattern(None, None, None, DefaultGraph())
        self.uses = describe.uses(quad.triple for quad in default)
        self._lacking = self._found_lacking()

    def asserted(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        """Yield the quads that assert triples of a pattern, None for any term, as the files have them."""
        found = self.graphs.store.quads_for_pattern(subject, predicate, value, None)
        return iter(self.graphs.forms.old(q for q in found if graph_of(q) in self.factual))

    def _stated(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        """Yield the quads of a pattern that files of facts and of claims have, as `asserted` does."""
        found = self.graphs.store.quads_for_pattern(subject, predicate, value, None)
        names = ((quad, graph_of(quad)) for quad in found)
        return iter(
            self.graphs.forms.old(q for q, name in names if name in self.factual or is_claims(name))
        )

    def holding(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        """Yield the quads of the default graph of a pattern, as `asserted` does."""
        default = DefaultGraph()
        return self.graphs.store.quads_for_pattern(subject, predicate, value, default)

    def asserts(self, change: Changeset) -> tuple[set[Triple], set[Triple]]:
        """Return the triples that *change*, which is yet to come, asserts anew, and those it asserts no longer."""
        added = {q.triple for q in change.added if graph_of(q) in self.factual}
        removed = {q.triple for q in change.removed if graph_of(q) in self.factual}
        going = set(change.removed)
        fresh = {t for t in added if not any(self._asserting(t))}
        gone = {t for t in removed - added if set(self._asserting(t)) <= going}
        return fresh, gone

    def _asserting(self, triple: Triple) -> Iterator[Quad]:
        found = self.asserted(triple.subject, triple.predicate, triple.object)
        return (quad for quad in found if quad.triple == triple)

    def _is_kept(self, triple: Triple) -> bool:
        """Say whether *triple* is asserted, be it with another form of its value, which the store takes for the same."""
        return any(self.asserted(triple.subject, triple.predicate, triple.object))

    def advance(
        self,
        change: Changeset,
        asserted: tuple[Triples, Triples],
        inferred: tuple[Triples, Triples],
    ) -> Changeset:
        """Take up *change*, with what it asserts and what follows, each as what comes and what goes.

        Returns:
            What changes in all graphs, those of the dossier included.
        """
        subjects, lacked = self._told_of(change), self._lacking
        evidence = self._evidence(subjects)
        self.graphs.apply(change.added, change.removed)
        asserted = asserted[0], [t for t in asserted[1] if not self._is_kept(t)]
        comes, goes = set(chain(asserted[0], inferred[0])), set(chain(asserted[1], inferred[1]))
        holds = comes - goes, goes - comes
        self.graphs.apply(_in("", holds[0]), _in("", holds[1]))
        current = self._evidence(subjects)
        self._lacking = self._found_lacking()
        added = [*change.added, *current - evidence]
        removed = [*change.removed, *evidence - current]
        for graph, (new, old) in (
            ("", holds),
            (ASSERTED, asserted),
            (INFERRED, inferred),
            *self._uncontested((asserted, holds), lacked),
        ):
            added += _in(graph, new)
            removed += _in(graph, old)
        partitions = self._count(*holds)
        return Changeset((*added, *partitions[0]), (*removed, *partitions[1]))

    def _told_of(self, change: Changeset) -> set[object]:
        """Return the things whose evidence *change* may touch."""
        quads = [*change.added, *change.removed]
        found: set[object] = {quad.subject for quad in quads}
        found |= {quad.object for quad in quads if quad.predicate == SOURCE}
        if any(quad.predicate == CONTRADICTS for quad in quads):
            found |= uncontested.disputed(self._stated)
        return found

    def _evidence(self, things: Iterable[object]) -> set[Quad]:
        return set(uncontested.evidence(self._stated, things, self._namespace.base).reifiers())

    def _found_lacking(self) -> uncontested.Lacking:
        return uncontested.lacking(self._stated, self.holding, self._kept)

    def _uncontested(
        self, moved: tuple[tuple[Triples, Triples], ...], lacked: uncontested.Lacking
    ) -> Iterator[tuple[str, tuple[Triples, Triples]]]:
        """Yield what comes and goes in the graphs without what is contested, *moved* in those that they are made from."""
        for number, graph in enumerate(uncontested.GRAPHS):
            new, old = ([*map(self._kept, triples)] for triples in moved[number])
            yield graph, uncontested.change(number, (new, old), lacked, self._lacking)

    def _kept(self, triple: Triple) -> Triple:
        quad = Quad(triple.subject, triple.predicate, triple.object)
        return self.graphs.forms.stored(quad).triple

    def _count(self, new: Triples, old: Triples) -> tuple[list[Quad], list[Quad]]:
        """Count on; return the quads of the partitions that come, and those that go."""
        more, less = describe.uses(new), describe.uses(old)
        before = describe.Uses({key: self.uses[key] for key in more | less})
        self.uses += more
        self.uses -= less
        after = describe.Uses({key: self.uses[key] for key in before})
        came, went = (
            list(describe.partitions(self._namespace, after)),
            list(describe.partitions(self._namespace, before)),
        )
        return [q for q in came if q not in went], [q for q in went if q not in came]


def _in(graph: str, triples: Iterable[Triple]) -> list[Quad]:
    name = NamedNode(graph) if graph else DefaultGraph()
    return [Quad(t.subject, t.predicate, t.object, name) for t in triples]

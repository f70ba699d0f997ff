"""The graphs that are made from others, kept in step with a change instead of made anew.

What each of them holds is said where it is made whole: by `describe` and `write`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from comity.builder import describe
from comity.commits.applying import Graphs
from comity.commits.change import Change, graph_of
from comity.vocabulary import (
    ASSERTED,
    INFERRED,
    UNCONTESTED,
    UNCONTESTED_ASSERTED,
)

Triples = Collection[Triple]


class Derived:
    """Knows what is asserted and what holds, and the graphs that follow from it.

    Attributes:
        graphs: the graphs of the dossier and the default graph, which are changed here.
        factual: the IRIs of the graphs that assert.
        uses: counts of the things of each class and the triples of each property in the default graph.
    """

    def __init__(self, graphs: Graphs, factual: set[str]) -> None:
        self.graphs, self.factual = graphs, factual
        default = graphs.store.quads_for_pattern(None, None, None, DefaultGraph())
        self.uses = describe.uses(quad.triple for quad in default)
        self._contested = self._found_contested()

    def asserted(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        """Yield the quads that assert triples of a pattern, None for any term, as the files have them."""
        found = self.graphs.store.quads_for_pattern(subject, predicate, value, None)
        return iter(self.graphs.forms.old(q for q in found if graph_of(q) in self.factual))

    def holding(self, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
        """Yield the quads of the default graph of a pattern, as `asserted` does."""
        default = DefaultGraph()
        return self.graphs.store.quads_for_pattern(subject, predicate, value, default)

    def asserts(self, change: Change) -> tuple[set[Triple], set[Triple]]:
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
        self, change: Change, asserted: tuple[Triples, Triples], inferred: tuple[Triples, Triples]
    ) -> Change:
        """Take up *change*, with what it asserts and what follows, each as what comes and what goes.

        Returns:
            What changes in all graphs, those of the dossier included.
        """
        subjects = {triple.subject for triple in chain(*asserted)}
        evidence, contested = self._evidence(subjects), self._contested
        self.graphs.apply(change.added, change.removed)
        asserted = asserted[0], [t for t in asserted[1] if not self._is_kept(t)]
        comes, goes = set(chain(asserted[0], inferred[0])), set(chain(asserted[1], inferred[1]))
        holds = comes - goes, goes - comes
        self.graphs.apply(_in("", holds[0]), _in("", holds[1]))
        if any(t.predicate.value in describe.CONTESTING for t in chain(*asserted, *holds)):
            self._contested = self._found_contested()
        told = self._evidence(subjects)
        added = [*change.added, *told - evidence]
        removed = [*change.removed, *evidence - told]
        for graph, (new, old) in (("", holds), (ASSERTED, asserted), (INFERRED, inferred)):
            added += _in(graph, new)
            removed += _in(graph, old)
        for graph, (new, old), number, about in (
            (UNCONTESTED_ASSERTED, asserted, 0, self.asserted),
            (UNCONTESTED, holds, 1, self.holding),
        ):
            nodes = self._contested[number]
            moved = [t for n in nodes ^ contested[number] for t in _about(n, about)]
            is_free = _free(nodes)
            added += _in(graph, filter(is_free, chain(new, moved)))
            removed += _in(graph, chain(old, (t for t in moved if not is_free(t))))
        partitions = self._count(*holds)
        return Change((*added, *partitions[0]), (*removed, *partitions[1]))

    def _evidence(self, subjects: Iterable[object]) -> set[Quad]:
        return set(describe.reifiers([q for s in subjects for q in self.asserted(s, None, None)]))

    def _found_contested(self) -> tuple[set[object], set[object]]:
        names = [NamedNode(name) for name in describe.CONTESTING]
        return (
            describe.contested(q for name in names for q in self.asserted(None, name, None)),
            describe.contested(q for name in names for q in self.holding(None, name, None)),
        )

    def _count(self, new: Triples, old: Triples) -> tuple[list[Quad], list[Quad]]:
        """Count on; return the quads of the partitions that come, and those that go."""
        more, less = describe.uses(new), describe.uses(old)
        before = describe.Uses({key: self.uses[key] for key in more | less})
        self.uses += more
        self.uses -= less
        after = describe.Uses({key: self.uses[key] for key in before})
        came, went = list(describe.partitions(after)), list(describe.partitions(before))
        return [q for q in came if q not in went], [q for q in went if q not in came]


def _free(nodes: Collection[object]) -> Callable[[Triple], bool]:
    return lambda triple: triple.subject not in nodes and triple.object not in nodes


def _about(node: object, found: Callable[..., Iterator[Quad]]) -> Iterator[Triple]:
    """Yield the triples in which *node* is subject or object; no literal is contested."""
    yield from (quad.triple for quad in chain(found(node, None, None), found(None, None, node)))


def _in(graph: str, triples: Iterable[Triple]) -> list[Quad]:
    name = NamedNode(graph) if graph else DefaultGraph()
    return [Quad(t.subject, t.predicate, t.object, name) for t in triples]

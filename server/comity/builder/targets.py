"""Which triples a validation result rests on: the value it finds, and what made its node a target."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from comity.builder.results import Result
from comity.vocabulary import OWL, RDF, RDFS, SH

CLASSES = (OWL + "Class", RDFS + "Class")


class Targets:
    """Knows of each shape which triples make a node its target.

    Source: SHACL §2.1.3 https://www.w3.org/TR/shacl/#targets
    """

    def __init__(self, shapes: Iterable[Quad | Triple], data: Iterable[Quad | Triple]) -> None:
        self._below: dict[object, set[object]] = defaultdict(set)
        self._above: dict[object, set[object]] = defaultdict(set)
        self._targets: dict[str, dict[object, set[object]]] = defaultdict(lambda: defaultdict(set))
        for triple in data:
            if triple.predicate.value == RDFS + "subClassOf":
                self._below[triple.object].add(triple.subject)
        for triple in shapes:
            self._above[triple.object].add(triple.subject)
            self._targets[triple.predicate.value][triple.subject].add(triple.object)

    def grounds(self, result: Result, about: Sequence[Quad | Triple]) -> Iterator[Quad | Triple]:
        """Yield those of *about*, the triples in which the focus node stands, that *result* rests on.

        Those that lead to the value come first. What made the node a target comes then: what is asserted of
        it, which *about* has first and as quads, else what is inferred.
        """
        yield from (triple for triple in about if _is_value(result, triple))
        shapes = self._leading(result.shape)
        targets = [
            triple
            for triple in about
            if not _is_value(result, triple)
            and any(self._makes_target(shape, result.focus, triple) for shape in shapes)
        ]
        yield from [triple for triple in targets if isinstance(triple, Quad)] or targets

    def _leading(self, shape: object) -> set[object]:
        """Return *shape* and the shapes that lead to it; of a shape without a name, all that have a target."""
        if isinstance(shape, BlankNode):
            return {s for name, shapes in self._targets.items() if "target" in name for s in shapes}
        return _reached(shape, self._above)

    def _makes_target(self, shape: object, focus: object, triple: Quad | Triple) -> bool:
        def of(kind: str) -> set[object]:
            return self._targets[SH + kind][shape]

        if triple.subject == focus and triple.predicate.value == RDF + "type":
            classes = of("targetClass") | ({shape} if self._is_class(shape) else set())
            return any(triple.object in _reached(c, self._below) for c in classes)
        return (triple.subject == focus and triple.predicate in of("targetSubjectsOf")) or (
            triple.object == focus and triple.predicate in of("targetObjectsOf")
        )

    def _is_class(self, shape: object) -> bool:
        return any(NamedNode(name) in self._targets[RDF + "type"][shape] for name in CLASSES)


def _is_value(result: Result, triple: Quad | Triple) -> bool:
    """Say whether *triple* leads from the focus node to the value; to any value where the result names none."""
    inverse = [t.object for t in result.route if t.predicate.value == SH + "inversePath"]
    ends: tuple[object, object] = (triple.subject, triple.object)
    if len(result.route) == 1 and inverse == [triple.predicate]:
        ends = (triple.object, triple.subject)
    elif triple.predicate != result.path:
        return False
    return ends[0] == result.focus and result.value in (None, ends[1])


def _reached(start: object, steps: Mapping[object, set[object]]) -> set[object]:
    found, waiting = {start}, [start]
    while waiting:
        new = steps.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found

"""Which axioms are outside OWL 2 RL, and why.

Source: OWL 2 Profiles §4.2 https://www.w3.org/TR/owl2-profiles/#OWL_2_RL
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.builder.work import Work
from comity.finding import Check, Finding, Severity
from comity.vocabulary import OWL, RDF, RDFS, shortened

Node = object
Outside = tuple[Node, str]
SUB = "on the side of the subclass"
SUPER = "on the side of the superclass"
BOTH = "in an equivalence"
CONSTRUCTS = (
    OWL + "intersectionOf",
    OWL + "unionOf",
    OWL + "complementOf",
    OWL + "oneOf",
    OWL + "someValuesFrom",
    OWL + "allValuesFrom",
    OWL + "hasValue",
    OWL + "hasSelf",
    OWL + "minCardinality",
    OWL + "maxCardinality",
    OWL + "cardinality",
    OWL + "minQualifiedCardinality",
    OWL + "maxQualifiedCardinality",
    OWL + "qualifiedCardinality",
)
ALLOWED = {
    SUB: {
        OWL + "intersectionOf",
        OWL + "unionOf",
        OWL + "oneOf",
        OWL + "someValuesFrom",
        OWL + "hasValue",
    },
    SUPER: {
        OWL + "intersectionOf",
        OWL + "complementOf",
        OWL + "allValuesFrom",
        OWL + "hasValue",
        OWL + "maxCardinality",
        OWL + "maxQualifiedCardinality",
    },
    BOTH: {OWL + "intersectionOf", OWL + "hasValue"},
}
FORBIDDEN_TYPES = {
    OWL + "ReflexiveProperty": "OWL 2 RL has no reflexive properties",
}
FORBIDDEN_PROPERTIES = {
    OWL
    + "disjointUnionOf": "OWL 2 RL has no disjoint unions; say the subclasses and their disjointness",
    OWL + "datatypeComplementOf": "OWL 2 RL has no datatypes defined by complement",
    OWL + "onDatatype": "OWL 2 RL has no datatypes defined by restriction",
}
FORBIDDEN_DATATYPES = {OWL + "real", OWL + "rational"}


STILL = {
    OWL + "someValuesFrom": "what has such a value is still classified, by cls-svf1",
    OWL + "allValuesFrom": "the values of its members are still classified, by cls-avf",
    OWL + "hasValue": "its members still have the value, by cls-hv1",
    OWL + "intersectionOf": "its members are still members of each part, by cls-int2",
    OWL + "unionOf": "members of the parts are still members of it, by cls-uni",
    OWL + "oneOf": "what is listed is still a member of it, by cls-oo",
    OWL + "complementOf": "a member of both is still a contradiction, by cls-com",
    OWL + "maxCardinality": "0 and 1 still work, by cls-maxc1 and cls-maxc2",
    OWL + "maxQualifiedCardinality": "0 and 1 still work, by cls-maxqc1 to cls-maxqc4",
}
"""What the reasoner makes of a construct wherever it stands."""


PROFILE = Check(
    "outside-the-profile", Severity.WARNING, "an axiom is outside OWL 2 RL, so that not all follows"
)
CHECKS = (PROFILE,)


def look(work: Work) -> Iterator[Finding]:
    """Find each axiom outside OWL 2 RL."""
    for term, reason in outside(work.quads["ontology"]):
        problem, _, still = reason.partition("; ")
        yield PROFILE.finding(problem, still, work.places.of(term), shortened(term), problem)


class _Graph:
    """Triples by subject and predicate; a named node is its IRI."""

    def __init__(self, triples: Iterable[Quad | Triple]) -> None:
        self._objects: dict[tuple[Node, str], list[Node]] = defaultdict(list)
        self._pairs: dict[str, list[tuple[Node, Node]]] = defaultdict(list)
        self._typed: dict[Node, list[Node]] = defaultdict(list)
        for triple in triples:
            s, p, o = _plain(triple.subject), triple.predicate.value, _plain(triple.object)
            self._objects[s, p].append(o)
            self._pairs[p].append((s, o))
            if p == RDF + "type":
                self._typed[o].append(s)

    def objects(self, subject: Node, predicate: str) -> list[Node]:
        return self._objects.get((subject, predicate), [])

    def subject_objects(self, predicate: str) -> list[tuple[Node, Node]]:
        return self._pairs.get(predicate, [])

    def typed(self, kind: Node) -> list[Node]:
        return self._typed.get(kind, [])

    def items(self, head: Node) -> Iterator[Node]:
        seen = set()
        while head not in seen:
            seen.add(head)
            yield from self.objects(head, RDF + "first")
            head = next(iter(self.objects(head, RDF + "rest")), head)


def _plain(term: object) -> Node:
    return term.value if isinstance(term, NamedNode) else term


def outside(triples: Iterable[Quad | Triple]) -> Iterator[tuple[str, str]]:
    """Yield each axiom of *triples* outside OWL 2 RL: a term that it is about, the reason, and what still follows."""
    ontology = _Graph(triples)
    for node, reason in _axioms(ontology):
        still = [remedy for name, remedy in STILL.items() if shortened(name) in reason.split()]
        yield (
            _named(ontology, node),
            f"{reason}; {still[0] if still else 'nothing follows from it'}",
        )


def _axioms(graph: _Graph) -> Iterator[Outside]:
    for node, above in graph.subject_objects(RDFS + "subClassOf"):
        yield from _checked(graph, node, node, SUB)
        yield from _checked(graph, node, above, SUPER)
    for one, other in graph.subject_objects(OWL + "equivalentClass"):
        yield from _checked(graph, one, one, BOTH)
        yield from _checked(graph, one, other, BOTH)
    for one, other in graph.subject_objects(OWL + "disjointWith"):
        yield from _checked(graph, one, one, SUB)
        yield from _checked(graph, one, other, SUB)
    for node, members in graph.subject_objects(OWL + "members"):
        if OWL + "AllDisjointClasses" in graph.objects(node, RDF + "type"):
            for member in graph.items(members):
                yield from _checked(graph, node, member, SUB)
    for predicate in (RDFS + "domain", RDFS + "range"):
        for node, above in graph.subject_objects(predicate):
            yield from _checked(graph, node, above, SUPER)
    yield from _forbidden(graph)


def _forbidden(graph: _Graph) -> Iterator[Outside]:
    for kind, reason in FORBIDDEN_TYPES.items():
        for node in graph.typed(kind):
            yield node, reason
    for predicate, reason in FORBIDDEN_PROPERTIES.items():
        for node, _ in graph.subject_objects(predicate):
            yield node, reason
    for datatype in FORBIDDEN_DATATYPES:
        for node, found in graph.subject_objects(RDFS + "range"):
            if found == datatype:
                yield node, f"OWL 2 RL does not know the datatype {shortened(datatype)}"


def _checked(graph: _Graph, about: Node, expression: Node, side: str) -> Iterator[Outside]:
    """Yield why *expression* may not stand on *side*, and why its parts may not."""
    if expression == OWL + "Thing" and side != SUPER:
        yield about, f"owl:Thing may not stand {side} in OWL 2 RL"
    for construct in CONSTRUCTS:
        for value in graph.objects(expression, construct):
            if construct not in ALLOWED[side]:
                yield about, f"{shortened(construct)} may not stand {side} in OWL 2 RL"
            else:
                yield from PARTS.get(construct, _none)(graph, about, expression, value, side)


Part = Callable[["_Graph", Node, Node, Node, str], Iterator[Outside]]


def _none(*_: object) -> Iterator[Outside]:
    return iter(())


def _members(graph: _Graph, about: Node, _: Node, head: Node, side: str) -> Iterator[Outside]:
    for member in graph.items(head):
        yield from _checked(graph, about, member, side)


def _filler(graph: _Graph, about: Node, _: Node, filler: Node, side: str) -> Iterator[Outside]:
    if filler != OWL + "Thing":
        yield from _checked(graph, about, filler, side)


def _negated(graph: _Graph, about: Node, _: Node, filler: Node, side: str) -> Iterator[Outside]:
    yield from _checked(graph, about, filler, SUB)


def _at_most(graph: _Graph, about: Node, node: Node, count: Node, side: str) -> Iterator[Outside]:
    if not (isinstance(count, Literal) and count.value.lstrip("+0") in ("", "1")):
        yield (
            about,
            f"a maximum cardinality is 0 or 1 in OWL 2 RL, not {count.value if isinstance(count, Literal) else count}",
        )
    for filler in graph.objects(node, OWL + "onClass"):
        yield from _filler(graph, about, node, filler, SUB)


PARTS: dict[str, Part] = {
    OWL + "intersectionOf": _members,
    OWL + "unionOf": _members,
    OWL + "someValuesFrom": _filler,
    OWL + "allValuesFrom": _filler,
    OWL + "complementOf": _negated,
    OWL + "maxCardinality": _at_most,
    OWL + "maxQualifiedCardinality": _at_most,
}


def _named(graph: _Graph, node: Node) -> str:
    """Return the IRI by which a reader finds *node*: its own, or that of a term it leads to."""
    if not isinstance(node, BlankNode):
        return str(node)
    for value in (
        *graph.objects(node, RDFS + "subClassOf"),
        *graph.objects(node, OWL + "equivalentClass"),
    ):
        if not isinstance(value, BlankNode):
            return str(value)
    return ""

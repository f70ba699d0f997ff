"""Which axioms are outside OWL 2 RL, and why.

Source: OWL 2 Profiles §4.2 https://www.w3.org/TR/owl2-profiles/#OWL_2_RL
"""

from collections.abc import Callable, Iterator

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal
from rdflib.term import Node

from comity.vocabulary import shortened

Outside = tuple[Node, str]
SUB = "on the side of the subclass"
SUPER = "on the side of the superclass"
BOTH = "in an equivalence"
CONSTRUCTS = (
    OWL.intersectionOf,
    OWL.unionOf,
    OWL.complementOf,
    OWL.oneOf,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.hasValue,
    OWL.hasSelf,
    OWL.minCardinality,
    OWL.maxCardinality,
    OWL.cardinality,
    OWL.minQualifiedCardinality,
    OWL.maxQualifiedCardinality,
    OWL.qualifiedCardinality,
)
ALLOWED = {
    SUB: {OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom, OWL.hasValue},
    SUPER: {
        OWL.intersectionOf,
        OWL.complementOf,
        OWL.allValuesFrom,
        OWL.hasValue,
        OWL.maxCardinality,
        OWL.maxQualifiedCardinality,
    },
    BOTH: {OWL.intersectionOf, OWL.hasValue},
}
FORBIDDEN_TYPES = {
    OWL.ReflexiveProperty: "OWL 2 RL has no reflexive properties",
}
FORBIDDEN_PROPERTIES = {
    OWL.disjointUnionOf: "OWL 2 RL has no disjoint unions; say the subclasses and their disjointness",
    OWL.datatypeComplementOf: "OWL 2 RL has no datatypes defined by complement",
    OWL.onDatatype: "OWL 2 RL has no datatypes defined by restriction",
}
FORBIDDEN_DATATYPES = {OWL.real, OWL.rational}


STILL = {
    OWL.someValuesFrom: "what has such a value is still classified, by cls-svf1",
    OWL.allValuesFrom: "the values of its members are still classified, by cls-avf",
    OWL.hasValue: "its members still have the value, by cls-hv1",
    OWL.intersectionOf: "its members are still members of each part, by cls-int2",
    OWL.unionOf: "members of the parts are still members of it, by cls-uni",
    OWL.oneOf: "what is listed is still a member of it, by cls-oo",
    OWL.complementOf: "a member of both is still a contradiction, by cls-com",
    OWL.maxCardinality: "0 and 1 still work, by cls-maxc1 and cls-maxc2",
    OWL.maxQualifiedCardinality: "0 and 1 still work, by cls-maxqc1 to cls-maxqc4",
}
"""What the reasoner makes of a construct wherever it stands."""


def outside(ontology: Graph) -> Iterator[tuple[str, str]]:
    """Yield each axiom of *ontology* outside OWL 2 RL: a term that it is about, the reason, and what still follows."""
    for node, reason in _axioms(ontology):
        still = [told for name, told in STILL.items() if shortened(str(name)) in reason.split()]
        yield (
            _named(ontology, node),
            f"{reason}; {still[0] if still else 'nothing follows from it'}",
        )


def _axioms(graph: Graph) -> Iterator[Outside]:
    for node, above in graph.subject_objects(RDFS.subClassOf):
        yield from _checked(graph, node, node, SUB)
        yield from _checked(graph, node, above, SUPER)
    for one, other in graph.subject_objects(OWL.equivalentClass):
        yield from _checked(graph, one, one, BOTH)
        yield from _checked(graph, one, other, BOTH)
    for one, other in graph.subject_objects(OWL.disjointWith):
        yield from _checked(graph, one, one, SUB)
        yield from _checked(graph, one, other, SUB)
    for node, members in graph.subject_objects(OWL.members):
        if (node, RDF.type, OWL.AllDisjointClasses) in graph:
            for member in graph.items(members):
                yield from _checked(graph, node, member, SUB)
    for predicate in (RDFS.domain, RDFS.range):
        for node, above in graph.subject_objects(predicate):
            yield from _checked(graph, node, above, SUPER)
    yield from _forbidden(graph)


def _forbidden(graph: Graph) -> Iterator[Outside]:
    for kind, reason in FORBIDDEN_TYPES.items():
        for node in graph.subjects(RDF.type, kind):
            yield node, reason
    for predicate, reason in FORBIDDEN_PROPERTIES.items():
        for node in graph.subjects(predicate):
            yield node, reason
    for datatype in FORBIDDEN_DATATYPES:
        for node in graph.subjects(RDFS.range, datatype):
            yield node, f"OWL 2 RL does not know the datatype {shortened(str(datatype))}"


def _checked(graph: Graph, about: Node, expression: Node, side: str) -> Iterator[Outside]:
    """Yield why *expression* may not stand on *side*, and why its parts may not."""
    if expression == OWL.Thing and side != SUPER:
        yield about, f"owl:Thing may not stand {side} in OWL 2 RL"
    for construct in CONSTRUCTS:
        for value in graph.objects(expression, construct):
            if construct not in ALLOWED[side]:
                yield about, f"{shortened(str(construct))} may not stand {side} in OWL 2 RL"
            else:
                yield from PARTS.get(construct, _none)(graph, about, expression, value, side)


Part = Callable[[Graph, Node, Node, Node, str], Iterator[Outside]]


def _none(*_: object) -> Iterator[Outside]:
    return iter(())


def _members(graph: Graph, about: Node, _: Node, head: Node, side: str) -> Iterator[Outside]:
    for member in graph.items(head):
        yield from _checked(graph, about, member, side)


def _filler(graph: Graph, about: Node, _: Node, filler: Node, side: str) -> Iterator[Outside]:
    if filler != OWL.Thing:
        yield from _checked(graph, about, filler, side)


def _negated(graph: Graph, about: Node, _: Node, filler: Node, side: str) -> Iterator[Outside]:
    yield from _checked(graph, about, filler, SUB)


def _at_most(graph: Graph, about: Node, node: Node, count: Node, side: str) -> Iterator[Outside]:
    if not (isinstance(count, Literal) and count.toPython() in (0, 1)):
        yield about, f"a maximum cardinality is 0 or 1 in OWL 2 RL, not {count}"
    for filler in graph.objects(node, OWL.onClass):
        yield from _filler(graph, about, node, filler, SUB)


PARTS: dict[Node, Part] = {
    OWL.intersectionOf: _members,
    OWL.unionOf: _members,
    OWL.someValuesFrom: _filler,
    OWL.allValuesFrom: _filler,
    OWL.complementOf: _negated,
    OWL.maxCardinality: _at_most,
    OWL.maxQualifiedCardinality: _at_most,
}


def _named(graph: Graph, node: Node) -> str:
    """Return the IRI by which a reader finds *node*: its own, or that of a term it leads to."""
    if not isinstance(node, BNode):
        return str(node)
    for value in (*graph.objects(node, RDFS.subClassOf), *graph.objects(node, OWL.equivalentClass)):
        if not isinstance(value, BNode):
            return str(value)
    return ""

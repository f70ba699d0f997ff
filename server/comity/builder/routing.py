"""Which shapes go to which engine: those that lead to what the fast one cannot do, to the reference."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.vocabulary import OWL, RDF, RDFS, SH

Node = object
Triples = Sequence[Quad | Triple]
Facts = Mapping[Node, list[Quad | Triple]]

SUBQUERY = re.compile(r"\{\s*SELECT\b", re.I), "it takes a subquery without $this for a good one"
BEYOND = {
    SH + "pattern": (
        re.compile(r"\\[1-9]|\(\?<?[=!]"),
        "it knows no back-reference and no look-around",
    ),
    SH + "select": SUBQUERY,
    SH + "ask": SUBQUERY,
}
"""What shacl 0.3.4 leaves to pySHACL: the values of a parameter that are meant, and the reason."""
TARGETS = {
    SH + name
    for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
}
TYPE = NamedNode(RDF + "type")
CLASS = NamedNode(RDFS + "Class")
CLASSES = {CLASS, NamedNode(OWL + "Class")}
SHAPES = {NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")}


def implied(shapes: Triples) -> list[Quad | Triple]:
    """Return *shapes* with each shape that is an owl:Class an rdfs:Class too, since its members are its targets.

    Source: SHACL §2.1.3.3 https://www.w3.org/TR/shacl/#implicit-targetClass
    """
    kinds: dict[Node, set[Node]] = defaultdict(set)
    for triple in shapes:
        if triple.predicate == TYPE:
            kinds[triple.subject].add(triple.object)
    implicit = [s for s, k in kinds.items() if k & SHAPES and k & CLASSES and CLASS not in k]
    return [*shapes, *(Triple(s, TYPE, CLASS) for s in implicit)]  # type: ignore[arg-type]


def beyond(shapes: Triples) -> Iterator[tuple[Node, str]]:
    """Yield the node of each constraint of *shapes* that shacl cannot do, and why."""
    for triple in shapes:
        if triple.predicate.value in BEYOND and isinstance(triple.object, Literal):
            meant, reason = BEYOND[triple.predicate.value]
            if meant.search(triple.object.value):
                yield triple.subject, f"{triple.object}: {reason}"
    pathed = {t.subject for t in shapes if t.predicate.value == SH + "path"}
    for triple in shapes:
        if triple.predicate.value == SH + "closed" and triple.subject in pathed:
            yield triple.subject, "it closes what has a path instead of the values of that path"


def routed(shapes: Triples) -> tuple[Triples, Triples]:
    """Part *shapes* into those for shacl and those for pySHACL: a shape with a target and all that it leads to.

    Where pySHACL gets none, shacl gets the whole.
    """
    hard = {node for node, _ in beyond(shapes)}
    if not hard:
        return shapes, []
    facts: dict[Node, list[Quad | Triple]] = defaultdict(list)
    for triple in shapes:
        facts[triple.subject].append(triple)
    reached = {node: _reached(node, facts) for node in facts if _is_target(facts[node])}
    others = {node for node, nodes in reached.items() if nodes & hard}
    parts = (set(reached) - others, others)
    return _part(parts[0], reached, facts), _part(parts[1], reached, facts)


def _part(own: set[Node], reached: Mapping[Node, set[Node]], facts: Facts) -> Triples:
    """Return what the shapes *own* lead to, the other shapes among it without their targets."""
    nodes = set[Node]().union(*(reached[node] for node in own))
    foreign = set(reached) - own
    return [
        triple
        for node in facts
        if node in nodes
        for triple in facts[node]
        if node not in foreign or not _targets(triple)
    ]


def _is_target(about: Sequence[Quad | Triple]) -> bool:
    kinds = {triple.object for triple in about if triple.predicate == TYPE}
    targets = any(triple.predicate.value in TARGETS for triple in about)
    return targets or bool(kinds & SHAPES and kinds & CLASSES)


def _targets(triple: Quad | Triple) -> bool:
    return triple.predicate.value in TARGETS or (
        triple.predicate == TYPE and triple.object in CLASSES
    )


def _reached(start: Node, facts: Facts) -> set[Node]:
    found, waiting = {start}, [start]
    while waiting:
        new = {triple.object for triple in facts.get(waiting.pop(), ())} - found
        new = {node for node in new if node in facts}
        found |= new
        waiting += new
    return found

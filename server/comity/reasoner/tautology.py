"""The rules whose conclusions hold of everything, set to work as far as something may rest on these.

That a class or a property is below itself is always derived. What is said of owl:Thing and owl:Nothing is where the
asserted triples mention them; that each member of a class is an owl:Thing, where one of these does more with owl:Thing
than to give it as a superclass, a domain, a range or a filler; and that each thing is the same as itself, where one of
the terms that rules are written with stands as a subject or an object.

Source: OWL 2 Profiles §4.3, the rules eq-ref, prp-ap, cls-thing, cls-nothing1, dt-type1, scm-cls, scm-op and scm-dp
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from collections.abc import Iterator

import numpy as np

from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import EQUALITY, Task
from comity.reasoner.compile import apply, axioms
from comity.reasoner.datatypes import KNOWN
from comity.reasoner.keys import Columns, Keys, Mask, first, pack, second
from comity.reasoner.relation import NOWHERE, Relation
from comity.reasoner.state import State
from comity.vocabulary import OWL, RDFS

HARMLESS = (
    "rdf:type",
    "rdfs:subClassOf",
    "rdfs:domain",
    "rdfs:range",
    "owl:someValuesFrom",
    "owl:allValuesFrom",
    "owl:onClass",
)
"""Where owl:Thing may stand as object without that things are members of it leading to anything."""
DECLARING = ("owl:Class", "owl:AnnotationProperty", "rdfs:Datatype")
ITSELF = (
    ("scm-cls", "owl:Class", "rdfs:subClassOf"),
    ("scm-cls", "owl:Class", "owl:equivalentClass"),
    ("scm-op", "owl:ObjectProperty", "rdfs:subPropertyOf"),
    ("scm-op", "owl:ObjectProperty", "owl:equivalentProperty"),
    ("scm-dp", "owl:DatatypeProperty", "rdfs:subPropertyOf"),
    ("scm-dp", "owl:DatatypeProperty", "owl:equivalentProperty"),
)
ANNOTATIONS = (
    *(RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(
        OWL + name
        for name in (
            "versionInfo",
            "deprecated",
            "priorVersion",
            "backwardCompatibleWith",
            "incompatibleWith",
        )
    ),
)
THING, NOTHING, MEMBERS, EVERYTHING = "thing", "nothing", "members", "everything"
"""What has to be derived: of owl:Thing, of owl:Nothing, who its members are, and that each thing is itself."""


def axiomatic() -> Iterator[tuple[str, str, str]]:
    """Yield what holds of any graph, IRI, rule and class: prp-ap, cls-thing, cls-nothing1 and dt-type1."""
    yield from ((iri, "prp-ap", OWL + "AnnotationProperty") for iri in ANNOTATIONS)
    yield OWL + "Thing", "cls-thing", OWL + "Class"
    yield OWL + "Nothing", "cls-nothing1", OWL + "Class"
    yield from ((iri, "dt-type1", RDFS + "Datatype") for iri in sorted(KNOWN))


def needed(state: State, rows: Columns) -> frozenset[str | int]:
    """Return what of everything some asserted triples may rest on, and the terms they mention that are of a kind anyway."""
    thing, nothing = state.thing, state.nothing
    s, p, o = rows.T
    reserved, classes = axioms(state)
    reserved = reserved | {state.same, state.type, state.number("owl:differentFrom")}
    classes = (classes | set(map(state.number, DECLARING))) - {thing, nothing}
    mentioned = np.zeros(len(state.terms.numbers), np.bool_)
    mentioned[s] = mentioned[o[p != state.type]] = True
    if mentioned[list(reserved | classes)].any() or _among(o[p == state.type], reserved):
        return frozenset((THING, NOTHING, MEMBERS, EVERYTHING, *_of_a_kind(state, mentioned, True)))
    found: set[str | int] = set(_of_a_kind(state, mentioned, False))
    if mentioned[thing]:
        found.add(THING)
    if mentioned[nothing] or (o == nothing).any():
        found.add(NOTHING)
    harmless = set(map(state.number, HARMLESS))
    if _does_more(p[s == thing], {state.type}) or _does_more(p[o == thing], harmless):
        found |= {THING, MEMBERS}
    return frozenset(found)


def _among(values: Columns, wanted: set[int]) -> bool:
    return bool(np.isin(values, list(wanted)).any())


def _does_more(predicates: Columns, harmless: set[int]) -> bool:
    return not set(np.unique(predicates).tolist()) <= harmless


def _of_a_kind(state: State, mentioned: Mask, every: bool) -> Iterator[int]:
    for iri, rule, _ in axiomatic():
        number = state.terms.numbers.get(f"<{iri}>", NOWHERE)
        if not rule.startswith("cls") and (every or (number >= 0 and mentioned[number])):
            yield state.terms.iri(iri)


def register(state: State) -> None:
    """Set the rules to work that the triples of *state* need."""
    for rule, kind, predicate in ITSELF:
        declared = (-1, state.type, state.number(kind))
        apply(
            state, RuleInstance(rule, (declared,), (-1, state.number(predicate), -1)), (declared,)
        )
    for iri, rule, class_ in axiomatic():
        what = {"cls-thing": THING, "cls-nothing1": NOTHING}.get(rule)
        if (what or state.terms.numbers.get(f"<{iri}>", NOWHERE)) in state.needed:
            conclusion = (state.terms.iri(iri), state.type, state.terms.iri(class_))
            apply(state, RuleInstance(rule, (), conclusion), ())
    below, declared = state.number("rdfs:subClassOf"), (-1, state.type, state.number("owl:Class"))
    if THING in state.needed:
        apply(state, RuleInstance("scm-cls", (declared,), (-1, below, state.thing)), (declared,))
    if NOTHING in state.needed:
        apply(state, RuleInstance("scm-cls", (declared,), (state.nothing, below, -1)), (declared,))
        premises: tuple[Triple, ...] = (
            (state.nothing, below, -2),
            (-1, state.type, state.nothing),
        )
        apply(state, RuleInstance("cax-sco", premises, (-1, state.type, -2)), premises)
    if EVERYTHING in state.needed:
        Identity(state)


class Identity(Task):
    """eq-ref: whatever stands in a triple is the same as itself."""

    def __init__(self, state: State) -> None:
        super().__init__(state.agenda, (EQUALITY, 1))
        self.state, self.relation = state, state.relation(state.same)
        self.number = state.instance(RuleInstance("eq-ref", (), (-1, state.same, -1)))
        state.watch(lambda relation: relation.readers.append(self.wake))
        self.wake()

    def fire(self) -> None:
        """Take up the terms of what is new."""
        since, self.read = self.read, self.agenda.clock
        parts = [
            self._terms(relation, since)
            for relation in list(self.state.relations.values())
            if relation.time > since
        ]
        terms = np.unique(np.concatenate([*parts, np.empty(0, np.int64)]))
        self.state.add(self.relation, pack(terms, terms), self.number)

    def _terms(self, relation: Relation, since: int) -> Keys:
        keys = relation.since(since)
        fixed = np.array([relation.predicate, *([relation.class_] if relation.is_class else [])])
        ends = [keys] if relation.is_class else [first(keys), second(keys)]
        return np.concatenate([*ends, fixed]) if len(keys) else keys

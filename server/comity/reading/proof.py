"""A proof in words: each step as a sentence, with its triple and the rule's name beside it."""

from dataclasses import dataclass

from comity.proofs.proof import Proof
from comity.reading.asking import Node, Reader, read_node
from comity.reading.axioms import class_words, relation_words
from comity.reading.facts import spoken
from comity.reading.names import Name, names
from comity.reading.ontology import Ontology
from comity.reading.words import ENGLISH, say, tongue
from comity.vocabulary import OWL, RDF, RDFS

STRUCTURE = {
    RDF + "first", RDF + "rest",
    *(OWL + n for n in ("onProperty", "someValuesFrom", "allValuesFrom", "hasValue", "intersectionOf", "unionOf", "oneOf", "members")),
}  # fmt: skip
"""What a class expression is made of: told with the axiom that has the expression."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a proof: its words, empty where they are part of another's; how deep; whether told before."""

    words: str
    depth: int
    step: Proof
    is_again: bool


def steps(reader: Reader, known: Ontology, proof: Proof) -> list[Step]:
    """Return the steps of *proof*, the conclusion first."""
    steps = list(proof.walk())
    iris = {t[1:-1] for _, step, _ in steps for t in step.triple if t.startswith("<")}
    called = names(reader, iris)
    return [Step(_words(known, called, step), depth, step, again) for depth, step, again in steps]


def _words(known: Ontology, called: dict[str, Name], step: Proof) -> str:
    if len(step.triple) != 3:
        return "This is a contradiction"
    subject, relation, value = map(read_node, step.triple)
    if relation.value in STRUCTURE:
        return ""
    if relation.value == RDFS + "subClassOf":
        return f"{_opened(known, called, subject)} {class_words(known, value)}"
    if axiom := relation_words(known, subject, relation.value, value):
        return axiom
    if relation.value == RDF + "type":
        return _typed(known, called, subject, value)
    if relation.value == RDFS + "label":
        return say("{name} is called “{label}”", name=_called(called, subject), label=value.value)
    verb = called[relation.value].text if relation.value in called else relation.value
    return f"{_called(called, subject)} {verb} {_called(called, value)}"


def _typed(known: Ontology, called: dict[str, Name], subject: Node, value: Node) -> str:
    """Say of what class something is; outside of English without a verb, which needs an article for what follows."""
    if tongue() != ENGLISH and value.is_iri:
        return f"{_called(called, subject)} — {_called(called, value)}"
    return f"{_called(called, subject)} {class_words(known, value)}"


def _opened(known: Ontology, called: dict[str, Name], subject: Node) -> str:
    return (
        f"Every {_called(called, subject)}"
        if subject.is_iri
        else f"What {class_words(known, subject)}"
    )


def _called(called: dict[str, Name], node: Node) -> str:
    if node.is_iri:
        return called[node.value].text if node.value in called else node.value
    return spoken(node) if node.kind == "literal" else "something"

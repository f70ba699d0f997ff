"""Axioms in words and in the Manchester syntax, which says the same to who knows OWL.

Source: https://www.w3.org/TR/owl2-manchester-syntax/
"""

from collections.abc import Iterator
from dataclasses import dataclass

from comity.reading.asking import Node
from comity.reading.ontology import Ontology
from comity.reading.sentences import article
from comity.vocabulary import OWL, RDF, RDFS, shortened

CHARACTERS = {
    "TransitiveProperty": ("Transitive", "if one {p} a second and that {p} a third, the first {p} the third"),
    "SymmetricProperty": ("Symmetric", "if one {p} another, that other {p} the one"),
    "AsymmetricProperty": ("Asymmetric", "if one {p} another, that other never {p} the one"),
    "IrreflexiveProperty": ("Irreflexive", "nothing {p} itself"),
    "ReflexiveProperty": ("Reflexive", "everything {p} itself"),
    "FunctionalProperty": ("Functional", "a thing {p} one at most"),
    "InverseFunctionalProperty": ("InverseFunctional", "to a thing one at most {p}"),
}  # fmt: skip
FRAMES = (
    (RDFS + "subPropertyOf", "SubPropertyOf"),
    (OWL + "inverseOf", "InverseOf"),
    (OWL + "propertyChainAxiom", "SubPropertyChain"),
    (RDFS + "domain", "Domain"),
    (RDFS + "range", "Range"),
    (RDF + "type", "Characteristics"),
)
FACETS = {"someValuesFrom": "some", "allValuesFrom": "only", "hasValue": "value"}


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom: in words, in Manchester syntax, and the triple that states it, in N-Triples forms."""

    words: str
    manchester: str
    triple: tuple[str, str, str]


def axioms(known: Ontology, term: str) -> list[Axiom]:
    """Return what is stated of a term and bears on what follows."""
    sort = known.sort(term)
    if sort == "class":
        return [*_of_class(known, term), *_sufficient(known, term)]
    return list(_of_property(known, term)) if sort in ("relation", "attribute") else []


def _of_class(known: Ontology, term: str) -> Iterator[Axiom]:
    one = known.name(term).text
    for node in known.all(term, RDFS + "subClassOf"):
        yield Axiom(
            f"{_every(one)} {class_words(known, node)}",
            f"{_short(term)} SubClassOf: {expression(known, node)}",
            _triple(term, RDFS + "subClassOf", node),
        )
    for node in known.all(term, OWL + "equivalentClass"):
        yield Axiom(
            f"To be {article(one)} is to be what {class_words(known, node)}",
            f"{_short(term)} EquivalentTo: {expression(known, node)}",
            _triple(term, OWL + "equivalentClass", node),
        )
    others = [
        *known.all(term, OWL + "disjointWith"),
        *map(Node, known.to(OWL + "disjointWith", term)),
    ]
    for node in dict.fromkeys(others):
        stated = node in known.all(term, OWL + "disjointWith")
        triple = (
            _triple(term, OWL + "disjointWith", node)
            if stated
            else _triple(node.value, OWL + "disjointWith", Node(term))
        )
        yield Axiom(
            f"No {one} is {article(_called(known, node))}",
            f"{_short(term)} DisjointWith: {expression(known, node)}",
            triple,
        )
    for head in known.said:
        for members in known.all(head, OWL + "members"):
            found = known.items(members)
            if Node(term) in found:
                rest = [_called(known, n) for n in found if n.value != term]
                names = ", ".join(_short(n.value) for n in found)
                yield Axiom(
                    f"No {one} is {' or '.join(map(article, rest))}",
                    f"DisjointClasses: {names}",
                    _triple(head, OWL + "members", members),
                )


def _sufficient(known: Ontology, term: str) -> Iterator[Axiom]:
    """What suffices to be of a class: an expression without a name below it."""
    for subject in known.to(RDFS + "subClassOf", term):
        if not subject.startswith(("http://", "https://", "urn:")):
            node = Node(subject, "bnode")
            words = f"What {class_words(known, node)} is {article(known.name(term).text)}"
            yield Axiom(
                words,
                f"{expression(known, node)} SubClassOf: {_short(term)}",
                (f"_:{subject}", f"<{RDFS}subClassOf>", f"<{term}>"),
            )


def _of_property(known: Ontology, term: str) -> Iterator[Axiom]:
    for relation, frame in FRAMES:
        for node in known.all(term, relation):
            words = relation_words(known, Node(term), relation, node)
            if relation == OWL + "propertyChainAxiom":
                rendering = " o ".join(_short(n.value) for n in known.items(node))
            elif relation == RDF + "type":
                rendering = CHARACTERS.get(node.value.removeprefix(OWL), ("", ""))[0]
            else:
                rendering = expression(known, node)
            if words and rendering:
                triple = _triple(term, relation, node)
                yield Axiom(words, f"{_short(term)} {frame}: {rendering}", triple)
    for subject in known.to(OWL + "inverseOf", term):
        words = relation_words(known, Node(term), OWL + "inverseOf", Node(subject))
        triple = _triple(subject, OWL + "inverseOf", Node(term))
        yield Axiom(words, f"{_short(term)} InverseOf: {_short(subject)}", triple)


def expression(known: Ontology, node: Node) -> str:
    """Return a class expression in Manchester syntax."""
    if node.is_iri:
        return _short(node.value)
    if node.kind == "literal":
        return node.n3
    for operator, joint in (("intersectionOf", " and "), ("unionOf", " or ")):
        for head in known.all(node.value, OWL + operator):
            return "(" + joint.join(expression(known, n) for n in known.items(head)) + ")"
    for head in known.all(node.value, OWL + "oneOf"):
        return "{" + ", ".join(expression(known, n) for n in known.items(head)) + "}"
    for inner in known.all(node.value, OWL + "complementOf"):
        return f"not {expression(known, inner)}"
    for on in known.all(node.value, OWL + "onProperty"):
        for facet, word in FACETS.items():
            for filler in known.all(node.value, OWL + facet):
                return f"({expression(known, on)} {word} {expression(known, filler)})"
    for inverse in known.all(node.value, OWL + "inverseOf"):
        return f"inverse ({_short(inverse.value)})"
    return "an expression"


def class_words(known: Ontology, node: Node) -> str:
    """Return what a class expression says of what is of it, as the end of a sentence: is a dispute, concerns some oil."""
    if node.is_iri:
        return f"is {article(_called(known, node))}"
    for operator, joint in (("intersectionOf", " and "), ("unionOf", " or ")):
        for head in known.all(node.value, OWL + operator):
            return joint.join(class_words(known, n) for n in known.items(head))
    for head in known.all(node.value, OWL + "oneOf"):
        return f"is one of {', '.join(_called(known, n) for n in known.items(head))}"
    for inner in known.all(node.value, OWL + "complementOf"):
        return f"is not what {class_words(known, inner)}"
    for on in known.all(node.value, OWL + "onProperty"):
        verb = _called(known, on)
        for filler in known.all(node.value, OWL + "hasValue"):
            return f"{verb} {_called(known, filler)}"
        for filler in known.all(node.value, OWL + "someValuesFrom"):
            return f"{verb} {_something(known, filler)}"
        for filler in known.all(node.value, OWL + "allValuesFrom"):
            return f"{verb} nothing but what {class_words(known, filler)}"
    return "is as an expression says"


def relation_words(known: Ontology, subject: Node, relation: str, value: Node) -> str:
    """Return in words what an axiom about relations says; nothing for what is none."""
    one, other = _called(known, subject), _called(known, value)
    if relation == RDFS + "subPropertyOf":
        return f"What {one} something, {other} it"
    if relation == OWL + "inverseOf":
        return f"If one {one} another, that other {other} the one"
    if relation == OWL + "propertyChainAxiom":
        return _chain(known, one, known.items(value))
    if relation in (RDFS + "domain", RDFS + "range"):
        words = (
            "Whatever {p} something" if relation.endswith("domain") else "Whatever something {p}"
        )
        return f"{words.format(p=one)} {class_words(known, value)}"
    if relation == RDF + "type" and (found := CHARACTERS.get(value.value.removeprefix(OWL))):
        words = found[1].format(p=one)
        return words[:1].upper() + words[1:]
    return ""


def _chain(known: Ontology, one: str, chain: list[Node]) -> str:
    if not chain:
        return ""
    steps = ", and that ".join(f"{_called(known, n)} another" for n in chain[:-1])
    return f"If one {steps}, and that {_called(known, chain[-1])} a last, the one {one} the last"


def _something(known: Ontology, node: Node) -> str:
    return (
        article(_called(known, node))
        if node.is_iri
        else f"something that {class_words(known, node)}"
    )


def _called(known: Ontology, node: Node) -> str:
    if node.is_iri:
        return known.name(node.value).text
    inverse = known.all(node.value, OWL + "inverseOf")
    return f"is what {known.name(inverse[0].value).text}" if inverse else node.value


def _every(name: str) -> str:
    return f"Every {name}"


def _short(iri: str) -> str:
    return shortened(iri).removeprefix("comity:")


def _triple(subject: str, predicate: str, node: Node) -> tuple[str, str, str]:
    object_text = node.n3 if node.kind != "bnode" else f"_:{node.value}"
    named = (
        f"<{subject}>" if subject.startswith(("http://", "https://", "urn:")) else f"_:{subject}"
    )
    return named, f"<{predicate}>", object_text

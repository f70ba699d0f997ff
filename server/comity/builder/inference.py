"""What follows from a dossier: our closure, or owlrl's, without what tells a reader nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.builder import load
from comity.errors import Inconsistent
from comity.proofs.clash import contradiction_sentence
from comity.reasoner.closure import Closure
from comity.reasoner.materialise import materialise
from comity.reasoner.read import encode
from comity.vocabulary import OWL, RDF, RDFS, XSD

LOGIC = (OWL, RDF, RDFS, XSD)
TOP = {
    *(OWL + name for name in ("Thing", "NamedIndividual", "Class")),
    *(RDFS + name for name in ("Resource", "Literal", "Class", "Datatype")),
    RDF + "Property",
}


@dataclass(frozen=True, slots=True)
class Inference:
    """What a reasoner derived, and the closure with its proofs where it keeps them."""

    inferred: list[Triple]
    closure: Closure | None = None


def infer(ontology: list[Quad], data: list[Quad], reasoner: str = "comity") -> Inference:
    """Derive what OWL 2 RL makes of *data* under *ontology*.

    Args:
        ontology, data: what is asserted.
        reasoner: comity, or owlrl, the reference that keeps no proofs.

    Raises:
        Inconsistent: the closure contains contradictions; the sentence has their triples and rules.
        SourceError, ReasoningTooBig: a list is malformed, or more follows than the bounds let.
    """
    if reasoner == "owlrl":
        from comity.builder import reference  # only here: it loads rdflib and owlrl

        derived = reference.reference_closure(load.to_rdflib(ontology), load.to_rdflib(data))
        return Inference([load.from_rdflib(triple) for triple in derived])
    closure = materialise(encode([*ontology, *data]))
    require_consistent(closure)
    return Inference([t for t in closure.inferred() if not is_noise(t)], closure)


def require_consistent(closure: Closure) -> None:
    """Refuse what contradicts itself.

    Raises:
        Inconsistent: the sentence names the first contradictions; the error carries the proof of each.
    """
    proofs = tuple(closure.refutations())
    if proofs:
        raise Inconsistent(
            f"The data contradict the ontology: {contradiction_sentence(proofs)}", proofs
        )


def unsatisfiable(ontology: Iterable[Quad]) -> list[tuple[str, str]]:
    """List the classes that can have no member: each IRI, and the contradiction that a member makes.

    Each class of *ontology* gets a member of its own, and the closure shows which contradict.
    """
    quads = list(ontology)
    kind = NamedNode(RDF + "type")
    named = {
        q.subject for q in quads if q.predicate == kind and q.object == NamedNode(OWL + "Class")
    }
    members = {
        NamedNode(f"urn:member:{n}"): c
        for n, c in enumerate(sorted(c for c in named if isinstance(c, NamedNode)))
    }
    closure = materialise(encode([*quads, *(Triple(m, kind, c) for m, c in members.items())]))
    found: dict[str, str] = {}
    for proof in closure.refutations():
        for premise in proof.premises:
            member = (
                NamedNode(premise.triple[0][1:-1])
                if premise.triple and premise.triple[0][0] == "<"
                else None
            )
            if member in members:
                found.setdefault(members[member].value, contradiction_sentence([proof]))
    return sorted(found.items())


def is_noise(triple: Triple) -> bool:
    """Say whether a derived triple tells a reader nothing: of blank nodes, of OWL itself, of everything."""
    s, p, o = triple.subject, triple.predicate, triple.object
    if not isinstance(s, NamedNode) or isinstance(o, BlankNode) or s.value.startswith(LOGIC):
        return True
    if isinstance(o, Literal):
        return False
    top = p.value == RDF + "type" and o.value in TOP  # type: ignore[union-attr]
    return top or o.value in (OWL + "Thing", RDFS + "Resource")  # type: ignore[union-attr]

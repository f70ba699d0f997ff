"""What follows from a dossier: our closure, or owlrl's, without what tells a reader nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.builder import load, oracle
from comity.errors import Inconsistent
from comity.reasoner.closure import Closure, Step
from comity.reasoner.engine import close as closure_of
from comity.vocabulary import OWL, RDF, RDFS, XSD, shortened

SHOWN = 3
LOGIC = (OWL, RDF, RDFS, XSD)
TOP = {
    *(OWL + name for name in ("Thing", "NamedIndividual", "Class")),
    *(RDFS + name for name in ("Resource", "Literal", "Class", "Datatype")),
    RDF + "Property",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reasoner derived, and the closure with its proofs where it keeps them."""

    inferred: list[Triple]
    closure: Closure | None = None


def close(ontology: list[Quad], data: list[Quad], reasoner: str = "comity") -> Outcome:
    """Derive what OWL 2 RL makes of *data* under *ontology*.

    Args:
        ontology, data: what is asserted.
        reasoner: comity, or owlrl, the reference that keeps no proofs.

    Raises:
        Inconsistent: the closure contains contradictions; the sentence has their triples and rules.
        SourceError, ReasoningTooBig: a list is malformed, or more follows than the bounds let.
    """
    if reasoner == "owlrl":
        derived = oracle.close(load.to_rdflib(ontology), load.to_rdflib(data))
        return Outcome([load.from_rdflib(triple) for triple in derived])
    closure = closure_of([*ontology, *data])
    if closure.contradictions:
        told = [sentence(closure, step) for step in closure.contradictions]
        more = f" And {len(told) - SHOWN} more." if len(told) > SHOWN else ""
        raise Inconsistent("The data contradict the ontology: " + " ".join(told[:SHOWN]) + more)
    return Outcome([t for t in closure.inferred() if not is_noise(t)], closure)


def sentence(closure: Closure, step: Step) -> str:
    """Say a contradiction: its rule, and the triples that clash."""
    triples = (_told(closure.rdf(premise)) for premise in step.premises)
    return f"{'; '.join(triples)} [{step.rule}]."


def _told(triple: Triple) -> str:
    terms = (triple.subject, triple.predicate, triple.object)
    return " ".join(
        shortened(term.value) if isinstance(term, NamedNode) else str(term) for term in terms
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
    closure = closure_of([*quads, *(Triple(member, kind, c) for member, c in members.items())])
    found: dict[str, str] = {}
    for step in closure.contradictions:
        for subject in (closure.rdf(premise).subject for premise in step.premises):
            if isinstance(subject, NamedNode) and subject in members:
                found.setdefault(members[subject].value, sentence(closure, step))
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

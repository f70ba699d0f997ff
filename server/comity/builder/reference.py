"""OWL 2 RL with owlrl, the reference: its closure without its noise, its contradictions as a failure."""

import owlrl
import rdflib
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef

from comity.errors import Inconsistent

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
REFLEXIVE = {
    OWL.sameAs,
    OWL.equivalentClass,
    OWL.equivalentProperty,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
}
TOP = {
    OWL.Thing,
    RDFS.Resource,
    RDFS.Literal,
    OWL.NamedIndividual,
    OWL.Class,
    RDFS.Class,
    RDFS.Datatype,
    RDF.Property,
}
LOGIC = tuple(map(str, (OWL, RDF, RDFS, XSD)))
EQUALITY = {
    OWL.sameAs,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.hasKey,
    OWL.maxCardinality,
    OWL.maxQualifiedCardinality,
}
SILENT = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso}
PLAIN = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class}

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


def reference_closure(ontology: Graph, facts: Graph) -> list[Triple]:
    """Derive what OWL 2 RL makes of *facts* under *ontology*.

    Returns:
        The derived triples that neither graph has: no reflexive equality, no literal subject,
        no blank node, nothing about the vocabulary of OWL itself.

    Raises:
        Inconsistent: the closure contains contradictions; the sentence names their triples.

    Source: OWL 2 Profiles §4.3 https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
    """
    graph = _expanded(ontology, facts)
    faults = _contradictions(graph)
    if faults:
        more = f" And {len(faults) - 3} more." if len(faults) > 3 else ""
        raise Inconsistent("The data contradict the ontology: " + " ".join(faults[:3]) + more)
    return [t for t in graph if t not in facts and t not in ontology and not is_noise(t)]


def _expanded(ontology: Graph, facts: Graph) -> Graph:
    graph = relevant(ontology, facts)
    expand(graph)
    return graph


def expand(graph: Graph) -> None:
    """Add to *graph* what owlrl derives, its noise and its messages included."""
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)


def _contradictions(graph: Graph) -> list[str]:
    messages = sorted({str(message) for message in graph.objects(None, ERROR)})
    return [" ".join(message.split()).rstrip(".") + "." for message in messages]


def relevant(ontology: Graph, facts: Graph) -> Graph:
    """Return a new graph of *ontology* and those *facts* that a rule can use.

    A fact takes part in a rule other than those of equality only if it is a type, or an axiom or a
    negative assertion mentions its predicate; where an axiom can make things equal, every fact is kept.
    """
    terms = set(ontology.predicates()) | set(ontology.objects(None, RDF.type))
    keep_all = bool(EQUALITY & terms) or (None, OWL.sameAs, None) in facts
    mentioned: set[rdflib.term.Node] = {RDF.type, *facts.objects(None, OWL.assertionProperty)}
    for s, p, o in ontology:
        if str(p).startswith(LOGIC) and p not in SILENT and not (p == RDF.type and o in PLAIN):
            mentioned |= {s, o}
    graph = Graph()
    for triple in ontology:
        graph.add(triple)
    for s, p, o in facts:
        if keep_all or p in mentioned or str(p).startswith(str(OWL)):
            graph.add((s, p, o))
    return graph


def is_noise(triple: Triple) -> bool:
    """Say whether a derived triple tells a reader nothing."""
    s, p, o = triple
    if not isinstance(s, URIRef) or isinstance(o, BNode) or str(s).startswith(LOGIC):
        return True
    return (
        (s == o and p in REFLEXIVE)
        or (p == RDF.type and o in TOP)
        or o in (OWL.Thing, RDFS.Resource)
        or s == OWL.Nothing
    )

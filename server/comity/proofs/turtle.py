"""A proof in RDF: statements, the inferences they come from, and the claims and sources that the asserted ones rest on.

Source: PROV-O https://www.w3.org/TR/prov-o/; what begins with comity: are terms of the ontology.
"""

import hashlib
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from comity.namespace import Namespace
from comity.proofs.proof import Proof
from comity.vocabulary import PREFIXES, RDF, TERM, XSD

PROV = PREFIXES["prov"]
PARTS = ("subject", "predicate", "object")


def turtle(proof: Proof, namespace: Namespace) -> bytes:
    """Return *proof* as Turtle, in UTF-8; what it names is of *namespace*."""
    found = triples(proof, namespace)
    return serialize(found, format=RdfFormat.TURTLE, prefixes=namespace.prefixes) or b""


def triples(proof: Proof, namespace: Namespace) -> Iterator[Triple]:
    """Yield *proof* as triples."""
    return (triple for step in proof.steps() for triple in _described(step, namespace))


def _described(step: Proof, namespace: Namespace) -> Iterator[Triple]:
    me = name(step, namespace)
    if step.triple:
        yield _said(me, RDF + "type", NamedNode(RDF + "Statement"))
        written = f"{' '.join(step.triple)} ."
        triple = next(iter(parse(input=written, format=RdfFormat.N_TRIPLES)))
        for part in PARTS:
            yield _said(me, RDF + part, getattr(triple, part))
    if step.rule:
        yield from _inferred(step, me, namespace)
    else:
        yield from _asserted(step, me)


def _inferred(step: Proof, me: str, namespace: Namespace) -> Iterator[Triple]:
    inference = me.replace("/statement/", "/inference/")
    yield _said(me, PROV + "wasGeneratedBy", NamedNode(inference))
    yield _said(inference, RDF + "type", NamedNode(TERM + "Inference"))
    yield _said(inference, TERM + "byRule", Literal(str(step.rule)))
    for premise in step.premises:
        yield _said(inference, PROV + "used", NamedNode(name(premise, namespace)))


def _asserted(step: Proof, me: str) -> Iterator[Triple]:
    if step.file:
        yield _said(me, TERM + "inFile", Literal(step.file))
        yield _said(
            me, TERM + "onLine", Literal(str(step.line), datatype=NamedNode(XSD + "integer"))
        )
    for row in step.evidence:
        claim = row["claim"]
        yield _said(me, TERM + "reportedBy", NamedNode(claim))
        if "passage" in row:
            yield _said(claim, TERM + "supportedBy", NamedNode(row["passage"]))
            yield _said(row["passage"], TERM + "passageOf", NamedNode(row["source"]))
        elif "source" in row:
            yield _said(claim, TERM + "statedIn", NamedNode(row["source"]))


def name(step: Proof, namespace: Namespace) -> str:
    """Return the IRI that stands for the statement of *step*."""
    identity = step.triple or ("contradiction", *(part for p in step.premises for part in p.triple))
    digest = hashlib.sha256(" ".join(identity).encode()).hexdigest()[:24]
    return f"{namespace.base}statement/{digest}"


def _said(subject: str, predicate: str, value: object) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)  # type: ignore[arg-type]

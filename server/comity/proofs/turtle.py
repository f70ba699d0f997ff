"""A proof in RDF: statements, the inferences they come from, and the claims and sources that the asserted ones rest on.

Source: PROV-O https://www.w3.org/TR/prov-o/; what begins with comity: are terms of the ontology.
"""

import hashlib
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from comity.proofs.proof import Proof
from comity.vocabulary import BASE, PREFIXES, RDF, TERM, XSD

PROV = PREFIXES["prov"]
PARTS = ("subject", "predicate", "object")


def turtle(proof: Proof) -> bytes:
    """Return *proof* as Turtle, in UTF-8."""
    return serialize(triples(proof), format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def triples(proof: Proof) -> Iterator[Triple]:
    """Yield *proof* as triples."""
    return (triple for step in proof.steps() for triple in _described(step))


def _described(step: Proof) -> Iterator[Triple]:
    me = name(step)
    if step.triple:
        yield _said(me, RDF + "type", NamedNode(RDF + "Statement"))
        written = f"{' '.join(step.triple)} ."
        triple = next(iter(parse(input=written, format=RdfFormat.N_TRIPLES)))
        for part in PARTS:
            yield _said(me, RDF + part, getattr(triple, part))
    if step.rule:
        yield from _inferred(step, me)
    else:
        yield from _asserted(step, me)


def _inferred(step: Proof, me: str) -> Iterator[Triple]:
    inference = me.replace("/statement/", "/inference/")
    yield _said(me, PROV + "wasGeneratedBy", NamedNode(inference))
    yield _said(inference, RDF + "type", NamedNode(TERM + "Inference"))
    yield _said(inference, TERM + "byRule", Literal(str(step.rule)))
    for premise in step.premises:
        yield _said(inference, PROV + "used", NamedNode(name(premise)))


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


def name(step: Proof) -> str:
    """Return the IRI that stands for the statement of *step*."""
    identity = step.triple or ("contradiction", *(part for p in step.premises for part in p.triple))
    return f"{BASE}statement/{hashlib.sha256(' '.join(identity).encode()).hexdigest()[:24]}"


def _said(subject: str, predicate: str, value: object) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)  # type: ignore[arg-type]

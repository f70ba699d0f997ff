"""Closures held against each other and against the cases of the rules."""

import re

import pyoxigraph as ox
import rdflib
from rdflib import OWL, RDFS

from comity.builder import inference
from comity.reasoner.datatypes import value
from comity.vocabulary import RDF
from conftest import ROOT

CELLS = (RDF + "first", RDF + "rest")


def held(closure):
    """What holds, literals by their value, and whether it contradicts itself."""
    terms = closure.terms
    told = {
        (terms.forms[s], terms.forms[p], _valued(terms, o))
        for s, p, o in closure.triples()
        if closure.is_rdf((s, p, o))
    }
    return told, bool(closure.contradictions)


def _valued(terms, number):
    term = terms[number]
    if isinstance(term, ox.Literal) and not terms.forms[number].endswith('"'):
        return str(rdflib.Literal(term.value, datatype=term.datatype.value).toPython())
    return terms.forms[number]


CASES = {path.stem: path.read_text() for path in sorted((ROOT / "tests" / "rules").glob("*.ttl"))}


SPLIT = re.compile(
    r"^# (premises|follows|does not follow|contradicts itself; this does not)$", re.M
)


def triples(text):
    return [
        q.triple for q in ox.parse(input=text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def holding(closure):
    return {closure.rdf(triple) for triple in closure.triples() if closure.is_rdf(triple)}


def sections(name):
    head, *parts = SPLIT.split(CASES[name])
    return {
        title: triples(head + body) for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


REFLEXIVE = {
    str(name)
    for name in (
        OWL.sameAs,
        OWL.equivalentClass,
        OWL.equivalentProperty,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
    )
}


def telling(triple):
    """Whether a triple is one that both reasoners keep: not trivial, with no blank node."""
    s, p, o = triple.subject, triple.predicate, triple.object
    itself = s == o and p.value in REFLEXIVE
    return not (itself or inference.is_noise(triple) or s.value == str(OWL.Nothing))


def told(found):
    """What both keep of *found*, literals by their values."""
    return {
        (t.subject, t.predicate, value(t.object) if isinstance(t.object, ox.Literal) else t.object)
        for t in found
        if telling(t)
    }

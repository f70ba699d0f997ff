"""The JSON-LD context of an ontology: each term a short key, each value read as what its property leads to."""

from collections import defaultdict
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from comity.namespace import Namespace
from comity.vocabulary import OWL, RDF, TERM

RANGES = ("https://schema.org/rangeIncludes", "http://www.w3.org/2000/01/rdf-schema#range")


def context(ontology: list[Quad], namespace: Namespace) -> dict[str, Any]:
    """Return the context of *ontology* as a JSON-LD document, with the prefixes of *namespace*.

    A property of things is read as IRIs, one of literals as its one datatype, one of texts by language.

    Source: JSON-LD 1.1 §3 https://www.w3.org/TR/json-ld11/#the-context
    """
    types, ranges = defaultdict(set), defaultdict(set)
    for quad in ontology:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            if quad.predicate.value == RDF + "type":
                types[quad.subject.value].add(quad.object.value)
            elif quad.predicate.value in RANGES:
                ranges[quad.subject.value].add(quad.object.value)
    terms = {
        iri.removeprefix(TERM): entry
        for iri in sorted(types)
        if iri.startswith(TERM) and (entry := _entry(iri, types[iri], ranges[iri]))
    }
    return {"@context": {"@version": 1.1, **namespace.prefixes, **terms}}


def _entry(iri: str, types: set[str], ranges: set[str]) -> Any:
    if OWL + "ObjectProperty" in types:
        return {"@id": iri, "@type": "@id"}
    if OWL + "DatatypeProperty" in types:
        if ranges == {RDF + "langString"}:
            return {"@id": iri, "@container": "@language"}
        return {"@id": iri, "@type": ranges.pop()} if len(ranges) == 1 else iri
    return iri if OWL + "Class" in types else None

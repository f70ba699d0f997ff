"""Passages as a dossier keeps them: the characters that they are, and the digest of their words, which are not copied.

Source: Web Annotation §4.2.4 https://www.w3.org/TR/annotation-model/#text-position-selector
"""

import hashlib

from pyoxigraph import Literal, NamedNode, Triple

from comity.authoring.names import iri, thing
from comity.authoring.quotations import Span
from comity.builder.description import Description
from comity.vocabulary import RDF, XSD

COUNT = NamedNode(XSD + "nonNegativeInteger")


def digest(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def count(number: int) -> Literal:
    """Return a number of characters as passages have it."""
    return Literal(str(number), datatype=COUNT)


def passage_iri(description: Description, source: str, span: Span, name: str = "") -> NamedNode:
    """Return the IRI of a passage of *source*, an IRI: named for its characters where it has no name."""
    local = f"{source.rpartition('/')[2]}/{name or f'{span.start}-{span.end}'}"
    return NamedNode(thing(description, "passage", local))


def selector_iri(passage: NamedNode) -> NamedNode:
    """Return the IRI of the selector of a passage."""
    before, _, rest = passage.value.rpartition("/id/passage/")
    return NamedNode(f"{before}/id/selector/{rest}")


def passage_triples(passage: NamedNode, source: NamedNode, span: Span, text: str) -> list[Triple]:
    """Return what is said of a passage, the characters *span* of *text*, and of its selector."""
    selector = selector_iri(passage)
    said = (
        (passage, RDF + "type", NamedNode(iri("comity:Passage"))),
        (passage, RDF + "type", NamedNode(iri("oa:SpecificResource"))),
        (passage, iri("comity:passageOf"), source),
        (passage, iri("comity:sha256"), Literal(digest(text[span.start : span.end]))),
        (passage, iri("oa:hasSource"), source),
        (passage, iri("oa:hasSelector"), selector),
        (selector, RDF + "type", NamedNode(iri("oa:TextPositionSelector"))),
        (selector, iri("oa:start"), count(span.start)),
        (selector, iri("oa:end"), count(span.end)),
    )
    return [Triple(subject, NamedNode(predicate), value) for subject, predicate, value in said]

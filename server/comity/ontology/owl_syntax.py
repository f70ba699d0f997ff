"""OWL in the syntaxes of OWL that are no RDF, written by py-horned-owl where it is installed.

Source: OWL 2 Structural Specification and Functional-Style Syntax https://www.w3.org/TR/owl2-syntax/
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from comity.errors import NotAcceptable
from comity.vocabulary import OWL, RDF, RDFS

Syntax = Literal["ofn", "omn", "owx"]
SYNTAXES: dict[Syntax, str] = {
    "ofn": "text/owl-functional",
    "omn": "text/owl-manchester",
    "owx": "application/owl+xml",
}
"""The short names of the syntaxes, with their media types."""
COMMENT, DISJOINT = NamedNode(RDFS + "comment"), NamedNode(OWL + "disjointWith")
MEMBERS, ALL_DISJOINT = NamedNode(OWL + "members"), NamedNode(OWL + "AllDisjointClasses")
FIRST, REST, TYPE = (NamedNode(RDF + name) for name in ("first", "rest", "type"))


def written(triples: Sequence[Triple], syntax: Syntax) -> bytes:
    """Return the axioms that *triples* state in a syntax of `SYNTAXES`, by its short name.

    Raises:
        NotAcceptable: the library that writes it is not installed.
    """
    try:
        import pyhornedowl  # only here: nothing else needs it
    except ImportError as error:
        raise NotAcceptable(
            f"{SYNTAXES[syntax]} is written by py-horned-owl, which is not installed here; ask for turtle or rdfxml."
        ) from error
    text = serialize(_understood(triples), format=RdfFormat.RDF_XML)
    assert text is not None, "without an output it is returned"
    ontology = pyhornedowl.open_ontology_from_string(text.decode(), "rdf")
    found: str = ontology.save_to_string(syntax)
    return found.encode()


def _understood(triples: Sequence[Triple]) -> Iterator[Triple]:
    """Yield *triples* in the forms that the library reads.

    It loses an axiom whose blank node has a comment, and owl:AllDisjointClasses, which is said of each two instead.
    """
    groups = {t.subject for t in triples if t.predicate == TYPE and t.object == ALL_DISJOINT}
    lists = {t.subject: t.object for t in triples if t.predicate == REST}
    items = {t.subject: t.object for t in triples if t.predicate == FIRST}
    for triple in triples:
        if triple.subject in groups:
            if triple.predicate == MEMBERS:
                members = list(_items(triple.object, items, lists))
                yield from (Triple(a, DISJOINT, b) for a, b in combinations(members, 2))
        elif not (isinstance(triple.subject, BlankNode) and triple.predicate == COMMENT):
            yield triple


def _items(
    node: object, items: Mapping[Any, object], lists: Mapping[Any, object]
) -> Iterable[NamedNode]:
    while node in items:
        item = items[node]
        if isinstance(item, NamedNode):
            yield item
        node = lists.get(node)

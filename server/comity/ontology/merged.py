"""One ontology out of its modules: the header of the whole, and every term of every module."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from comity.vocabulary import OWL, PREFIXES, RDF, TERM

TYPE, IMPORTS = NamedNode(RDF + "type"), NamedNode(OWL + "imports")
ONTOLOGY, WHOLE = NamedNode(OWL + "Ontology"), NamedNode(TERM)
VERSION = NamedNode(OWL + "versionInfo")


def merged(triples: Iterable[Triple]) -> list[Triple]:
    """Return *triples* as one ontology: of the headers that of the whole alone, which imports nothing any more.

    Where no header is that of the whole, all stay as they are.
    """
    triples = list(triples)
    headers = {t.subject for t in triples if t.predicate == TYPE and t.object == ONTOLOGY}
    if WHOLE not in headers:
        return triples
    modules = headers - {WHOLE}
    return [t for t in triples if t.subject not in modules and t.predicate != IMPORTS]


def version(triples: Iterable[Triple]) -> str:
    """Return the version that the header of the whole names; empty where it names none."""
    found = (t.object for t in triples if t.subject == WHOLE and t.predicate == VERSION)
    return next((term.value for term in found if isinstance(term, Literal)), "")


def written(triples: Iterable[Triple], syntax: RdfFormat) -> bytes:
    """Serialise *triples*, those of a subject together, with the usual prefixes."""
    text = serialize(in_order(triples), format=syntax, prefixes=PREFIXES)
    assert text is not None, "without an output it is returned"
    return text


def in_order(triples: Iterable[Triple]) -> Sequence[Triple]:
    """Return *triples* in the order of their subjects, the whole first, blank nodes last."""
    return sorted(triples, key=_place)


def _place(triple: Triple) -> tuple[bool, bool, str, str, str]:
    subject = triple.subject
    is_blank = not isinstance(subject, NamedNode)
    return is_blank, subject != WHOLE, str(subject), triple.predicate.value, str(triple.object)

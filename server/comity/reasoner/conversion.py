"""Terms and triples as whoever uses the library has them: of pyoxigraph, of rdflib, or written; made N-Triples forms."""

from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.errors import BadInput, SourceError
from comity.namespace import ABSOLUTE
from comity.proofs.proof import Names
from comity.reasoner.term_ids import read_forms
from comity.vocabulary import PREFIXES

REMEDY = "give triples of pyoxigraph or rdflib, or three terms, each of these or a text"


def names(given: Any) -> Names:
    """Return a triple as N-Triples forms: a Triple or Quad of pyoxigraph, or three terms, as rdflib has triples.

    Raises:
        BadInput: it is no triple, or none of RDF.
    """
    if isinstance(given, Triple | Quad):
        return str(given.subject), str(given.predicate), str(given.object)
    if not isinstance(given, tuple | list) or len(given) != 3:
        raise BadInput(f"{_shown(given)} is no triple; {REMEDY}.")
    s, p, o = map(n_triples, given)
    if s[0] == '"' or p[0] != "<":
        raise BadInput(
            f"{s} {p} {o} is no triple of RDF; its subject is to be no literal, and its predicate an IRI."
        )
    return s, p, o


def all_names(given: Iterable[Any]) -> Iterator[Names]:
    """Yield the names of each of some triples.

    Raises:
        BadInput: they are none.
    """
    try:
        triples = iter(given)
    except TypeError as error:
        raise BadInput(f"{_shown(given)} holds no triples; {REMEDY}.") from error
    return map(names, triples)


def n_triples(term: Any) -> str:
    """Return a term in N-Triples.

    Args:
        term: of pyoxigraph or rdflib; or a text, which is an IRI, a prefixed name, or what N-Triples writes for a term.

    Raises:
        BadInput: it is none.
    """
    if isinstance(term, NamedNode | BlankNode | Literal):
        return str(term)
    try:
        if type(term).__module__.startswith("rdflib"):
            return str(_of_rdflib(term))
        if isinstance(term, str):
            return str(_written(term))
    except (ValueError, SourceError) as error:
        raise BadInput(f"{_shown(term)} is no term of RDF ({error}); {REMEDY}.") from error
    raise BadInput(f"{_shown(term)} is no term of RDF; {REMEDY}.")


def _of_rdflib(term: Any) -> NamedNode | BlankNode | Literal:
    kind = type(term).__name__
    if kind == "Literal":
        datatype = NamedNode(term.datatype) if term.datatype and not term.language else None
        return Literal(str(term), datatype=datatype, language=term.language)
    if kind == "BNode":
        return BlankNode(str(term))
    if kind == "URIRef":
        return NamedNode(str(term))
    raise ValueError(f"a {kind} of rdflib")


def _written(text: str) -> NamedNode | BlankNode | Literal:
    if text[:1] in ("<", '"') or text.startswith("_:"):
        return read_forms([text])[0]
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES and not local.startswith("//"):
        return NamedNode(PREFIXES[prefix] + local)
    if not ABSOLUTE.fullmatch(text):
        raise ValueError("not an absolute IRI")
    return NamedNode(text)


def _shown(given: Any) -> str:
    return shorten(repr(given), 80, placeholder="…")

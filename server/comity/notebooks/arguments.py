"""What people hand over: terms of rdflib, of pyoxigraph, or as Python's own values, and queries."""

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from comity.errors import BadInput
from comity.namespace import Namespace
from comity.query.term_syntax import read_term

COMITY = Namespace()

Term = NamedNode | BlankNode | Literal | Triple
TERMS = (NamedNode, Literal)


def term(given: object) -> str:
    """Return a term of rdflib or pyoxigraph as N-Triples has it, and a text as it is."""
    in_n3 = getattr(given, "n3", None)
    return str(in_n3() if in_n3 else given)


def written(value: object, namespace: Namespace = COMITY) -> str:
    """Return a value of a row as N-Triples has it: a term of rdflib or pyoxigraph, an IRI, or a Python value.

    Raises:
        BadQuery: it is a text that is no term.
        BadInput: it is of a type that no term is of.
    """
    if isinstance(value, Triple):
        return f"<<( {value} )>>"
    if isinstance(value, (*TERMS, BlankNode)) or hasattr(value, "n3"):
        return term(value)
    if isinstance(value, str):
        return value if value.startswith(("<", '"', "_:")) else read_term(value, namespace)
    try:
        return str(ox.Literal(value))  # type: ignore[arg-type]
    except ValueError as error:
        raise BadInput(f"The value {str(value)[:100]!r} is no term; give an IRI, a text, a number or a term of a library of RDF.") from error  # fmt: skip


def is_sparql(text: str) -> bool:
    """Tell a query from the name of a canned one."""
    return any(sign in text for sign in "{ \n")


def argument(given: object) -> str:
    """Return an argument as the text that a parameter is read from: of a literal, its lexical form."""
    if isinstance(given, bool):
        return str(given).lower()
    return str(getattr(given, "value", given)) if isinstance(given, TERMS) else str(given)

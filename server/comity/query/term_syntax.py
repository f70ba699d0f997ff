"""Terms as people write them."""

import re

from pyoxigraph import NamedNode, RdfFormat, parse

from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.vocabulary import RDF

COMITY = Namespace()
BLANK = re.compile(r"_:\w+")


def read_term(text: str, namespace: Namespace = COMITY) -> str:
    """Return *text*, an IRI, a prefixed name, a path below /id/ or a literal, as a term in N-Triples.

    Args:
        namespace: that of the dossier, for what is written short.

    Raises:
        BadQuery: it is none of these.
    """
    prefix, _, name = text.partition(":")
    try:
        if not text:
            raise ValueError
        if text.startswith('"'):
            (quad,) = parse(input=f"<a:a> <a:a> {text} .", format=RdfFormat.N_TRIPLES)
            return str(quad.object)
        if text.startswith("<"):
            return str(NamedNode(namespace.meant(text[1:-1])))
        if text == "a":
            return str(NamedNode(RDF + "type"))
        if prefix in namespace.prefixes:
            return str(NamedNode(namespace.prefixes[prefix] + name))
        if "://" in text or prefix == "urn":
            return str(NamedNode(namespace.meant(text)))
        return str(NamedNode(namespace.full(text)))
    except (ValueError, SyntaxError) as error:
        raise BadQuery(
            f"{text or 'An empty text'} is no term; give an IRI, a prefixed name such as comity:Treaty, or a literal in N-Triples."
        ) from error


def read_value(text: str, namespace: Namespace) -> str:
    """Return *text* as a value of a row in N-Triples: what `read_term` takes, or a blank node, or a triple.

    Raises:
        BadQuery: it is none of these.
    """
    return text if BLANK.fullmatch(text) or text.startswith("<<(") else read_term(text, namespace)

"""The values that a list is narrowed down by, as its address has them: short for things and for terms."""

from comity.namespace import Namespace
from comity.vocabulary import TERM

THINGS, TERMS = "id/", "ontology/"
"""What the values that a list is narrowed down by begin with: things, and terms of the ontology."""


def short_of(namespace: Namespace, iri: str) -> str:
    """Return the value that *iri* is in the address of a list; the IRI itself where it has no short form."""
    if iri.startswith(TERM):
        return TERMS + iri.removeprefix(TERM)
    return (namespace.path_of(iri) or iri) if namespace.space_of(iri) else iri


def full_of(namespace: Namespace, short: str) -> str:
    """Return the IRI that `short_of` has made *short* of."""
    if short.startswith(TERMS):
        return TERM + short.removeprefix(TERMS)
    return namespace.at(short)[0] if short.startswith(THINGS) else short

"""The way to owlrl, which is loaded only where it is asked: with rdflib it takes longer than a closure of ours."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Graph

    from comity.builder.reference import Triple


def close(ontology: "Graph", facts: "Graph") -> list["Triple"]:
    """Derive with owlrl what OWL 2 RL makes of *facts* under *ontology*; see comity.builder.reference."""
    from comity.builder import reference

    return reference.close(ontology, facts)

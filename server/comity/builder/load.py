"""The files of a dossier as quads, and between the kinds of graphs that different tools want."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.builder.dossier import Dossier
from comity.builder.syntax import quads
from comity.errors import SourceError
from comity.evidence.annotations import split
from comity.finding import Finding, Unsound, refuse

if TYPE_CHECKING:
    import rdflib

__all__ = ["from_rdflib", "load", "parse", "quads", "to_rdflib"]

KINDS = ("ontology", "shapes", "alignments", "data", "claims")
ANNOTATED = ("data", "claims")


def parse(dossier: Dossier) -> tuple[dict[str, list[Quad]], list[Finding]]:
    """Parse the files of *dossier* as far as they can be.

    Returns:
        The quads by the file's kind: ontology, shapes, alignments, data, claims; of data and claims, what they say
        of triples is a kind of its own, annotations; and a finding for each file that cannot be read.
    """
    loaded: dict[str, list[Quad]] = {kind: [] for kind in KINDS}
    findings = []
    for file in dossier.of(*KINDS):
        try:
            loaded[file.kind] += quads(file)
        except Unsound as error:
            findings.append(error.finding)
    return apart(loaded), findings


def apart(loaded: dict[str, list[Quad]]) -> dict[str, list[Quad]]:
    """Return quads by kind with the annotations of triples taken out of what data and claims state."""
    both = {kind: split(loaded[kind]) for kind in ANNOTATED}
    stated = {kind: quads for kind, (quads, _) in both.items()}
    return loaded | stated | {"annotations": [q for _, said in both.values() for q in said]}


def load(dossier: Dossier) -> dict[str, list[Quad]]:
    """Parse every file of *dossier*, as `parse` does.

    Raises:
        SourceError: a file is not what the end of its name says.
    """
    loaded, findings = parse(dossier)
    refuse(findings, SourceError)
    return loaded


def to_rdflib(triples: Iterable[Quad | Triple]) -> "rdflib.Graph":
    """Copy *triples* into an rdflib graph, without their graph names; pySHACL and owlrl want one."""
    import rdflib  # only here and below: a build by default does without it

    graph = rdflib.Graph()
    for quad in triples:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: object) -> "rdflib.term.Identifier":
    import rdflib

    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            plain = term.datatype.value.endswith("#string")
            return rdflib.Literal(
                term.value,
                datatype=None if plain else rdflib.URIRef(term.datatype.value),
                normalize=False,
            )
    raise SourceError(f"{term} is of RDF 1.2; files are RDF 1.1 Turtle.")


def from_rdflib(
    triple: tuple["rdflib.term.Node", "rdflib.term.Node", "rdflib.term.Node"],
) -> Triple:
    """Return an rdflib triple without blank nodes as one of the store's."""
    s, p, o = triple
    return Triple(NamedNode(str(s)), NamedNode(str(p)), _object(o))


def _object(term: "rdflib.term.Node") -> NamedNode | Literal:
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)

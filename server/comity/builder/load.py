"""Turtle files → quads, each file a graph, with file and line in every error."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from comity.builder.dossier import Dossier, SourceFile
from comity.builder.lines import line_of, line_of_triple
from comity.builder.vocabularies import is_known, usual
from comity.errors import SourceError
from comity.vocabulary import OWL, RDF

if TYPE_CHECKING:
    import rdflib

TYPE = NamedNode(RDF + "type")
IMPORTS, ONTOLOGY = NamedNode(OWL + "imports"), NamedNode(OWL + "Ontology")


def quads(file: SourceFile) -> list[Quad]:
    """Parse one Turtle file into quads of its graph.

    Raises:
        SourceError: it is not Turtle; the sentence has file and line.
    """
    graph = NamedNode(file.graph)
    try:
        return [
            Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in parse(input=file.content, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        line = error.lineno or 0
        reason = re.sub(
            r"^.*?line \d+ (?:between )?columns? \d+(?: and columns? \d+)?: ", "", str(error.msg)
        )
        raise SourceError(
            f"{file.path}, line {line}: not valid Turtle ({reason.rstrip('.')}); mend that line."
        ) from error


def load(dossier: Dossier) -> dict[str, list[Quad]]:
    """Parse every Turtle file of *dossier*.

    Returns:
        The quads by the file's kind: ontology, shapes, alignments, data, claims.

    Raises:
        SourceError: a file is not Turtle, imports an ontology that is not there, or uses a class or
            property that nothing declares.
    """
    kinds = ("ontology", "shapes", "alignments", "data", "claims")
    loaded: dict[str, list[Quad]] = {kind: [] for kind in kinds}
    for file in dossier.of(*loaded):
        loaded[file.kind] += quads(file)
    faults = [*unimported(dossier, loaded), *undeclared(dossier, loaded)]
    if faults:
        raise SourceError(
            " ".join(faults[:5]) + (f" And {len(faults) - 5} more." if len(faults) > 5 else "")
        )
    return loaded


def unimported(dossier: Dossier, loaded: dict[str, list[Quad]]) -> Iterator[str]:
    """Say each import of an ontology that no file of the dossier is; none is ever fetched.

    Source: OWL 2 §3.4 https://www.w3.org/TR/owl2-syntax/#Imports
    """
    written = [quad for quads in loaded.values() for quad in quads]
    there = {q.subject for q in written if q.predicate == TYPE and q.object == ONTOLOGY}
    files = {file.graph: file for file in dossier.files}
    for quad in written:
        if quad.predicate == IMPORTS and quad.object not in there:
            file = files[str(quad.graph_name).strip("<>")]
            line = line_of_triple(file, quad.triple)
            yield f"{file.path}, line {line}: it imports {quad.object}, which no file of ontology/ is; add that file, or take the import away."


def undeclared(dossier: Dossier, loaded: dict[str, list[Quad]]) -> Iterator[str]:
    """Say each use of a class or property that neither the ontology nor a vocabulary we know declares."""
    declared = {
        q.subject.value
        for q in loaded["ontology"]
        if q.predicate == TYPE and isinstance(q.subject, NamedNode)
    } | usual()
    paths = {file.graph: file for file in dossier.files}
    uses = Counter(_uses(loaded["ontology"] + loaded["data"] + loaded["claims"]))
    for (term, graph, what), _ in uses.items():
        if term not in declared and not is_known(term):
            file = paths[graph]
            yield f"{file.path}, line {line_of(file, term)}: the {what} {term} is not declared; declare it in ontology/ or mend its name."


def _uses(triples: Iterable[Quad]) -> Iterator[tuple[str, str, str]]:
    for quad in triples:
        graph = str(quad.graph_name).strip("<>")
        yield quad.predicate.value, graph, "property"
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            yield quad.object.value, graph, "class"


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

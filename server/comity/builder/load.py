"""Turtle files → quads, each file a graph, with file and line in every error."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

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
    """Parse one Turtle file into quads of its graph; the same file has the same blank nodes.

    Raises:
        SourceError: it is not Turtle; the sentence has file and line.
    """
    graph, blank = NamedNode(file.graph), _Blank(file)
    try:
        return [
            Quad(blank.of(quad.subject), quad.predicate, blank.of(quad.object), graph)
            for quad in parse(input=file.content, format=RdfFormat.TURTLE)
        ]
    except SyntaxError as error:
        line = error.lineno or 0
        reason = re.sub(
            r"^.*?line \d+ (?:between )?columns? \d+(?: and columns? \d+)?: ", "", str(error.msg)
        )
        raise SourceError(
            f"{file.path}, line {line}: not valid Turtle ({reason.rstrip('.')}); mend that line."
        ) from error


class _Blank:
    """Blank nodes named for the file that has them and their order in it."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._found: dict[BlankNode, BlankNode] = {}

    def of(self, term: Any) -> Any:
        if not isinstance(term, BlankNode):
            return term
        if term not in self._found:
            name = f"{self._file.path} {self._file.digest} {len(self._found)}"
            self._found[term] = BlankNode("b" + hashlib.sha256(name.encode()).hexdigest()[:24])
        return self._found[term]


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
    refuse([*unimported(dossier, loaded), *undeclared(dossier, loaded)])
    return loaded


def refuse(faults: list[str]) -> None:
    """Refuse what has *faults*, each a sentence.

    Raises:
        SourceError: there are some; it has the first of them.
    """
    if faults:
        raise SourceError(
            " ".join(faults[:5]) + (f" And {len(faults) - 5} more." if len(faults) > 5 else "")
        )


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


def undeclared(
    dossier: Dossier, loaded: dict[str, list[Quad]], using: Iterable[Quad] | None = None
) -> Iterator[str]:
    """Say each use of a class or property that neither the ontology nor a vocabulary we know declares.

    Args:
        using: the quads that are looked at; None for all but those of shapes and alignments.
    """
    using = loaded["ontology"] + loaded["data"] + loaded["claims"] if using is None else using
    declared = {
        q.subject.value
        for q in loaded["ontology"]
        if q.predicate == TYPE and isinstance(q.subject, NamedNode)
    } | usual()
    paths = {file.graph: file for file in dossier.files}
    for term, graph, what in dict.fromkeys(_uses(using)):
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

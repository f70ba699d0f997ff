"""A graph as authors' tools write it: in the house style, with the day of its last change, and prefixes of its own things."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.authoring.names import iri, kind_prefixes
from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.commits.house_style import graph_in_house_style
from comity.evidence.vocabulary import AXIOM, PARTS, TYPE
from comity.vocabulary import XSD

MODIFIED = NamedNode(iri("dcterms:modified"))
Said = Iterable[tuple[NamedNode, Any]]


def graph_text(
    file: SourceFile,
    triples: Iterable[Triple],
    annotated: Mapping[Triple, Said],
    prefixes: Mapping[str, str],
    base: str,
) -> bytes:
    """Return the text of a graph, its subjects and their properties in the order in which *triples* has them.

    Args:
        file: as it was, or what is to be its first comment.
        triples: what it states; the day of its last change is added: that it has, if nothing else changes, else today.
        annotated: what is said of some of them.
        prefixes: namespaces by prefix, besides those of the kinds of things of the dossier.
        base: of the dossier.
    """
    graph = NamedNode(file.graph)
    stated = [triple for triple in dict.fromkeys(triples) if triple.predicate != MODIFIED]
    terms = {term for triple in stated for term in (triple.subject, triple.object)}
    known = {**prefixes, **kind_prefixes(base, terms)}
    content = [_quad(triple, graph) for triple in stated]
    for number, (triple, said) in enumerate(annotated.items()):
        content += _annotation(BlankNode(f"annotation{number}"), triple, said, graph)
    order = _in_order(file, stated)
    days = [quad.object for quad in quads(file) if quad.subject == graph and quad.predicate == MODIFIED]  # fmt: skip
    today = Literal(date.today().isoformat(), datatype=NamedNode(XSD + "date"))
    for day in (*days, today):
        dated = [*content, Quad(graph, MODIFIED, day, graph)]
        text = graph_in_house_style(file.graph, dated, known, order)
        if text == file.content:
            break
    return text


def _in_order(file: SourceFile, triples: Iterable[Triple]) -> SourceFile:
    """Return the file with its first comment and *triples*, from which the house style takes comment and order."""
    lines = file.content.decode().splitlines()
    comment = next((line for line in lines if line.startswith("#")), "")
    text = "".join(f"{triple} .\n" for triple in triples)
    return SourceFile(file.path, f"{comment}\n{text}".encode(), file.graph)


def _annotation(node: BlankNode, triple: Triple, said: Said, graph: NamedNode) -> list[Quad]:
    parts = zip(PARTS, (triple.subject, triple.predicate, triple.object), strict=True)
    whole: list[tuple[NamedNode, Any]] = [(TYPE, AXIOM), *parts, *said]
    return [Quad(node, predicate, value, graph) for predicate, value in whole]


def _quad(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)

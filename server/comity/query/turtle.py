"""Triples as Turtle that people read: subject by subject, types and labels first, with the prefixes that are used.

A thing of the graph is named by its kind, as in treaty:union-1997. What is longer than a reader goes through is left to
the engine, which writes it as it comes.

Source: RDF 1.1 Turtle https://www.w3.org/TR/turtle/
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from comity.namespace import Namespace
from comity.term_names import TermNames
from comity.vocabulary import RDF, RDFS

FEW = 2000
"""Up to so many triples are written for people."""
FIRST = {RDF + "type": 0, RDFS + "label": 1}


def write(found: Iterable[Triple], sink: IO[bytes], namespace: Namespace) -> None:
    """Write triples; things and graphs of *namespace* are written short."""
    triples = iter(found)
    few = list(islice(triples, FEW + 1))
    if len(few) > FEW or not all(map(_is_plain, few)):
        serialize(chain(few, triples), sink, format=RdfFormat.TURTLE, prefixes=namespace.prefixes)
        return
    names = TermNames({**_kinds(few, namespace), **namespace.prefixes})
    sentences = list(_sentences(few, names))
    sink.write("\n".join([*([names.declared()] if names.used else []), *sentences]).encode())


def _is_plain(triple: Triple) -> bool:
    return not any(isinstance(term, Triple) for term in triple)


def _kinds(triples: Iterable[Triple], namespace: Namespace) -> dict[str, str]:
    """Return the namespaces of the kinds of things in *triples*, by a prefix each."""
    iris = (term.value for triple in triples for term in triple if isinstance(term, NamedNode))
    kinds = dict.fromkeys(thing[0] for iri in iris if (thing := namespace.thing(iri)))
    return {kind: namespace.full(f"{kind}/") for kind in kinds if kind not in namespace.prefixes}


def _sentences(triples: Iterable[Triple], names: TermNames) -> Iterator[str]:
    facts: dict[object, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        facts[triple.subject][triple.predicate.value].append(triple.object)
    for subject in sorted(facts, key=lambda node: (not isinstance(node, NamedNode), str(node))):
        yield _sentence(subject, facts[subject], names)


def _sentence(subject: object, said: dict[str, list[object]], names: TermNames) -> str:
    lines = []
    for predicate in sorted(said, key=lambda name: (FIRST.get(name, 2), name)):
        verb = "a" if predicate == RDF + "type" else names.of(NamedNode(predicate))
        values = dict.fromkeys(map(names.of, said[predicate]))
        lines.append(f"{verb} {' , '.join(sorted(values))}")
    return f"{names.of(subject)} " + " ;\n    ".join(lines) + " .\n"

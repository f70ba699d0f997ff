"""A graph as a Turtle file in the house style: what a reviewer reads, and what a build reads back."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, takewhile

from pyoxigraph import BlankNode, NamedNode, Quad

from comity.builder.dossier import Dossier
from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.evidence.annotations import Annotation, annotations, split
from comity.evidence.vocabulary import PARTS
from comity.term_names import TermNames
from comity.vocabulary import RDF, RDFS

PREFIX = re.compile(r"@prefix ([\w-]*): <([^>]*)> \.")
LINE = re.compile(r"[^\r\n]*")
TYPE, LABEL = RDF + "type", RDFS + "label"
PLACES = {TYPE: 0, **{part.value: n for n, part in enumerate(PARTS, 1)}}
"""The order of what an annotation says; claims come after it."""
Subject = NamedNode | BlankNode
Facts = Mapping[Subject, Mapping[str, list[object]]]


def prefixes(dossier: Dossier) -> dict[str, str]:
    """Return the namespaces that the files of *dossier* declare, by their prefix; the first of several counts."""
    found = dict[str, str]()
    files = dossier.of("ontology", "shapes", "data", "claims")
    for file in (file for file in files if not file.is_packaged):
        for line in _head(file):
            if declared := PREFIX.fullmatch(line):
                found.setdefault(*declared.groups())
    return {**dossier.namespace.prefixes, **found}


def graph_in_house_style(
    graph: str, quads: Iterable[Quad], known: Mapping[str, str], before: SourceFile | None = None
) -> bytes:
    """Write a graph.

    The graph itself speaks first. Then come subjects and their properties in the order that *before* has them,
    what is new after that by name, types and labels first; objects stand by name. What is said of the statements of a
    subject stands below it, a line each, in their order.

    Args:
        graph: its IRI.
        quads: its content.
        known: namespaces by prefix.
        before: the file as it was, whose sentence is kept.
    """
    names, order = TermNames(known), _Order(graph, before)
    facts: dict[Subject, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    stated, said = split(quads)
    alone, beside = _attached(stated, said)
    for quad in chain(stated, alone):
        facts[quad.subject][quad.predicate.value].append(quad.object)  # type: ignore[index]
    sentences = [
        _about(subject, facts[subject], names, order)
        + _said_of(subject, beside.get(subject, []), names, order)
        for subject in sorted(facts, key=lambda node: (order.subject(node), str(node)))
    ]
    parts = [names.declared(), *_sentence(before), *sentences]
    return "\n".join(part for part in parts if part).encode()


def _about(
    subject: Subject, facts: Mapping[str, list[object]], names: TermNames, order: "_Order"
) -> str:
    lines = []
    for predicate in sorted(facts, key=lambda name: (order.predicate(subject, name), name)):
        verb = "a" if predicate == TYPE else names.of(NamedNode(predicate))
        lines.append(f"{verb} {' , '.join(sorted(map(names.of, facts[predicate])))}")
    return f"{names.of(subject)} " + " ;\n    ".join(lines) + " .\n"


def _attached(
    stated: Iterable[Quad], said: Iterable[Quad]
) -> tuple[list[Quad], dict[object, list[Annotation]]]:
    """Return what is said of triples that cannot stand below a subject, and by its subject what can."""
    subjects = {quad.subject for quad in stated}
    named = {quad.object for quad in stated}
    alone: list[Quad] = []
    beside: dict[object, list[Annotation]] = defaultdict(list)
    for annotation in annotations(said):
        triple = annotation.triple
        is_bare = isinstance(annotation.node, BlankNode) and annotation.node not in named
        if triple is not None and is_bare and triple.subject in subjects:
            beside[triple.subject].append(annotation)
        else:
            alone += annotation.quads
    return alone, beside


def _said_of(
    subject: Subject,
    found: Iterable[Annotation],
    names: TermNames,
    order: "_Order",
) -> str:
    """Write the annotations *found* of what is stated about *subject*."""
    lines = []
    for annotation in found:
        _, predicate, value = annotation.parts
        key = order.predicate(subject, predicate[0].value), predicate[0].value, names.of(value[0])
        objects: dict[str, list[object]] = defaultdict(list)
        for quad in annotation.quads:
            objects[quad.predicate.value].append(quad.object)
        parts = [
            f"{'a' if name == TYPE else names.of(NamedNode(name))} {' , '.join(sorted(map(names.of, objects[name])))}"
            for name in sorted(objects, key=lambda name: (PLACES.get(name, len(PLACES)), name))
        ]
        lines.append((key, f"[] {' ; '.join(parts)} .\n"))
    return "".join(line for _, line in sorted(lines))


def _sentence(before: SourceFile | None) -> list[str]:
    """The comment that *before* has between its prefixes and its first statement."""
    head = _head(before) if before else ()
    return [f"{line}\n" for line in head if line.startswith("#")][:1]


def _head(file: SourceFile) -> Iterator[str]:
    """Yield the lines of a Turtle file down to its first statement."""
    is_turtle = file.path.suffix.lower() == ".ttl"
    text = file.content.decode("utf-8-sig", "replace") if is_turtle else ""
    lines = (found[0] for found in LINE.finditer(text))
    return takewhile(lambda line: not line or line.startswith(("#", "@prefix", "@base")), lines)


class _Order:
    """The order in which a file has its subjects, and each subject its properties."""

    def __init__(self, graph: str, before: SourceFile | None) -> None:
        self.graph = graph
        known = quads(before) if before else []
        self._subjects: dict[str, int] = {}
        self._predicates: dict[tuple[str, str], int] = {}
        for index, quad in enumerate(known):
            subject = str(quad.subject)
            self._subjects.setdefault(subject, index)
            self._predicates.setdefault((subject, quad.predicate.value), index)
        self._last = len(self._predicates) + len(self._subjects) + 2**30

    def subject(self, node: Subject) -> int:
        if str(node) == f"<{self.graph}>":
            return -1
        return self._subjects.get(str(node), self._last)

    def predicate(self, subject: Subject, name: str) -> int:
        first = {TYPE: -2, LABEL: -1}
        return first.get(name, self._predicates.get((str(subject), name), self._last))

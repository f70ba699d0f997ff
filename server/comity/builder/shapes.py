"""The SHACL gate: what the data files must contain, and what must hold after reasoning."""

from collections.abc import Callable
from dataclasses import dataclass

import pyshacl
import rdflib
from rdflib import RDF, SH

from comity.errors import NotConforming
from comity.vocabulary import shortened

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation: the W3C report graph, and each result as a sentence by severity."""

    graph: rdflib.Graph
    violations: tuple[str, ...]
    warnings: tuple[str, ...]

    def raise_for_violations(self, when: str) -> None:
        """Refuse data that break a shape.

        Raises:
            NotConforming: there are violations; the sentence names the first of them.
        """
        if self.violations:
            more = len(self.violations) - SHOWN
            rest = f" And {more} more." if more > 0 else ""
            raise NotConforming(
                f"{len(self.violations)} violation(s) of the shapes {when}: "
                + " ".join(self.violations[:SHOWN])
                + rest
            )


def validate(
    data: rdflib.Graph, shapes: rdflib.Graph, place: Callable[[str], str] = lambda _: ""
) -> Report:
    """Validate *data* against *shapes*; nothing is inferred and nothing fetched.

    Args:
        data: the graph to validate.
        shapes: the shapes to hold it to.
        place: says where the node of an IRI is described, to begin a sentence with.

    Source: SHACL §3.4 https://www.w3.org/TR/shacl/#validation-definition
    """
    _, graph, _ = pyshacl.validate(
        data,
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        inplace=True,
        do_owl_imports=False,
    )
    told = sorted(
        (_sentence(graph, node, place), graph.value(node, SH.resultSeverity) == SH.Violation)
        for node in graph.subjects(RDF.type, SH.ValidationResult)
    )
    return Report(
        graph,
        tuple(sentence for sentence, broken in told if broken),
        tuple(sentence for sentence, broken in told if not broken),
    )


def _sentence(report: rdflib.Graph, result: rdflib.term.Node, place: Callable[[str], str]) -> str:
    node = str(report.value(result, SH.focusNode))
    focus = place(node) + shortened(node)
    value = report.value(result, SH.value)
    found = f" (found {shortened(str(value))})" if value is not None else ""
    return f"{focus}: {report.value(result, SH.resultMessage)}{found} [{shortened(str(report.value(result, SH.sourceShape)))}]"

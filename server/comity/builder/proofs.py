"""The proofs of a closure on disk: each triple with its rule and premises, or with the line it stands at."""

import json
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from comity.builder.dossier import Dossier
from comity.builder.lines import line_of
from comity.reasoner.closure import Closure


def write(path: Path, closure: Closure, dossier: Dossier, quads: list[Quad]) -> None:
    """Write the proofs of *closure* as JSON.

    The document has `terms`, in N-Triples; `triples`, each three places in them; `steps`, by place of a
    derived triple its rule and the places of its premises; and `places`, where an asserted premise stands.
    """
    rows = {triple: row for row, triple in enumerate(closure.steps)}
    steps = {
        rows[triple]: (step.rule, [rows[premise] for premise in step.premises])
        for triple, step in closure.steps.items()
        if step is not None
    }
    document = {
        "terms": [str(term) for term in closure.terms.terms],
        "triples": list(rows),
        "steps": steps,
        "places": _places(closure, dossier, quads),
    }
    path.write_text(json.dumps(document), encoding="utf-8")


def _places(closure: Closure, dossier: Dossier, quads: list[Quad]) -> dict[int, str]:
    files = {file.graph: file for file in dossier.files}
    graphs = {quad.triple: quad.graph_name for quad in quads}
    premises = {p for step in closure.steps.values() if step for p in step.premises}
    found: dict[int, str] = {}
    for row, (triple, step) in enumerate(closure.steps.items()):
        if step is None and triple in premises:
            stands = closure.rdf(triple)
            graph = graphs.get(stands)
            file = files.get(graph.value) if isinstance(graph, NamedNode) else None
            if file and isinstance(stands.subject, NamedNode):
                found[row] = f"{file.path}, line {line_of(file, stands.subject.value)}"
            elif file:
                found[row] = str(file.path)
    return found

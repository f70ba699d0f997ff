"""The proofs of a closure on disk, each asserted triple with the file and the line it stands at."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Quad

from comity.builder.dossier import Dossier
from comity.builder.lines import line_of_statement, line_of_triple
from comity.proofs import store
from comity.proofs.instance import Triple
from comity.reasoner.closure import Closure
from comity.reasoner.relation import Relation

Where = dict[Triple, tuple[int, int]]


def write(folder: Path, closure: Closure, dossier: Dossier, asserted: Iterable[Quad]) -> None:
    """Write the proofs of *closure*, which is that of *asserted*, into *folder*."""
    found = where(closure, dossier, asserted)
    tables, ranges, end = [], [], 0
    width = max((len(i.witnesses) for i in closure.state.instances), default=0)
    for relation in closure.relations():
        start, end = end, end + relation.size
        ranges.append((relation.predicate, relation.class_, start, end))
        tables.append(_table(relation, width))
    keys, origins, witnesses = (np.concatenate(columns) for columns in zip(*tables, strict=True))
    store.write(
        folder,
        closure.terms.forms,
        closure.state.instances,
        [str(file.path) for file in dossier.files],
        relations=np.array(ranges, np.int64),
        keys=keys,
        origins=origins,
        witnesses=witnesses,
        places=_places(closure, found),
    )


def _table(
    relation: Relation, width: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the keys of *relation*, sorted, with their origins and witnesses."""
    witnesses = np.zeros((relation.size, width), np.int32)
    origins, start = np.empty(relation.size, np.int32), 0
    for batch in relation.batches:
        end = start + len(batch.keys)
        origins[start:end] = batch.origin
        if batch.witness is not None:
            witnesses[start:end, : batch.witness.shape[1]] = batch.witness
        start = end
    keys = np.concatenate([batch.keys for batch in relation.batches])
    order = np.argsort(keys, kind="stable")
    return keys[order], origins[order], witnesses[order]


def where(closure: Closure, dossier: Dossier, asserted: Iterable[Quad]) -> Where:
    """Find the file and line of each asserted triple, in the first file that has it."""
    files = {file.graph: (number, file) for number, file in enumerate(dossier.files)}
    blank: dict[object, list[Quad]] = defaultdict(list)
    lines: dict[object, int] = {}
    found: Where = {}
    quads = sorted(asserted, key=lambda quad: isinstance(quad.subject, BlankNode))
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            blank[quad.subject].append(quad)
    for quad in quads:
        place, file = files[quad.graph_name.value]  # type: ignore[union-attr]
        if quad.subject in blank and quad.subject not in lines:
            triples = (other.triple for other in blank[quad.subject])
            lines[quad.subject] = line_of_statement(file, triples)
        line = line_of_triple(file, quad.triple, lines.get(quad.subject, 1))
        if quad.object in blank:
            lines[quad.object] = line
        found.setdefault(closure.numbered(quad), (place, line))
    return found


def _places(closure: Closure, found: Where) -> NDArray[np.int32]:
    rows = []
    for relation in closure.relations():
        for key in relation.all().tolist():
            triple = (
                (key, relation.predicate, relation.class_)
                if relation.is_class
                else (key >> 32, relation.predicate, key & 0xFFFFFFFF)
            )
            rows.append(found.get(triple, (0, 0)))
    return np.array(rows, np.int32).reshape(-1, 2)

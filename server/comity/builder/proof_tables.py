"""The proofs of a closure on disk, each asserted triple with the file and the line it stands at."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Quad

from comity.builder.dossier import Dossier
from comity.builder.locations import line_of_statement, line_of_triple
from comity.builder.source_file import SourceFile
from comity.proofs import store
from comity.proofs.instance import Triple
from comity.reasoner.closure import Closure
from comity.reasoner.relation import Relation

Where = dict[Triple, tuple[int, int]]
"""The number of the file and the line of each asserted triple."""
Lines = dict[Triple, int]


def write(folder: Path, closure: Closure, dossier: Dossier, found: Where) -> None:
    """Write the proofs of *closure* into *folder*, each asserted triple with where it is *found*."""
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
    quads: dict[str, list[Quad]] = defaultdict(list)
    for quad in asserted:
        quads[quad.graph_name.value].append(quad)  # type: ignore[union-attr]
    return merged(
        lines(closure, file, quads[file.graph]) if file.graph in quads else {}
        for file in dossier.files
    )


def merged(found: Iterable[Lines]) -> Where:
    """Return the place of each triple from its lines in the files, which come in their order."""
    places: Where = {}
    for number, file in enumerate(found):
        for triple, line in file.items():
            places.setdefault(triple, (number, line))
    return places


def lines(closure: Closure, file: SourceFile, quads: Iterable[Quad]) -> Lines:
    """Find the line of each triple that *file* asserts."""
    blank: dict[object, list[Quad]] = defaultdict(list)
    begins: dict[object, int] = {}
    found: Lines = {}
    ordered = sorted(quads, key=lambda quad: isinstance(quad.subject, BlankNode))
    for quad in ordered:
        if isinstance(quad.subject, BlankNode):
            blank[quad.subject].append(quad)
    for quad in ordered:
        if quad.subject in blank and quad.subject not in begins:
            triples = (other.triple for other in blank[quad.subject])
            begins[quad.subject] = line_of_statement(file, triples)
        line = line_of_triple(file, quad.triple, begins.get(quad.subject, 1))
        if quad.object in blank:
            begins[quad.object] = line
        found.setdefault(closure.numbered(quad), line)
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

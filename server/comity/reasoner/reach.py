"""What each node of a graph without circles reaches, as rows of bits."""

from collections.abc import Iterator

import numpy as np

from comity.reasoner.circles import Graph, Steps, postorder
from comity.reasoner.keys import Keys, first, second
from comity.reasoner.switches import SWITCHES


def reached(graph: Graph, known: Keys) -> Iterator[Steps]:
    """Yield what each node reaches and is not known to reach, each step resting on earlier ones.

    Args:
        graph: one without circles.
        known: pairs of its nodes, sorted, its edges among them.
    """
    nodes = graph.nodes
    reach = np.zeros((len(nodes), len(nodes)), np.bool_)
    reach[np.searchsorted(nodes, first(known)), np.searchsorted(nodes, second(known))] = True
    ahead = graph.neighbours()
    order = postorder(ahead)
    rank = np.empty(len(nodes), np.int64)
    rank[order] = np.arange(len(order))
    rows: list[tuple[int, int, Keys]] = []
    size = 0
    for x in order:
        covered = np.zeros(len(nodes), np.bool_)
        for y in sorted(ahead[x], key=rank.__getitem__, reverse=True):
            if not covered[y]:  # what y reaches, none reaches that has been gone through
                covered |= reach[y]
                found = np.flatnonzero(reach[y] > reach[x])
                reach[x] |= reach[y]
                rows.append((x, y, found))
                size += len(found)
        if size > SWITCHES.chunk:
            yield _steps(nodes, rows)
            rows, size = [], 0
    if rows:
        yield _steps(nodes, rows)


def _steps(nodes: Keys, rows: list[tuple[int, int, Keys]]) -> Steps:
    rows.sort(key=lambda row: row[0])
    counts = [len(found) for _, _, found in rows]
    starts = np.array([x for x, _, _ in rows], np.int64)
    ends = np.array([y for _, y, _ in rows], np.int64)
    x, y = np.repeat(nodes[starts], counts), np.repeat(nodes[ends], counts)
    return x, y, nodes[np.concatenate([found for _, _, found in rows])]

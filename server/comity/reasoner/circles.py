"""The circles of a relation: nodes that all reach each other in its transitive closure, and how each reaches another.

Source: M. Sharir, A strong-connectivity algorithm and its applications in data flow analysis, Computers & Mathematics
with Applications 7 (1981).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comity.reasoner.keys import Keys, Mask, distinct, first, pack, second
from comity.reasoner.switches import SWITCHES

Steps = tuple[Keys, Keys, Keys]
"""Nodes x, y and z, a row each: x reaches z, as it reaches y and y reaches z."""
Neighbours = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes, by their places, and where each leads to and comes from.

    Attributes:
        nodes: the number of the term at each place, ascending.
        subjects, objects: the places at the ends of each edge.
    """

    nodes: Keys
    subjects: Keys
    objects: Keys

    @classmethod
    def of(cls, edges: Keys) -> "Graph":
        """Return the graph of some pairs."""
        ends = np.concatenate((first(edges), second(edges)))
        nodes, places = np.unique(ends, return_inverse=True)
        return cls(nodes, places[: len(edges)], places[len(edges) :])

    def neighbours(self, backwards: bool = False) -> list[list[int]]:
        """List for each node those that it leads to, or, backwards, those that lead to it."""
        found: list[list[int]] = [[] for _ in range(len(self.nodes))]
        ends = (self.objects, self.subjects) if backwards else (self.subjects, self.objects)
        for x, y in zip(*(end.tolist() for end in ends), strict=True):
            found[x].append(y)
        return found


class Circles:
    """The circles of a graph, each with a root, through which its nodes are joined.

    Attributes:
        graph: what they are of.
        count: how many circles there are, with those of a single node.
        root: for each node the place of the root of its circle.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._ahead, self._behind = graph.neighbours(), graph.neighbours(backwards=True)
        root = _roots(self._ahead, self._behind)
        self.root = np.array(root, np.int64)
        members = np.flatnonzero(self.root != np.arange(len(root)))
        self.count = len(root) - len(members)
        self._members = members[np.argsort(self.root[members], kind="stable")]
        self._sizes = np.bincount(self.root[members], minlength=len(root))
        self._starts = np.cumsum(self._sizes) - self._sizes

    def __bool__(self) -> bool:
        return bool(len(self._members))

    def inner(self) -> Iterator[Steps]:
        """Yield how the nodes of each circle reach each other."""
        for start in np.flatnonzero(self._sizes).tolist():
            out, back = self._tree(start, self._ahead), self._tree(start, self._behind)
            yield self._named([start] * len(out), [y for _, y in out], [x for x, _ in out])
            yield self._named([x for x, _ in back], [y for _, y in back], [start] * len(back))
        roots = np.flatnonzero(self._sizes)
        yield self._named(roots, self._members[self._starts[roots]], roots)
        owners = self.root[self._members]
        for rows, other in self._spread(owners):
            yield self._named(self._members[rows], owners[rows], other)

    def _tree(self, start: int, neighbours: Neighbours) -> list[tuple[int, int]]:
        """Return the nodes of a circle that are further than a step from *start*, each with the one before it."""
        root = self.root
        before, queue = {start: start}, deque([start])
        while queue:
            x = queue.popleft()
            for y in neighbours[x]:
                if y not in before and root[y] == start:
                    before[y] = x
                    queue.append(y)
        return [(x, y) for x, y in before.items() if y != start]

    def between(self) -> Iterator[Steps]:
        """Yield how the root of each circle reaches the root of the next one."""
        ends = [self.root[end] for end in (self.graph.subjects, self.graph.objects)]
        out = np.flatnonzero(ends[0] != ends[1])
        _, places = np.unique(pack(ends[0][out], ends[1][out]), return_index=True)
        edges = out[places]
        a, b = self.graph.subjects[edges], self.graph.objects[edges]
        x, z = self.root[a], self.root[b]
        yield self._named(*(end[x != a] for end in (x, a, b)))
        yield self._named(*(end[z != b] for end in (x, b, z)))

    def links(self) -> Keys:
        """Return the pairs of roots of circles of which one leads to the other."""
        x, z = self.root[self.graph.subjects], self.root[self.graph.objects]
        nodes = self.graph.nodes
        return distinct(np.sort(pack(nodes[x[x != z]], nodes[z[x != z]])))

    def are_roots(self, pairs: Keys) -> Mask:
        """Say of each of *pairs* of nodes whether both are roots of circles, and of two."""
        places = [np.searchsorted(self.graph.nodes, half(pairs)) for half in (first, second)]
        fits: Mask = places[0] != places[1]
        for end in places:
            fits &= self.root[end] == end
        return fits

    def outer(self, pairs: Keys) -> Iterator[Steps]:
        """Yield how the nodes of circles reach those of others, where *pairs* are the roots that do."""
        a, z = (np.searchsorted(self.graph.nodes, half(pairs)) for half in (first, second))
        for rows, other in self._spread(z):
            yield self._named(a[rows], z[rows], other)
        for rows, x in self._spread(a):
            ends = z[rows]
            yield self._named(x, a[rows], ends)
            for inner, other in self._spread(ends):
                yield self._named(x[inner], ends[inner], other)

    def _spread(self, roots: Keys) -> Iterator[tuple[Keys, Keys]]:
        """Yield for each of *roots* the other nodes of its circle: the place in *roots*, and the node."""
        ends = np.cumsum(self._sizes[roots])
        low = 0
        while low < len(roots):
            done = ends[low - 1] if low else 0
            high = max(low + 1, int(np.searchsorted(ends, done + SWITCHES.chunk, "right")))
            counts = self._sizes[roots[low:high]]
            rows = np.repeat(np.arange(low, high), counts)
            starts = self._starts[roots[low:high]] - (np.cumsum(counts) - counts)
            yield rows, self._members[np.arange(len(rows)) + np.repeat(starts, counts)]
            low = high

    def _named(self, *places: Keys | list[int]) -> Steps:
        x, y, z = (self.graph.nodes[np.asarray(end, np.int64)] for end in places)
        return x, y, z


def _roots(ahead: Neighbours, behind: Neighbours) -> list[int]:
    """Return for each node the one that stands for its circle."""
    root = [-1] * len(ahead)
    for start in reversed(postorder(ahead)):
        stack = [start] if root[start] < 0 else []
        while stack:
            x = stack.pop()
            if root[x] < 0:
                root[x] = start
                stack += [y for y in behind[x] if root[y] < 0]
    return root


def postorder(ahead: Neighbours) -> list[int]:
    """Return the nodes, each after those that it leads to where no circle forbids it."""
    order: list[int] = []
    seen = [False] * len(ahead)
    for root in range(len(ahead)):
        stack = [] if seen[root] else [(root, iter(ahead[root]))]
        seen[root] = True
        while stack:
            following = next((y for y in stack[-1][1] if not seen[y]), None)
            if following is None:
                order.append(stack.pop()[0])
            else:
                seen[following] = True
                stack.append((following, iter(ahead[following])))
    return order

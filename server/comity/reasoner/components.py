"""Components of equality: which terms are the same, and each of them with the others."""

from collections import defaultdict, deque

import numpy as np

from comity.reasoner.keys import Columns, Keys, Mask, Places, pack

Way = dict[int, tuple[int, int]]
"""What is the same as a root: for each term the one before it on the way there, and the length of the way."""


class Components:
    """Terms joined by edges.

    Attributes:
        group: for each term's number the place of its component; -1 where it is the same as nothing else.
    """

    def __init__(self) -> None:
        self.group: Columns = np.empty(0, np.int32)
        self._edges: dict[int, dict[int, None]] = defaultdict(dict)
        self._members: dict[int, Keys] = {}
        self._flat = self._starts = self._sizes = np.empty(0, np.int64)

    def __bool__(self) -> bool:
        return bool(self._members)

    def unite(self, pairs: Keys) -> list[tuple[int, Way, Keys]]:
        """Take up *pairs* of the same; return each component that has changed: its root, the ways, its members."""
        roots: dict[int, None] = {}
        for key in pairs.tolist():
            x, y = key >> 32, key & 0xFFFFFFFF
            if x != y:
                self._edges[x][y] = self._edges[y][x] = roots[x] = None
        seen: set[int] = set()
        changed = []
        for root in roots:
            if root not in seen:
                ways = self._ways(root)
                seen.update(ways)
                changed.append((root, ways, np.sort(np.fromiter(ways, np.int64, len(ways)))))
        for root, ways, members in changed:
            for term in ways:
                self._members.pop(term, None)
            self._members[root] = members
        return changed

    def _ways(self, root: int) -> Way:
        found, queue = {root: (root, 0)}, deque([root])
        while queue:
            x = queue.popleft()
            for y in self._edges[x]:
                if y not in found:
                    found[y] = (x, found[x][1] + 1)
                    queue.append(y)
        return found

    def settle(self, terms: int) -> None:
        """Number the components anew, for as many *terms* as there are now."""
        parts = list(self._members.values())
        self._sizes = np.array([len(part) for part in parts], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._flat = np.concatenate([*parts, np.empty(0, np.int64)])
        self.group = np.full(terms, -1, np.int32)
        self.group[self._flat] = np.repeat(np.arange(len(parts)), self._sizes)

    def of(self, term: int) -> list[int]:
        """Return what else is the same as *term*."""
        group = int(self.group[term]) if term < len(self.group) else -1
        if group < 0:
            return []
        start = self._starts[group]
        return [
            other
            for other in self._flat[start : start + self._sizes[group]].tolist()
            if other != term
        ]

    def one_each(self, values: Keys, beside: Keys | None = None) -> Places:
        """Return the places of those *values* that are the same as something, of each component one.

        With *beside*, one for each that stands beside a member of the component.
        """
        groups = self.group[values]
        touched = np.flatnonzero(groups >= 0)
        found = groups[touched].astype(np.int64)
        codes = found if beside is None else pack(found, beside[touched])
        return touched[np.unique(codes, return_index=True)[1]]

    def count(self, values: Keys) -> int:
        """Count what `spread` would return, and the values themselves."""
        groups = self.group[values]
        return int(self._sizes[groups[groups >= 0]].sum())

    def spread(self, values: Keys) -> tuple[Keys, Keys]:
        """Return for each of *values* each other term that is the same: the place in *values*, and the other."""
        groups = self.group[values]
        touched = np.flatnonzero(groups >= 0)
        groups = groups[touched]
        counts = self._sizes[groups]
        rows = np.repeat(touched, counts)
        starts = np.repeat(self._starts[groups] - (np.cumsum(counts) - counts), counts)
        others = self._flat[np.arange(len(rows)) + starts]
        new: Mask = others != values[rows]
        return rows[new], others[new]

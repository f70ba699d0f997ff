"""How restrictions stand below each other: scm-hv, scm-svf1, scm-svf2, scm-avf1 and scm-avf2.

Restrictions of one meaning, on one property with one filler, are below each other, and so are those whose fillers, or
properties, are. Each of such a circle is compared with one of it; the hierarchy, which is closed, does the rest.
"""

from dataclasses import dataclass

import numpy as np

from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import SCHEMA
from comity.reasoner.application import Application
from comity.reasoner.join import Table
from comity.reasoner.keys import Keys, Mask, Places, first, flip, pack, second
from comity.reasoner.state import State

COMPARED = ("scm-hv", "scm-svf1", "scm-svf2", "scm-avf1", "scm-avf2")


@dataclass(frozen=True, slots=True)
class Rows:
    """Restrictions, a row each time that one has a filler and a property.

    Attributes:
        names: the restrictions.
        parts: the filler or the property, in which two that are compared differ.
        same: the other of the two.
        root: the least that is as high as the part.
        itself: whether the part is known to be below itself.
    """

    names: Keys
    parts: Keys
    same: Keys
    root: Keys
    itself: Mask

    def chosen(self) -> tuple[Places, Places]:
        """Return the rows that are compared with others, and for each row the one that it is compared with itself."""
        circle = np.where(self.itself, -1, np.arange(len(self.names)))
        order = np.lexsort((circle, self.same, self.root))
        columns = np.stack((self.root[order], self.same[order], circle[order]))
        new = np.concatenate(([True], (columns[:, 1:] != columns[:, :-1]).any(axis=0)))
        heads = order[np.flatnonzero(new)]
        head = np.empty(len(order), np.int64)
        head[order] = heads[np.cumsum(new) - 1]
        return heads, head


class Comparison(Application):
    """One of these rules: two restrictions agree in one part, and in the other one stands below the other."""

    def __init__(self, state: State, instance: RuleInstance, body: tuple[Triple, ...]) -> None:
        super().__init__(state, instance, body, (SCHEMA, 1))
        (self.c, _, filler), (_, _, p), (self.d, _, _), _, (self.low, _, self.high) = body
        self.common = p if self.low == filler else filler

    def fire(self) -> None:
        """Compare with what is new in the hierarchy; all of it where there are new restrictions."""
        since, self.read = self.read, self.agenda.clock
        fillers, properties, hierarchy = (self.atoms[i].relation for i in (0, 1, 4))
        if not (fillers.size and properties.size and hierarchy.size):
            return
        rows = self._rows(hierarchy.all())
        if not len(rows.names):
            return
        heads, head = rows.chosen()
        known = np.flatnonzero(rows.itself)
        self._compare(rows, known, head[known])
        self._compare(rows, head[known], known)
        is_known = max(fillers.time, properties.time) <= since
        pairs = hierarchy.since(since) if is_known else hierarchy.all()
        self._compare(rows, *_crossing(rows, heads, pairs))

    def _rows(self, pairs: Keys) -> Rows:
        table = Table.of(self.atoms[0], self.atoms[0].relation.all()).join(self.atoms[1])
        names, parts, same = (table.columns[name] for name in (self.c, self.low, self.common))
        root, itself = _circles(pairs, parts)
        return Rows(names, parts, same, root, itself)

    def _compare(self, rows: Rows, lower: Places, upper: Places) -> None:
        """Conclude of each of the rows *lower* and that of *upper*, whose parts are one below the other."""
        columns = {
            self.c: rows.names[lower],
            self.low: rows.parts[lower],
            self.common: rows.same[lower],
            self.d: rows.names[upper],
            self.high: rows.parts[upper],
        }
        if len(lower):
            self.state.conclude(self.number, Table(len(lower), columns))


def _circles(pairs: Keys, parts: Keys) -> tuple[Keys, Mask]:
    """Return for each of *parts* the least that is above and below it, and whether it is known to be so itself."""
    wanted = np.unique(parts)
    inner = pairs[np.isin(first(pairs), wanted) & np.isin(second(pairs), wanted)]
    both = inner[np.isin(inner, flip(inner), assume_unique=True)]
    nodes, places = np.unique(first(both), return_index=True)
    root = wanted.copy()
    root[np.searchsorted(wanted, nodes)] = second(both)[places]
    where = np.searchsorted(wanted, parts)
    return root[where], np.isin(parts, nodes)


def _crossing(rows: Rows, heads: Places, pairs: Keys) -> tuple[Places, Places]:
    """Return the rows among *heads* of which one's part is below the other's, as *pairs* say, but for those of one circle."""
    heads = heads[np.lexsort((rows.same[heads], rows.parts[heads]))]
    parts, keys = rows.parts[heads], pack(rows.parts[heads], rows.same[heads])
    pairs = pairs[np.isin(first(pairs), parts) & np.isin(second(pairs), parts)]
    lower, picked = _matching(parts, first(pairs))
    above = second(pairs)[picked]
    upper, picked = _matching(keys, pack(above, rows.same[heads[lower]]))
    lower, upper = heads[lower[picked]], heads[upper]
    apart = rows.root[lower] != rows.root[upper]
    return lower[apart], upper[apart]


def _matching(keys: Keys, values: Keys) -> tuple[Places, Places]:
    """Return where in *keys*, sorted, each of *values* stands, as often as it does, and which of *values* that is."""
    low = np.searchsorted(keys, values)
    counts = np.searchsorted(keys, values, "right") - low
    rows = np.repeat(np.arange(len(values)), counts)
    return np.arange(len(rows)) + np.repeat(low - (np.cumsum(counts) - counts), counts), rows

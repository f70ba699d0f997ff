"""Equal classes, and equal properties, joined through one of them: what holds of one is said of it, and by it of all.

Along the axioms that make a thousand classes equal, a member of the first would come to the last in a thousand steps,
and each step would be taken for each member by itself.
"""

import numpy as np

from comity.reasoner.keys import Keys, Mask, first, pack, second
from comity.reasoner.relation import Relation
from comity.reasoner.switches import SWITCHES

CLASSES, PROPERTIES = "owl:equivalentClass", "owl:equivalentProperty"
EQUAL = {
    "cax-sco": CLASSES,
    "cax-eqc1": CLASSES,
    "cax-eqc2": CLASSES,
    "prp-spo1": PROPERTIES,
    "prp-eqp1": PROPERTIES,
    "prp-eqp2": PROPERTIES,
}
"""Rules by which what holds of one of two that are equal holds of the other, and what says that they are equal."""
STARRED = ("cax-sco", "prp-spo1")


class Stars:
    """The roots of all that are equal to so many others that they are joined through one."""

    def __init__(self, equal: Relation) -> None:
        keys = equal.all()
        nodes, places, counts = np.unique(first(keys), return_index=True, return_counts=True)
        many = counts >= SWITCHES.circle
        self.nodes: Keys = nodes[many]
        self.roots: Keys = np.minimum(self.nodes, second(keys)[places[many]])

    def apart(self, pairs: Keys) -> Keys:
        """Return those of *pairs* whose ends are not joined through one that both are equal to."""
        if not len(self.nodes):
            return pairs
        low, high = self._of(first(pairs)), self._of(second(pairs))
        apart: Mask = (low != high) | (low < 0)
        return pairs[apart]

    def rays(self) -> Keys:
        """Return the pairs of each node and its root, and after them those of each root and its nodes."""
        outer = self.nodes != self.roots
        nodes, roots = self.nodes[outer], self.roots[outer]
        return np.concatenate((pack(nodes, roots), pack(roots, nodes)))

    def _of(self, nodes: Keys) -> Keys:
        """Return the root of each of *nodes*; -1 where there is none."""
        places = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        found: Keys = np.where(self.nodes[places] == nodes, self.roots[places], -1)
        return found

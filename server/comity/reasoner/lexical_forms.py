"""Which forms of a literal a triple is asserted with, where one value is written in several: 1, 1.0, "01"^^xsd:integer.

A closure has one number for all of them, so that a triple is only taken back when its last form is.
"""

from collections.abc import Callable

import numpy as np

from comity.proofs.instance import Triple
from comity.reasoner.keys import Columns
from comity.reasoner.term_ids import Terms


class Forms:
    """The asserted forms of triples whose object has more than one."""

    def __init__(self, terms: Terms, rows: Columns) -> None:
        self.terms = terms
        self._objects: dict[Triple, set[int]] = {}
        other = terms.equal != np.arange(len(terms.equal))
        other[terms.equal[other]] = True
        for s, p, o in rows[other[rows[:, 2]]].tolist() if other.any() else ():
            self._objects.setdefault((s, p, int(terms.equal[o])), set()).add(o)

    def assert_rows(self, rows: Columns, is_asserted: Callable[[Triple], bool]) -> Columns:
        """Take up *rows* as they are written; return them with the number of each value.

        Args:
            rows: triples to be asserted, shape (n, 3).
            is_asserted: says of a triple with the number of its value whether it is asserted so far.
        """
        for s, p, o in rows.tolist():
            triple = (s, p, int(self.terms.equal[o]))
            if triple in self._objects or triple[2] != o:
                known = {triple[2]} if is_asserted(triple) else set()
                self._objects.setdefault(triple, known).add(o)
        return self._equal(rows)

    def retract_rows(self, rows: Columns) -> Columns:
        """Take back *rows* as they are written; return those that no other form asserts, with the number of each value."""
        gone = []
        for s, p, o in rows.tolist():
            triple = (s, p, int(self.terms.equal[o]))
            left = self._objects.get(triple, {o})
            left.discard(o)
            if not left:
                self._objects.pop(triple, None)
                gone.append(triple)
        return np.array(gone, np.int32).reshape(-1, 3)

    def _equal(self, rows: Columns) -> Columns:
        rows = rows.astype(np.int32).reshape(-1, 3).copy()
        rows[:, 2] = self.terms.equal[rows[:, 2]]
        return rows

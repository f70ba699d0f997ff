"""A row of a query → its evidence, held to what it has to be: asked of these statements alone, the row comes again."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from comity.errors import BadQuery, NoSuchRow
from comity.query.determinism import is_deterministic
from comity.query.request import Request
from comity.rows.asked import Asked, Solution, Statement
from comity.rows.checking import comes_again
from comity.rows.derivation import Derivation
from comity.rows.loosening import relaxed
from comity.rows.negation import is_delicate
from comity.rows.parsed import Parsed
from comity.rows.solutions import Found, Wanted, every, find, fits, members
from comity.rows.texts import Texts
from comity.rows.tracing import Tracer
from comity.rows.tree import Select

ANSWER = "answer"
MATCHED, BLOCKED, ELSEWHERE = range(3)
"""How far evidence reaches: what matched; what would but for a condition, with what keeps it from it; that in other groups."""


@dataclass(slots=True)
class RowEvidence:
    """What a row rests on.

    Attributes:
        count: how many solutions give the row, or `solutions.COUNTED` for as many or more.
        derivations: of the first of them.
        besides: statements that keep others from counting, where the row depends on that.
        is_checked: whether the query, asked of these statements alone, gives the row again; None where not all of
            them are here.
        is_unsliced: whether for that its LIMIT and OFFSET had to be left out.
    """

    row: Solution
    count: int
    derivations: list[Derivation]
    besides: dict[Statement, None] = field(default_factory=dict)
    is_checked: bool | None = None
    is_unsliced: bool = False

    @property
    def statements(self) -> dict[Statement, None]:
        """All statements, each once."""
        found: dict[Statement, None] = {}
        for derivation in self.derivations:
            found |= derivation.statements
        return found | self.besides


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one query over one dataset, and how many statements the evidence asked for may have."""

    asked: Asked
    request: Request
    parsed: Parsed
    max_statements: int
    texts: Texts = field(default_factory=Texts)

    @property
    def select(self) -> Select:
        """The query's tree."""
        return self.parsed.select

    def evidence(self, wanted: Wanted) -> RowEvidence:
        """Return the evidence of the first row that has what is *wanted*.

        Args:
            wanted: values by column; None for one that is open in the row; what is left out may be anything.

        Raises:
            BadQuery: the query has no column of such a name.
            NoSuchRow: it has no such row.
            QueryTooBig: the evidence is larger than it may be.
        """
        for name in wanted:
            if name not in self.select.names:
                known = ", ".join(self.select.names) or "none"
                raise BadQuery(f"The query has no column {name}; its columns are: {known}.")
        if self.select.is_ask:
            return self._of_answer()
        if self.select.is_sliced:
            whole = self._whole(wanted if self.select.order else {})
            wanted = whole if self.select.order else wanted  # else any rows may be left
        best: RowEvidence | None = None
        for is_bound in (True, False):
            found = self._found(wanted, is_bound)
            traced = self._checked(found) if found else None
            if traced and traced.is_checked is not False:
                return traced
            best = best or traced
        if best is None:
            raise self._no_row(wanted)
        return best

    def _found(self, wanted: Wanted, is_bound: bool) -> Found | None:
        """Find the row, and all solutions that it comes from where it stands for several."""
        select, given = self.select, self.asked.given
        first = find(self.asked, select, wanted, given, is_bound=is_bound, max_kept=1)
        if first is None or not select.is_distinct or select.keys is not None:
            return first
        whole = {name: first.row.get(name) for name in select.names}
        return find(self.asked, select, whole, given, is_bound=is_bound) or first

    def every(self) -> Iterator[RowEvidence]:
        """Yield the evidence of each row in its order: of one solution, or of those of its group.

        Raises:
            BadQuery: the query is no SELECT.
            QueryTooBig: that of a row is larger than it may be.
        """
        if self.select.is_ask:
            raise BadQuery("An ASK has no rows; ask without evidence=rows, or at /evidence.")
        delicate = is_delicate(self.select)
        for found in every(self.asked, self.select, self.asked.given):
            if delicate:
                yield self._checked(found, is_noted=False)
            else:
                yield self._traced(found, MATCHED, is_noted=False)

    def _whole(self, wanted: Wanted) -> Wanted:
        """Return the first whole row that fits among those that LIMIT and OFFSET leave."""
        names = self.select.names
        given = {name: value for name, value in self.asked.given.items() if name in names}
        for row in self.asked.solutions(self.request.text, given):
            if fits(self.select, row, wanted):
                return {name: row.get(name) for name in names}
        raise self._no_row(wanted)

    def _checked(self, found: Found, *, is_noted: bool = True) -> RowEvidence:
        """Return the evidence of a row that reaches no further than it has to for the row to come again."""
        traced = [self._tested(found, MATCHED, is_noted)]
        for reach in (BLOCKED, ELSEWHERE):
            if traced[-1].is_checked is not False:
                return traced[-1]
            traced.append(self._tested(found, reach, is_noted))
        return traced[-1] if traced[-1].is_checked else traced[0]

    def _tested(self, found: Found, reach: int, is_noted: bool) -> RowEvidence:
        traced = self._traced(found, reach, is_noted=is_noted)
        if self.select.keys is None or found.is_whole:
            traced.is_checked, traced.is_unsliced = comes_again(
                traced.statements, self.request, self.parsed, found.row, self.asked.base
            )
        return traced

    def _traced(self, found: Found, reach: int, *, is_noted: bool) -> RowEvidence:
        select, given = self.select, self.asked.given
        is_counted = select.keys is not None
        is_wide = reach > MATCHED
        tracer = Tracer(
            self.asked, given, self.max_statements, is_wide=is_wide, is_counted=is_counted
        )
        parts = tuple(value for _, value in select.columns if value is not None)
        parts += tuple(key.value for key in select.keys or ())
        derived = [tracer.derivation(select.where, one, parts) for one in found.solutions]
        evidence = RowEvidence(found.row, found.count, derived)
        if not all(one.is_traced for one in derived):
            evidence.is_checked = False
        if is_wide and is_counted:
            keys = {} if reach == ELSEWHERE else found.keys or {}
            loose = replace(select, where=relaxed(select.where))
            for one in members(self.asked, loose, keys, given):
                evidence.besides |= tracer.derivation(select.where, one).statements
        return evidence

    def _of_answer(self) -> RowEvidence:
        found = find(self.asked, self.select, {}, self.asked.given, max_kept=1)
        if found is None:
            absent = Tracer(self.asked, self.asked.given, self.max_statements).nothing(
                self.select.where
            )
            return RowEvidence({ANSWER: ox.Literal(False)}, 0, [absent], is_checked=True)
        traced = self._checked(found)
        traced.row = {ANSWER: ox.Literal(True)}
        return traced

    def _no_row(self, wanted: Wanted) -> NoSuchRow:
        values = ", ".join(f"{name} = {value or 'nothing'}" for name, value in wanted.items())
        with_ = f" with {values}" if values else ""
        fleeting = ""
        if not is_deterministic(self.request.text):
            fleeting = ", without those that differ each time that it is asked"
        return NoSuchRow(
            f"The query gives no row{with_}; take the values from a row of its answer in the same view{fleeting}."
        )

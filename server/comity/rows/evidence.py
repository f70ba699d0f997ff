"""A row of a query → its evidence, held to what it has to be: asked of these statements alone, the row comes again."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from comity.errors import BadQuery, NotFound
from comity.query.request import Request
from comity.rows.asked import Asked, Solution, Statement
from comity.rows.negation import is_delicate
from comity.rows.parsed import Parsed
from comity.rows.solutions import Found, Wanted, every, find, fits
from comity.rows.tracing import Derivation, Tracer, relaxed
from comity.rows.tree import Element, Graph, Group, Optional, Select, Union
from comity.rows.writing import select_text, witness_text

TRIES = ((True, False), (True, True), (False, False), (False, True))
"""Whether the row is bound beforehand, and whether what would match but for a condition is followed."""
ANSWER = "answer"


@dataclass(slots=True)
class RowEvidence:
    """What a row rests on.

    Attributes:
        count: how many solutions give the row, or `solutions.COUNTED` for as many or more.
        derivations: of the first of them.
        besides: statements that keep others from counting, where the row depends on that.
        is_checked: whether the query, asked of these statements alone, gives the row again; None where not all of them are here.
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
        told: dict[Statement, None] = {}
        for derivation in self.derivations:
            told |= derivation.statements
        return told | self.besides


def row_evidence(
    asked: Asked, request: Request, parsed: Parsed, wanted: Wanted, most: int
) -> RowEvidence:
    """Return the evidence of the row that has what is *wanted*.

    Args:
        wanted: values by column; None for one that is open in the row; what is left out may be anything.
        most: how many statements there may be.

    Raises:
        BadQuery: the query has no column of such a name.
        NotFound: it has no such row.
        QueryTooBig: the evidence is larger.
    """
    select = parsed.select
    for name in wanted:
        if name not in select.names:
            known = ", ".join(select.names) or "none"
            raise BadQuery(f"The query has no column {name}; its columns are {known}.")
    if select.is_ask:
        return _answer_evidence(asked, request, parsed, most)
    if select.is_sliced:
        wanted = _sliced(asked, request, select, wanted)
    best: RowEvidence | None = None
    for is_bound, is_wide in TRIES:
        found = find(asked, select, wanted, asked.given, is_bound=is_bound)
        if found is None:
            continue
        told = _traced(asked, select, found, most, is_wide=is_wide)
        check(told, request, parsed)
        best = best or told
        if told.is_checked is not False:
            return told
    if best is None:
        raise _no_row(wanted)
    return best


def _no_row(wanted: Wanted) -> NotFound:
    told = ", ".join(f"{name} = {value or 'nothing'}" for name, value in wanted.items())
    with_ = f" with {told}" if told else ""
    return NotFound(
        f"The query gives no row{with_}; take the values from a row of its answer in the same view."
    )


def _sliced(asked: Asked, request: Request, select: Select, wanted: Wanted) -> Wanted:
    """Return the first whole row that fits among those that LIMIT and OFFSET leave."""
    given = {name: value for name, value in asked.given.items() if name in select.names}
    for row in asked.solutions(select_text(select), given):
        if fits(select, row, wanted):
            return {name: row.get(name) for name in select.names}
    raise _no_row(wanted)


def _traced(
    asked: Asked, select: Select, found: Found, most: int, *, is_wide: bool = False
) -> RowEvidence:
    is_counted = select.keys is not None
    tracer = Tracer(asked, asked.given, most, is_wide=is_wide, is_counted=is_counted)
    parts = tuple(value for _, value in select.columns if value is not None)
    keys = tuple(key.value for key in select.keys or ())
    told = [tracer.derivation(select.where, one, parts + keys) for one in found.solutions]
    evidence = RowEvidence(found.row, found.count, told, is_checked=None)
    if is_wide and select.keys is not None and found.keys is not None:
        loose = replace(select, where=relaxed(select.where))
        for one in asked.solutions(witness_text(loose, asked.given), asked.given):
            if all(one.get(name) == value for name, value in found.keys.items()):
                evidence.besides |= tracer.derivation(select.where, one).statements
    return evidence


def _answer_evidence(
    asked: Asked, request: Request, parsed: Parsed, most: int
) -> RowEvidence:
    found = find(asked, parsed.select, {}, asked.given, most=1)
    if found is None:
        absent = Tracer(asked, asked.given, most).nothing(parsed.select.where)
        return RowEvidence({ANSWER: ox.Literal(False)}, 0, [absent], is_checked=True)
    for is_wide in (False, True):
        told = _traced(asked, parsed.select, found, most, is_wide=is_wide)
        told.row = {ANSWER: ox.Literal(True)}
        check(told, request, parsed)
        if told.is_checked:
            break
    return told


def every_row(
    asked: Asked, parsed: Parsed, most: int
) -> Iterator[tuple[Found, dict[Statement, None]]]:
    """Yield each row of a SELECT in its order with the statements that it rests on.

    Args:
        most: how many statements there may be in all.

    Raises:
        BadQuery: it is no SELECT.
        QueryTooBig: the evidence is larger.
    """
    select = parsed.select
    if select.is_ask:
        raise BadQuery("An ASK has no rows; leave out evidence=rows, or ask /evidence.")
    is_wide = is_delicate(select)
    for found in every(asked, select, asked.given):
        yield found, _traced(asked, select, found, most, is_wide=is_wide).statements


def check(evidence: RowEvidence, request: Request, parsed: Parsed) -> None:
    """Ask the query of the statements of *evidence* alone, and note in it whether the row comes again."""
    if parsed.select.keys is not None and evidence.count != len(evidence.derivations):
        return
    store = ox.Store()
    for s, p, o, graph in evidence.statements:
        store.add(ox.Quad(s, p, o, graph or ox.DefaultGraph()))
    named = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    given: Solution = {name: term.to_engine() for name, term in request.bindings}
    alone = Asked(store, [ox.DefaultGraph()], named, given)
    evidence.is_checked = _comes(alone, request.text, parsed.select, evidence.row)
    if not evidence.is_checked and has_slice(parsed.select):
        loose = unsliced(parsed.select)
        evidence.is_checked = _comes(alone, select_text(loose), loose, evidence.row)
        evidence.is_unsliced = True


def _comes(alone: Asked, text: str, select: Select, row: Solution) -> bool:
    if select.is_ask:
        return alone.is_so(text, alone.given)
    wanted = {name: row.get(name) for name in select.names}
    return any(fits(select, one, wanted) for one in alone.solutions(text, alone.given))


def has_slice(select: Select) -> bool:
    """Tell whether *select*, or a query within it, has a LIMIT or an OFFSET."""
    return select.is_sliced or unsliced(select) != select


def unsliced(select: Select) -> Select:
    """Return *select* without LIMIT and OFFSET, its own and those of queries within."""
    return replace(select, where=_unsliced_group(select.where), limit=None, offset=0)


def _unsliced_group(group: Group) -> Group:
    return Group(tuple(map(_unsliced, group.elements)))


def _unsliced(element: Element) -> Element:
    match element:
        case Select():
            return unsliced(element)
        case Optional() | Graph():
            return replace(element, group=_unsliced_group(element.group))
        case Union():
            return Union(tuple((_unsliced_group(g), mark) for g, mark in element.branches))
    return element

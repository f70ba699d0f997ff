"""The solutions of a query's pattern that a row of it comes from, found by the engine itself.

The query is asked again with all its variables kept, and the row's values bound where that changes nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from comity.rows.asked import Asked, Solution
from comity.rows.binding import certain_in, sliced_in
from comity.rows.condition import Expression
from comity.rows.tree import Graph, Group, Select, Value
from comity.rows.writing import select_text, witness_text

SHOWN = 100
"""Of how many solutions the statements are written."""
COUNTED = 100_000
"""How many solutions are counted at most."""
Wanted = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A row and the solutions that it comes from.

    Attributes:
        solutions: the first of them; count: how many there are, or `COUNTED` for as many or more.
        keys: the values of what the row is grouped by.
    """

    row: Solution
    solutions: tuple[Solution, ...]
    count: int
    keys: Wanted | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all solutions are here."""
        return self.count == len(self.solutions)


def fits(select: Select, row: Solution, wanted: Wanted, *, is_exact: bool = True) -> bool:
    """Tell whether *row* of *select* has what is *wanted* of it.

    Args:
        is_exact: whether it has to; else a column may be open that another part of the query bound.
    """
    return all(
        is_same(select, name, row.get(name), wanted[name]) or not (is_exact or name in row)
        for name in select.names
        if name in wanted
    )


def is_same(select: Select, name: str, one: Value | None, other: Value | None) -> bool:
    """Tell whether two values of a column are the same, as far as the order of solutions, which nobody knows, lets tell."""
    if one == other:
        return True
    text = next((value.text for column, value in select.columns if column == name and value), "")
    if "SAMPLE(" in text:
        return True
    is_joined = "GROUP_CONCAT(" in text and None not in (one, other)
    return is_joined and sorted(str(one)) == sorted(str(other))


def within(select: Select, graph: ox.NamedNode | None) -> Select:
    """Return *select* as it is matched in the graph of that name."""
    if graph is None:
        return select
    return replace(select, where=Group((Graph(graph, select.where),)))


def find(
    asked: Asked,
    select: Select,
    wanted: Wanted,
    given: Solution,
    *,
    is_exact: bool = True,
    is_bound: bool = True,
    max_kept: int = SHOWN,
) -> Found | None:
    """Return the solutions that a row with what is *wanted* comes from; None where there is no such row.

    Args:
        given: values that come from outside of *select*.
        is_exact: as `fits` has it.
        is_bound: whether the values are bound beforehand, which is faster.
        max_kept: how many solutions are kept; 1 for as few as the row needs.
    """
    look = _grouped if select.keys is not None else _plain
    return look(asked, select, wanted, given, is_exact, is_bound, max_kept)


def _plain(
    asked: Asked,
    select: Select,
    wanted: Wanted,
    given: Solution,
    is_exact: bool,
    is_bound: bool,
    max_kept: int,
) -> Found | None:
    text = witness_text(select, given, is_ordered=True)
    bound = given | (_bound(select, wanted, select.names) if is_bound else {})
    row: Solution | None = None
    kept: list[Solution] = []
    count = 0
    for solution in asked.solutions(text, bound):
        if not fits(select, solution, wanted, is_exact=is_exact):
            continue
        here = {name: solution[name] for name in select.names if name in solution}
        row = here if row is None else row
        if here == row:
            count += 1
            kept += [_before_values(select, solution)] if len(kept) < max_kept else []
            if max_kept == 1 or count == COUNTED:
                break
    return None if row is None else Found(row, tuple(kept), count)


def _before_values(select: Select, solution: Solution) -> Solution:
    """Return *solution* as the pattern had it, before the VALUES behind the query bound more."""
    if not select.values:
        return solution
    copied = zip(select.values.variables, select.values.copies, strict=True)
    gone = {name for name, copy in copied if copy not in solution} | {*select.values.copies}
    return {name: value for name, value in solution.items() if name not in gone}


def _grouped(
    asked: Asked,
    select: Select,
    wanted: Wanted,
    given: Solution,
    is_exact: bool,
    is_bound: bool,
    _: int,
) -> Found | None:
    keys = select.keys or ()
    plain = tuple(key.variable for key in keys if key.is_plain)
    bound = given | (_bound(select, wanted, plain) if is_bound else {})
    projected = {name: value for name, value in bound.items() if name in select.names}
    for row in asked.solutions(_keyed_text(select), projected):
        if fits(select, row, wanted, is_exact=is_exact):
            shown = {name: row[name] for name in select.names if name in row}
            values = {key.variable: row.get(key.copy) for key in keys}
            return _members(asked, select, shown, values, given, is_bound)
    return None


def _keyed_text(select: Select) -> str:
    """A query for the groups of *select*: besides its columns, the keys, under names that a VALUES behind it has not."""
    keys = select.keys or ()
    copies = tuple(replace(key, value=_as_computed(key.value), variable=key.copy) for key in keys)
    more = (f"?{key.copy}" for key in keys)
    return select_text(replace(select, keys=keys + copies), more=more, is_whole=False)


def _as_computed(value: Expression) -> Expression:
    """The engine knows a bare variable as a key by no other name."""
    return replace(value, text=f"COALESCE({value.text})")


def _members(
    asked: Asked, select: Select, row: Solution, keys: Wanted, given: Solution, is_bound: bool
) -> Found:
    kept: list[Solution] = []
    count = 0
    for solution in members(asked, select, keys, given, is_bound=is_bound):
        count += 1
        kept += [solution] if count <= SHOWN else []
        if count == COUNTED:
            break
    return Found(row, tuple(kept), count, keys)


def members(
    asked: Asked, select: Select, keys: Wanted, given: Solution, *, is_bound: bool = True
) -> Iterator[Solution]:
    """Yield the solutions that are grouped by these values of *keys*."""
    plain = tuple(key.variable for key in select.keys or () if key.is_plain)
    bound = given | (_bound(select, keys, plain) if is_bound else {})
    for solution in asked.solutions(witness_text(select, given), bound):
        if all(solution.get(name) == value for name, value in keys.items()):
            yield solution


def _bound(select: Select, wanted: Wanted, names: tuple[str, ...]) -> Solution:
    """Return the values that can be bound beforehand: of what is matched anyway, and decides no LIMIT within."""
    free = certain_in(select.where) - sliced_in(select.where)
    return {name: value for name in names if name in free and (value := wanted.get(name))}


def every(asked: Asked, select: Select, given: Solution) -> Iterator[Found]:
    """Yield each row of *select* in its order, with one solution that it comes from, or with those of its group."""
    rows = _every_group if select.keys is not None else _every_plain
    begun, ended = select.offset, select.limit
    seen: set[frozenset[tuple[str, Value]]] = set()
    for found in rows(asked, select, given):
        if select.is_distinct:
            mark = frozenset(found.row.items())
            if mark in seen:
                continue
            seen.add(mark)
        if begun:
            begun -= 1
            continue
        if ended is not None:
            if not ended:
                return
            ended -= 1
        yield found


def _every_plain(asked: Asked, select: Select, given: Solution) -> Iterator[Found]:
    for solution in asked.solutions(witness_text(select, given, is_ordered=True), given):
        row = {name: solution[name] for name in select.names if name in solution}
        yield Found(row, (_before_values(select, solution),), 1)


def _every_group(asked: Asked, select: Select, given: Solution) -> Iterator[Found]:
    keys = select.keys or ()
    names = tuple(key.variable for key in keys)
    members: dict[tuple[Value | None, ...], list[Solution]] = {}
    counts: dict[tuple[Value | None, ...], int] = {}
    for solution in asked.solutions(witness_text(select, given), given):
        key = tuple(map(solution.get, names))
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= SHOWN:
            members.setdefault(key, []).append(solution)
    projected = {name: value for name, value in given.items() if name in select.names}
    for row in asked.solutions(_keyed_text(select), projected):
        key = tuple(row.get(key.copy) for key in keys)
        shown = {name: row[name] for name in select.names if name in row}
        yield Found(
            shown,
            tuple(members.get(key, ())),
            counts.get(key, 0),
            dict(zip(names, key, strict=True)),
        )

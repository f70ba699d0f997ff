"""The test of evidence: the query, asked of its statements alone, gives the row again."""

from dataclasses import replace

import pyoxigraph as ox

from comity.query.dataset import Names
from comity.query.request import Request
from comity.rows.asked import Asked, Solution, Statement
from comity.rows.parsed import Parsed
from comity.rows.solutions import fits
from comity.rows.tree import Element, Graph, Group, Optional, Select, Union
from comity.rows.writing import select_text


def comes_again(
    statements: dict[Statement, None], request: Request, parsed: Parsed, row: Solution, base: str
) -> tuple[bool, bool]:
    """Tell whether the query gives *row* when it is asked of *statements* alone.

    Returns:
        Whether it does, and whether only without LIMIT and OFFSET, which count rows that are not among these.
    """
    store = ox.Store()
    store.extend(ox.Quad(s, p, o, graph or ox.DefaultGraph()) for s, p, o, graph in statements)
    named: Names = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    given: Solution = {name: term.to_engine() for name, term in request.bindings}
    alone = Asked(store, [ox.DefaultGraph()], named, given, base)
    if _comes(alone, request.text, parsed.select, row):
        return True, False
    loose = unsliced(parsed.select)
    if loose == parsed.select:
        return False, False
    return _comes(alone, select_text(loose), loose, row), True


def _comes(alone: Asked, text: str, select: Select, row: Solution) -> bool:
    if select.is_ask:
        return alone.is_so(text, alone.given)
    wanted = {name: row.get(name) for name in select.names}
    return any(fits(select, one, wanted) for one in alone.solutions(text, alone.given))


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

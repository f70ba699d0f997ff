"""A tree as a query again: as it was, or with marks that tell which branch of it matched."""

from collections.abc import Iterable, Iterator

from comity.rows.condition import Key
from comity.rows.tree import (
    Bind,
    Element,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Triples,
    Union,
    Values,
    bound_in,
)


def group_text(group: Group, *, is_marked: bool = False, mark: str = "") -> str:
    """Return *group* with its braces.

    Args:
        is_marked: whether optional groups and branches bind their marks.
        mark: the variable that tells that this group matched; empty for none.
    """
    parts = [_element(element, is_marked) for element in group.elements]
    if is_marked and mark:
        parts.append(f"BIND(1 AS ?{mark})")
    return f"{{ {' '.join(parts)} }}"


def _element(element: Element, is_marked: bool) -> str:
    match element:
        case Triples():
            return " ".join(f"{s} {p} {o} ." for s, p, o in element.patterns)
        case Filter():
            return f"FILTER({element.condition.text})"
        case Optional():
            inner = group_text(element.group, is_marked=is_marked, mark=element.mark)
            return f"OPTIONAL {inner}"
        case Union():
            return " UNION ".join(
                group_text(group, is_marked=is_marked, mark=mark)
                for group, mark in element.branches
            )
        case Minus():
            return f"MINUS {group_text(element.group)}"
        case Graph():
            return f"GRAPH {element.name} {group_text(element.group, is_marked=is_marked)}"
        case Bind():
            return f"BIND({element.value.text} AS ?{element.variable})"
        case Values():
            return values_text(element)
        case Select():
            return f"{{ {select_text(element)} }}"


def values_text(values: Values) -> str:
    """Return a VALUES clause."""
    names = " ".join(f"?{name}" for name in values.variables)
    rows = (" ".join("UNDEF" if term is None else str(term) for term in row) for row in values.rows)
    return f"VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }}"


def select_text(select: Select, *, more: Iterable[str] = (), is_whole: bool = True) -> str:
    """Return *select* as it was.

    Args:
        more: further columns.
        is_whole: whether with what leaves rows out: DISTINCT, LIMIT and OFFSET.
    """
    if select.is_ask:
        return f"ASK {group_text(select.where)}"
    parts = [*_columns(select), *more]
    distinct = "DISTINCT " if select.is_distinct and is_whole else ""
    slice_ = _slice(select) if is_whole else ""
    head = f"SELECT {distinct}{' '.join(parts) or '*'} WHERE {group_text(select.where)}"
    tail = [_keys(select.keys), select.having, select.order, slice_]
    behind = values_text(select.values) if select.values else ""
    return " ".join(part for part in (head, *tail, behind) if part)


def _columns(select: Select) -> Iterator[str]:
    for name, value in select.columns:
        yield f"({value.text} AS ?{name})" if value else f"?{name}"


def _keys(keys: tuple[Key, ...] | None) -> str:
    if not keys:
        return ""
    written = (
        f"?{key.variable}" if key.is_plain else f"({key.value.text} AS ?{key.variable})"
        for key in keys
    )
    return f"GROUP BY {' '.join(written)}"


def _slice(select: Select) -> str:
    limit = "" if select.limit is None else f"LIMIT {select.limit}"
    return f"{limit} OFFSET {select.offset}" if select.offset else limit


def witness_text(select: Select, given: Iterable[str] = (), *, is_ordered: bool = False) -> str:
    """Return a query for the solutions of the pattern of *select*, every variable, key and computed column kept.

    Args:
        given: variables that are given from outside.
        is_ordered: whether in the order of *select*, which one that is grouped has not.
    """
    values = select.values if select.keys is None else None
    behind = values.variables + values.copies if values else ()
    names = dict.fromkeys([*bound_in(select.where), *behind, *select.where.marks, *given])
    computed = [(key.variable, key.value.text) for key in select.keys or ()]
    if select.keys is None:
        computed += [(name, value.text) for name, value in select.columns if value]
    columns = [f"?{name}" for name in names]
    columns += [f"({text} AS ?{name})" for name, text in computed if text != f"?{name}"]
    order = select.order if is_ordered and select.keys is None else ""
    where = group_text(select.where, is_marked=True)
    if values:
        copied = zip(values.variables, values.copies, strict=True)
        copies = " ".join(f"BIND(?{name} AS ?{copy})" for name, copy in copied)
        where = f"{{ {where} {copies} }}"
    tail = values_text(values) if values else ""
    return " ".join(p for p in ("SELECT", *(columns or "*"), "WHERE", where, order, tail) if p)

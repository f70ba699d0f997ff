"""Whether fewer statements can give another row: by a condition that something be absent, or by a count of ways."""

from collections.abc import Iterator

from comity.rows.condition import Expression
from comity.rows.paths import Alternative, Other, Sequence
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
)


def is_delicate(select: Select) -> bool:
    """Tell whether the row may change when only what it rests on is left: then what keeps others out belongs to it.

    That is where something is to be absent, within what is optional, absent or grouped itself.
    """
    is_within = select.keys is not None
    parts = [value for _, value in select.columns if value]
    return _is_delicate(select.where, is_within) or any(_in_expression(p, True) for p in parts)


def _is_delicate(group: Group, is_within: bool) -> bool:
    return any(_of(element, is_within) for element in group.elements)


def _of(element: Element, is_within: bool) -> bool:
    match element:
        case Triples():
            paths = (verb for _, verb, _ in element.patterns)
            return is_within and any(isinstance(v, Other | Sequence | Alternative) for v in paths)
        case Optional():
            return is_within or _is_delicate(element.group, True)
        case Minus():
            return is_within or _is_delicate(element.group, True)
        case Filter():
            return _in_expression(element.condition, is_within)
        case Bind():
            return _in_expression(element.value, True)
        case Union():
            groups = [group for group, _ in element.branches]
            return any(_is_delicate(group, is_within) or _looks(group) for group in groups)
        case Graph():
            return _is_delicate(element.group, is_within) or _looks(element.group)
        case Select():
            is_loose = element.is_sliced or element.where.is_marked
            return is_loose or is_delicate(element) or (is_within and _has_negation(element))
    return False


def _looks(group: Group) -> bool:
    """Tell whether a condition of a group within another looks for a pattern: what it sees there may be bound outside."""
    return any(isinstance(one, Filter) and one.condition.exists for one in group.elements)


def _in_expression(expression: Expression, is_within: bool) -> bool:
    return any(is_within or _is_delicate(one.group, True) for one in expression.exists)


def _has_negation(select: Select) -> bool:
    return any(_negations(select.where))


def _negations(group: Group) -> Iterator[bool]:
    yield from (_of(element, True) for element in group.elements)

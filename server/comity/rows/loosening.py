"""A pattern made looser, to see what would match it but for its conditions."""

from collections.abc import Iterable

import pyoxigraph as ox

from comity.rows.tree import (
    Element,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Union,
    Values,
)

NOTHING = ox.NamedNode("https://w3id.org/comity/graph/no-such-thing")
"""A value that nothing has."""


def opened(group: Group, known: Iterable[str]) -> Group:
    """Return *group* so that the engine does not take what only its conditions mention for never bound."""
    names = tuple(sorted(set(known) - group.bound))
    perhaps = Values(names, ((NOTHING,) * len(names),))
    choice = Union(((Group(()), ""), (Group((perhaps,)), "")))
    return Group((choice, *group.elements)) if names else group


def relaxed(group: Group) -> Group:
    """Return *group* without its conditions, and the values that it gives: what would match but for them."""
    return Group(
        tuple(_relaxed(e) for e in group.elements if not isinstance(e, Filter | Minus | Values))
    )


def _relaxed(element: Element) -> Element:
    match element:
        case Optional():
            return Optional(relaxed(element.group), element.mark)
        case Union():
            return Union(tuple((relaxed(group), mark) for group, mark in element.branches))
        case Graph():
            return Graph(element.name, relaxed(element.group))
    return element

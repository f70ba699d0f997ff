"""Which variables of a group can be given a value beforehand without changing what else is found."""

from comity.rows.tree import (
    Element,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Triples,
    Union,
    named_by,
    variables_of,
)


def certain_in(group: Group) -> set[str]:
    """Return the variables that each solution of *group* binds by what is matched, not computed."""
    return {name for element in group.elements for name in _certain_by(element)}


def _certain_by(element: Element) -> set[str]:
    match element:
        case Triples():
            return set(variables_of(element))
        case Union():
            return set.intersection(*(certain_in(group) for group, _ in element.branches))
        case Graph():
            return {*named_by(element)} | certain_in(element.group)
        case Select() if not element.is_sliced:
            return certain_in(element.where) & {
                name for name, value in element.columns if not value
            }
    return set()


def sliced_in(group: Group) -> set[str]:
    """Return the columns of queries within *group* whose rows are counted off: binding one would change which remain."""
    found: set[str] = set()
    for element in group.elements:
        match element:
            case Select():
                inner = sliced_in(element.where)
                found |= set(element.names) if element.is_sliced else inner & set(element.names)
            case Optional() | Graph() | Minus():
                found |= sliced_in(element.group)
            case Union():
                found |= {name for group, _ in element.branches for name in sliced_in(group)}
    return found

"""Terms and property paths as rdflib's parser has them → as the engine and the tree have them."""

from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath

from comity.rows.paths import Alternative, Other, Path, Repeated, Sequence, Step, inverse


def value(node: Any) -> ox.NamedNode | ox.Literal:
    """Return an IRI or a literal of rdflib as the engine's.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if not isinstance(node, Literal):
        raise ValueError(f"the term {node}")
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(
        str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None
    )


def path(node: Any) -> Path:
    """Return a property path of rdflib as one of ours, the predicate of a plain pattern as a single step.

    Raises:
        ValueError: it is none.
    """
    match node:
        case URIRef():
            return Step(ox.NamedNode(str(node)))
        case InvPath():
            return inverse(path(node.arg))
        case SequencePath():
            return Sequence(tuple(map(path, node.args)))
        case AlternativePath():
            return Alternative(tuple(map(path, node.args)))
        case MulPath():
            return Repeated(path(node.path), str(node.mod))
        case NegatedPath():
            return _negated(node.args)
    raise ValueError(f"the path {node}")


def _negated(args: Any) -> Other:
    ahead = [ox.NamedNode(str(arg)) for arg in args if isinstance(arg, URIRef)]
    back = [ox.NamedNode(str(_inverted(arg))) for arg in args if not isinstance(arg, URIRef)]
    return Other(frozenset(ahead) if ahead or not back else None, frozenset(back) if back else None)


def _inverted(arg: Any) -> Any:
    """What is inverted in a negated set, which rdflib leaves as it parsed it."""
    return arg.arg if isinstance(arg, InvPath) else arg["part"]

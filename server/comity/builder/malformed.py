"""Shapes that are not well formed, each at the triple that is wrong: what both engines refuse or pass over.

Source: SHACL §2 and §4 https://www.w3.org/TR/shacl/#shapes, the syntax rules of each constraint
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from comity.vocabulary import RDF, SH, XSD, shortened

Node = object
Facts = Mapping[Node, Mapping[str, list[Quad | Triple]]]
LISTS = {SH + name for name in ("and", "or", "xone", "in", "languageIn", "ignoredProperties", "alternativePath")}  # fmt: skip
COUNTS = {
    SH + name
    for name in (
        "minCount",
        "maxCount",
        "minLength",
        "maxLength",
        "qualifiedMinCount",
        "qualifiedMaxCount",
    )
}
ONCE = {
    SH + name
    for name in (
        "path",
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minLength",
        "maxLength",
        "in",
        "languageIn",
        "uniqueLang",
        "closed",
        "deactivated",
        "pattern",
        "flags",
        "severity",
        "minInclusive",
        "maxInclusive",
        "minExclusive",
        "maxExclusive",
    )
}
FLAGS = {SH + name for name in ("closed", "uniqueLang", "deactivated")}
NODES = {SH + name for name in ("property", "node", "not", "qualifiedValueShape")}
KINDS = {
    NamedNode(SH + name)
    for name in (
        "BlankNode",
        "IRI",
        "Literal",
        "BlankNodeOrIRI",
        "BlankNodeOrLiteral",
        "IRIOrLiteral",
    )
}
NIL = NamedNode(RDF + "nil")
LOOKS_AROUND = re.compile(r"\\[1-9]|\(\?<?[=!]")


def malformed(shapes: Sequence[Quad | Triple]) -> Iterator[tuple[Quad | Triple, str]]:
    """Yield each triple of *shapes* that is against the syntax of SHACL, and why."""
    facts: dict[Node, dict[str, list[Quad | Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in shapes:
        facts[triple.subject][triple.predicate.value].append(triple)
    for triple in shapes:
        if triple.predicate.value.startswith(SH) and (why := _wrong(triple, facts)):
            yield triple, why


def _wrong(triple: Quad | Triple, facts: Facts) -> str:
    name, value = triple.predicate.value, triple.object
    statement = f"{shortened(name)} is {_shown(value)}"
    about = facts.get(triple.subject, {})
    if name in ONCE and len({t.object for t in about.get(name, ())}) > 1:
        return f"it has {shortened(name)} twice"
    if name == SH + "property" and SH + "path" not in facts.get(value, {}):
        return f"its property shape {_shown(value)} is without sh:path"
    if name in LISTS and not _is_list(value, facts):
        return f"{statement}, which is no list"
    if name in COUNTS and not _is_count(value):
        return f"{statement}, which is no xsd:integer"
    if name in FLAGS and not _is_typed(value, "boolean", "true|false|1|0"):
        return f"{statement}, which is no xsd:boolean"
    if name == SH + "nodeKind" and value not in KINDS:
        return f"{statement}, which is no kind of node"
    if name in NODES and isinstance(value, Literal):
        return f"{statement}, which is no shape"
    if name == SH + "pattern":
        return _wrong_pattern(value, about)
    return ""


def _wrong_pattern(value: object, about: Mapping[str, list[Quad | Triple]]) -> str:
    flags = [t.object.value for t in about.get(SH + "flags", ()) if isinstance(t.object, Literal)]
    if not isinstance(value, Literal):
        return f"sh:pattern is {_shown(value)}, which is no text"
    if not is_pattern(value.value, "".join(flags)):
        return f"sh:pattern is {_shown(value)}, which is no regular expression"
    return ""


@cache
def is_pattern(pattern: str, flags: str = "") -> bool:
    """Say whether *pattern* is a regular expression of SPARQL, or of Python where it looks around or back."""
    if LOOKS_AROUND.search(pattern):
        try:
            re.compile(pattern)
        except re.error:
            return False
        return set(flags) <= set("smixq")
    query = (
        f"ASK {{ BIND(REGEX('', {Literal(pattern)}, {Literal(flags)}) AS ?is) FILTER(BOUND(?is)) }}"
    )
    return bool(ox.Store().query(query))


def _is_list(node: object, facts: Facts) -> bool:
    seen = set()
    while node != NIL:
        cells = facts.get(node, {})
        rest = cells.get(RDF + "rest", [])
        if node in seen or len(rest) != 1 or len(cells.get(RDF + "first", [])) != 1:
            return False
        seen.add(node)
        node = rest[0].object
    return True


def _is_count(value: object) -> bool:
    return _is_typed(value, "integer", r"[+-]?[0-9]+")


def _is_typed(value: object, datatype: str, pattern: str) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype.value == XSD + datatype
        and re.fullmatch(pattern, value.value) is not None
    )


def _shown(value: object) -> str:
    if isinstance(value, NamedNode):
        return shortened(value.value)
    return "a blank node" if isinstance(value, BlankNode) else str(value)

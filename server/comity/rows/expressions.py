"""Expressions as rdflib's parser has them → as they are written in SPARQL, with what they read."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from rdflib import RDF, BNode, Literal, URIRef, Variable
from rdflib.plugins.sparql.parserutils import CompValue

from comity.rows.condition import Exists, Expression
from comity.rows.tree import Group

ARGUMENTS = (
    *("text", "arg", "arg1", "arg2", "arg3"),
    *("pattern", "replacement", "start", "length", "flags"),
)
"""What the parser calls the arguments of built-in functions, in an order that fits all of them."""
LOGICAL = {"ConditionalOrExpression": "||", "ConditionalAndExpression": "&&"}
SIGNS = {"UnaryNot": "!", "UnaryPlus": "+", "UnaryMinus": "-"}


class Writer:
    """Writes one expression, and keeps what it reads."""

    def __init__(self, group: Callable[[Any], Group], group_text: Callable[[Group], str]) -> None:
        """Take how a pattern within an expression is read and written."""
        self.group, self.group_text = group, group_text
        self.variables: dict[str, None] = {}
        self.exists: list[Exists] = []

    def expression(self, node: Any) -> Expression:
        """Return *node* as an expression.

        Raises:
            ValueError: it is of a kind that is not known here.
        """
        text = self.text(node)
        return Expression(text, tuple(self.variables), tuple(self.exists))

    def text(self, node: Any) -> str:
        """Return how *node* is written; raises as `expression`."""
        match node:
            case Variable():
                self.variables[str(node)] = None
                return f"?{node}"
            case URIRef() | Literal():
                return term_text(node)
            case CompValue():
                return self._compound(node)
        raise ValueError(f"an expression of the kind {type(node).__name__}")

    def _compound(self, node: CompValue) -> str:
        name = node.name
        if name in LOGICAL or name == "RelationalExpression" or name.endswith("iveExpression"):
            return self._chain(node)
        if name in SIGNS:
            return f"({SIGNS[name]}({self.text(node['expr'])}))"
        if name == "Function":
            distinct = "DISTINCT " if part(node, "distinct") else ""
            return f"{term_text(node['iri'])}({distinct}{self._list(part(node, 'expr'))})"
        if name.startswith("Aggregate_"):
            return self._aggregate(node)
        if name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            return self._exists(node)
        if name.startswith("Builtin_"):
            given = (part(node, argument) for argument in ARGUMENTS)
            written = ", ".join(self._list(one) for one in given if one is not None)
            return f"{name.removeprefix('Builtin_')}({written})"
        raise ValueError(name)

    def _chain(self, node: CompValue) -> str:
        """Write operators of one rank with what stands between them, in parentheses where there are any."""
        first, others = self.text(node["expr"]), part(node, "other")
        if others is None or (isinstance(others, list) and not others):
            return first
        if node.name == "RelationalExpression":
            is_list = node["op"] in ("IN", "NOT IN")
            written = f"({self._list(others)})" if is_list else self.text(others)
            return f"({first} {node['op']} {written})"
        signs = [LOGICAL[node.name]] * len(others) if node.name in LOGICAL else node["op"]
        rest = (f" {sign} {self.text(other)}" for sign, other in zip(signs, others, strict=True))
        return f"({first}{''.join(rest)})"

    def _aggregate(self, node: CompValue) -> str:
        distinct = "DISTINCT " if part(node, "distinct") else ""
        what = "*" if node["vars"] == "*" else self.text(node["vars"])
        given = part(node, "separator")
        separator = "" if given is None else f"; SEPARATOR={term_text(given)}"
        name = "GROUP_CONCAT" if node.name == "Aggregate_GroupConcat" else node.name[10:].upper()
        return f"{name}({distinct}{what}{separator})"

    def _exists(self, node: CompValue) -> str:
        is_negated = node.name == "Builtin_NOTEXISTS"
        group = self.group(node["graph"])
        self.exists.append(Exists(group, is_negated))
        return f"{'NOT ' if is_negated else ''}EXISTS {self.group_text(group)}"

    def _list(self, given: Any) -> str:
        if given is None or given == RDF.nil:
            return ""
        many = given if isinstance(given, list) else _several(given)
        return ", ".join(map(self.text, many))


def _several(given: Any) -> Iterator[Any]:
    if isinstance(given, CompValue | URIRef | Literal | BNode | Variable):
        yield given
    else:
        yield from given


def part(node: CompValue, name: str) -> Any:
    """Return what the parser has put under *name*, None for nothing; its own `get` gives the name then."""
    return OrderedDict.get(node, name)


def term_text(term: URIRef | Literal) -> str:
    """Return an IRI or a literal as it is written."""
    return term.n3() if isinstance(term, URIRef) else _literal_text(term)


def _literal_text(literal: Literal) -> str:
    quoted = Literal(str(literal)).n3()
    if literal.language:
        return f"{quoted}@{literal.language}"
    return f"{quoted}^^<{literal.datatype}>" if literal.datatype else quoted

"""The text of a query → its tree, by rdflib's parser, which is loaded with this module.

Sources: SPARQL 1.1 §19 https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import rdflib
from pyparsing import ParseBaseException, Suppress
from rdflib import RDF, BNode, Literal, URIRef, Variable
from rdflib.plugins.sparql import parser
from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
from rdflib.plugins.sparql.parserutils import CompValue, Param

from comity.errors import BadQuery
from comity.rows.condition import Expression, Key
from comity.rows.expressions import Writer, part
from comity.rows.parsed import Parsed
from comity.rows.paths import Step
from comity.rows.terms import path, value
from comity.rows.tree import (
    Bind,
    Element,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Term,
    Triples,
    Union,
    Value,
    Values,
    Verb,
    bound_in,
)
from comity.rows.writing import group_text
from comity.vocabulary import BASE

UNTRACEABLE = (
    "The evidence of this query cannot be traced: {why}; ask it without that, or without evidence."
)
rdflib.NORMALIZE_LITERALS = False
for negative in (parser.DECIMAL_NEGATIVE, parser.DOUBLE_NEGATIVE, parser.INTEGER_NEGATIVE):
    negative.set_parse_action(
        lambda found: Literal(f"-{found[0]}", datatype=found[0].datatype)
    )  # rdflib negates no decimal

alternatives: Any = parser.PathOneInPropertySet
alternatives.exprs[-1].expr = Suppress("^") + Param(
    "part", parser.iri | parser.A
)  # nor keeps it what is inverted in a set


@functools.lru_cache(maxsize=256)
def parse(text: str, base: str = BASE) -> Parsed:
    """Return the tree of the query *text*, which the engine has found to parse; relative IRIs are so to *base*.

    Raises:
        BadQuery: it is no SELECT or ASK, or has a construct whose evidence cannot be written; the sentence says which.
    """
    try:
        prologue, body = parser.parseQuery(text)
        names = translatePrologue(prologue, base)
        body = traverse(body, visitPost=functools.partial(translatePName, prologue=names))
        return _Reader(text).query(traverse(body, visitPost=translatePath))
    except ParseBaseException as error:
        where = f"line {error.lineno} has what is not in SPARQL 1.1"
        raise BadQuery(UNTRACEABLE.format(why=where)) from error
    except RecursionError as error:
        raise BadQuery(UNTRACEABLE.format(why="it is nested too deep")) from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise BadQuery(UNTRACEABLE.format(why=f"it has {error}")) from error


class _Reader:
    """Reads one query; its hidden variables begin with what the text has nowhere."""

    def __init__(self, text: str) -> None:
        stem = next(f"hidden{n}x" for n in itertools.count() if f"hidden{n}x" not in text)
        self.fresh = (f"{stem}{number}" for number in itertools.count())
        self.stem = stem
        self.blanks: dict[BNode, str] = {}

    def query(self, body: CompValue) -> Parsed:
        if body.name not in ("SelectQuery", "AskQuery"):
            raise BadQuery(
                f"A query of the form {body.name.removesuffix('Query').upper()} gives triples and no rows; of each triple /why tells the evidence."
            )
        clauses = part(body, "datasetClause") or []
        default = tuple(str(c["default"]) for c in clauses if part(c, "default") is not None)
        named = tuple(str(c["named"]) for c in clauses if part(c, "named") is not None)
        return Parsed(self.select(body), default, named, bool(clauses), self.stem)

    def select(self, node: CompValue) -> Select:
        where = self.group(node["where"])
        is_ask = node.name == "AskQuery"
        columns = () if is_ask else tuple(self.columns(node, where))
        slice_ = part(node, "limitoffset")
        limit, offset = (slice_ and part(slice_, name) for name in ("limit", "offset"))
        values = part(node, "valuesClause")
        keys = self.keys(node, columns)
        return Select(
            columns,
            where,
            part(node, "modifier") == "DISTINCT",
            keys,
            self.conditions(node, "having", "HAVING"),
            self.conditions(node, "orderby", "ORDER BY"),
            None if limit is None else int(limit),
            0 if offset is None else int(offset),
            self.values_behind(values) if values else None,
            is_ask,
        )

    def columns(self, node: CompValue, where: Group) -> Iterator[tuple[str, Expression | None]]:
        if not part(node, "projection"):
            values = part(node, "valuesClause")
            behind = self.values(values).variables if values else ()
            names = dict.fromkeys([*bound_in(where), *behind])
            yield from ((n, None) for n in names if not n.startswith(self.stem))
        for column in part(node, "projection") or ():
            if part(column, "evar") is not None:
                yield str(column["evar"]), self.expression(column["expr"])
            else:
                yield str(column["var"]), None

    def keys(
        self, node: CompValue, columns: tuple[tuple[str, Expression | None], ...]
    ) -> tuple[Key, ...] | None:
        """What rows are grouped by; a query with an aggregate and no GROUP BY has one group."""
        grouped = part(node, "groupby")
        if grouped is None:
            is_grouped = (
                _has_aggregate(part(node, "projection")) or part(node, "having") is not None
            )
            return () if is_grouped or _has_aggregate(part(node, "orderby")) else None
        return tuple(map(self.key, grouped["condition"]))

    def key(self, condition: Any) -> Key:
        named = isinstance(condition, CompValue) and condition.name == "GroupAs"
        value = self.expression(condition["expr"] if named else condition)
        variable = part(condition, "var") if named else None
        is_plain = value.text == f"?{value.variables[0]}" if value.variables else False
        name = str(variable or (value.variables[0] if is_plain else next(self.fresh)))
        return Key(value, name, next(self.fresh))

    def conditions(self, node: CompValue, name: str, keyword: str) -> str:
        found = part(node, name)
        if found is None:
            return ""
        written = []
        for one in found["condition"]:
            is_order = isinstance(one, CompValue) and one.name == "OrderCondition"
            text = self.expression(one["expr"] if is_order else one).text
            written.append(f"{(part(one, 'order') or '') if is_order else ''}({text})")
        return f"{keyword} {' '.join(written)}"

    def group(self, node: Any) -> Group:
        if node.name == "SubSelect":
            return Group((self.select(node),))
        return Group(tuple(self.element(one) for one in part(node, "part") or ()))

    def element(self, node: CompValue) -> Element:
        match node.name:
            case "TriplesBlock":
                return Triples(tuple(self.patterns(node["triples"])))
            case "Filter":
                return Filter(self.expression(node["expr"]))
            case "OptionalGraphPattern":
                return Optional(self.group(node["graph"]), next(self.fresh))
            case "GroupOrUnionGraphPattern":
                groups = [self.group(inner) for inner in node["graph"]]
                if len(groups) == 1:
                    (only,) = groups[0].elements if len(groups[0].elements) == 1 else (None,)
                    return only if isinstance(only, Select) else Union(((groups[0], ""),))
                return Union(tuple((group, next(self.fresh)) for group in groups))
            case "MinusGraphPattern":
                return Minus(self.group(node["graph"]))
            case "GraphGraphPattern":
                return Graph(self.term(node["term"]), self.group(node["graph"]))
            case "Bind":
                return Bind(self.expression(node["expr"]), str(node["var"]))
            case "InlineData":
                return self.values(node)
        raise ValueError(f"the construct {node.name}")

    def patterns(self, triples: Any) -> Iterator[tuple[Term, Verb, Term]]:
        for flat in triples:
            parts = list(flat)
            for begin in range(0, len(parts), 3):
                s, p, o = parts[begin : begin + 3]
                yield self.term(s), self.verb(p), self.term(o)

    def verb(self, node: Any) -> Verb:
        if isinstance(node, Variable):
            return ox.Variable(str(node))
        found = path(node)
        return found.predicate if isinstance(found, Step) and not found.is_inverse else found

    def term(self, node: Any) -> Term:
        if isinstance(node, Variable):
            return ox.Variable(str(node))
        if isinstance(node, BNode):
            if node not in self.blanks:
                self.blanks[node] = next(self.fresh)
            return ox.Variable(self.blanks[node])
        return value(node)

    def values(self, node: CompValue) -> Values:
        names = tuple(str(name) for name in part(node, "var") or ())
        is_flat = len(names) == 1
        rows = [
            [one] if is_flat and isinstance(one, str) else list(one)
            for one in part(node, "value") or ()
        ]
        if any(len(row) != len(names) and row != [RDF.nil] for row in rows):
            raise ValueError("a VALUES row of another length")
        written = [[] if row == [RDF.nil] and not names else row for row in rows]
        return Values(names, tuple(tuple(_data(one) for one in row) for row in written))

    def values_behind(self, node: CompValue) -> Values:
        values = self.values(node)
        return replace(values, copies=tuple(next(self.fresh) for _ in values.variables))

    def expression(self, node: Any) -> Expression:
        return Writer(self.group, group_text).expression(node)


def _data(node: Any) -> Value | None:
    return None if not isinstance(node, URIRef | Literal) else value(node)


def _has_aggregate(node: Any) -> bool:
    if isinstance(node, CompValue):
        if node.name.startswith("Aggregate_"):
            return True
        if node.name in ("SubSelect", "Builtin_EXISTS", "Builtin_NOTEXISTS"):
            return False
        return any(map(_has_aggregate, node.values()))
    return isinstance(node, list) and any(map(_has_aggregate, node))

"""Literals as they are written and as the store keeps them, which has one form for a value: 5 for "05"^^xsd:nonNegativeInteger."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from comity.commits.update_operations import operations
from comity.query.tokens import TOKEN
from comity.vocabulary import BASE, RDF, XSD

SAME = (XSD + "string", RDF + "langString")
DATATYPE = re.compile(r"\s*\^\^\s*(?:<[^>\s]*>|[\w.-]*:[\w.-]+)")


class Forms:
    """The forms of literals that the files have and the store has not.

    Attributes:
        written: by a quad as the store has it, the quad as a file has it, where the two differ.
        datatypes: by property, the datatype that its values have in the files, where the store has another.
    """

    def __init__(self) -> None:
        self.written: dict[Quad, Quad] = {}
        self.datatypes: dict[NamedNode, NamedNode] = {}
        self._scratch = Store()
        self._stored: dict[Literal, Literal] = {}

    def learn(self, quads: Iterable[Quad]) -> None:
        """Learn the forms of *quads*, as files have them."""
        for quad in quads:
            if (kept := self.stored(quad)) != quad:
                self.written[kept] = quad
                was, has = kept.object.datatype, quad.object.datatype  # type: ignore[union-attr]
                if was != has:
                    self.datatypes[quad.predicate] = has

    def forget(self, quads: Iterable[Quad]) -> None:
        """Forget the forms of *quads*, which go."""
        for quad in quads:
            self.written.pop(self.stored(quad), None)

    def stored(self, quad: Quad) -> Quad:
        """Return *quad* as the store keeps it."""
        if not isinstance(quad.object, Literal) or quad.object.datatype.value in SAME:
            return quad
        return _with(quad, self.kept(quad.object))

    def kept(self, literal: Literal) -> Literal:
        """Return *literal* as the store keeps it."""
        if literal not in self._stored:
            name = NamedNode(BASE)
            self._scratch.add(Quad(name, name, literal))
            quad = next(iter(self._scratch))
            self._scratch.remove(quad)
            assert isinstance(quad.object, Literal)
            self._stored[literal] = quad.object
        return self._stored[literal]

    def old(self, quads: Iterable[Quad]) -> tuple[Quad, ...]:
        """Return *quads*, which the store has, as the files have them."""
        return tuple(self.written.get(quad, quad) for quad in quads)

    def new(self, quads: Iterable[Quad], text: str) -> tuple[Quad, ...]:
        """Return *quads*, which the update *text* brings, as it writes them, or else as the files write such values."""
        spelt = {self.kept(literal): literal for literal in _literals(text)}
        return tuple(self._spelt(quad, spelt) for quad in quads)

    def _spelt(self, quad: Quad, spelt: dict[Literal, Literal]) -> Quad:
        found = quad.object
        if not isinstance(found, Literal):
            return quad
        if found in spelt:
            return _with(quad, spelt[found])
        if quad.predicate in self.datatypes and found.datatype.value == XSD + "integer":
            return _with(quad, Literal(found.value, datatype=self.datatypes[quad.predicate]))
        return quad


def _with(quad: Quad, value: Literal) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _literals(text: str) -> Iterator[Literal]:
    """Yield the literals with a datatype that the update *text* writes out."""
    for operation in operations(text):
        for token in TOKEN.finditer(operation.text):
            typed = DATATYPE.match(operation.text, token.end()) if token["string"] else None
            if typed:
                triple = f"{operation.prologue} <> <> {token[0]}{typed[0]} ."
                with suppress(SyntaxError):
                    found = next(iter(parse(triple, format=RdfFormat.TURTLE, base_iri=BASE)))
                    assert isinstance(found.object, Literal)
                    yield found.object

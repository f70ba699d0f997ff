"""The rules over lists: each axiom with a list makes instances of its own, with the list's cells among their premises.

Lists are read as they are asserted; the axioms that lead to them may be inferred.

Source: OWL 2 Profiles §4.3 https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from collections import defaultdict
from collections.abc import Iterator

from comity.errors import SourceError
from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import SCHEMA, Task
from comity.reasoner.compile import apply
from comity.reasoner.disjointness import Disjointness
from comity.reasoner.relation import ASSERTED, Relation, triples_of
from comity.reasoner.rules import GROUPS, LISTINGS, LISTS
from comity.reasoner.state import State

Made = tuple[str, tuple[Triple, ...], Triple]
"""A rule, what it has to find, and what it concludes; a variable is a negative number."""
X, Y = -1, -2


class ListAxioms(Task):
    """The axioms with lists."""

    def __init__(self, state: State) -> None:
        super().__init__(state.agenda, (SCHEMA, 1))
        self.state = state
        number = state.number
        self.below = number("rdfs:subClassOf")
        makers = (self.chain, self.key, self.intersection, self.union, self.one_of)
        self.makers = dict(zip(map(number, LISTS), makers, strict=True))
        self.kinds = {number(name): name for name in GROUPS}
        self.listings = {number(name): name for name in LISTINGS}
        self.cells = {name: number("rdf:" + name) for name in ("first", "rest", "nil")}
        self.heads: dict[int, list[int]] = {}
        self.tails: dict[int, list[int]] = {}
        self.made: set[Triple] = set()
        self.grouped: set[tuple[Triple, Triple]] = set()
        self.reads(self._relations())

    def _relations(self) -> list[Relation]:
        lists = [self.state.relation(p) for p in (*self.makers, *self.listings)]
        return lists + [self.state.relation(self.state.type, kind) for kind in self.kinds]

    def fire(self) -> None:
        """Make the instances of each new axiom.

        Raises:
            SourceError: a list has no end, two tails, or goes round.
        """
        self.heads, self.tails = self._asserted("first"), self._asserted("rest")
        for predicate, maker in self.makers.items():
            for axiom in self._new(self.state.relation(predicate)):
                found, given = self._list(axiom[2])
                for rule, body, conclusion in maker(axiom[0], found):
                    apply(self.state, RuleInstance(rule, (axiom, *given, *body), conclusion), body)
        for predicate, listing in self.listings.items():
            for kind, name in self.kinds.items():
                if listing == LISTINGS[0] or name == GROUPS[0]:
                    self._groups(predicate, kind)

    def _new(self, relation: Relation) -> Iterator[Triple]:
        for axiom in triples_of(relation, relation.all().tolist()):
            if axiom not in self.made:
                self.made.add(axiom)
                yield axiom

    def _groups(self, predicate: int, kind: int) -> None:
        members = self.state.relation(self.state.type, kind)
        listed = self.state.relation(predicate)
        for axiom in triples_of(listed, listed.all().tolist()) if members.size else ():
            typed = (axiom[0], self.state.type, kind)
            if (typed, axiom) not in self.grouped and axiom[0] in members.all():
                self.grouped.add((typed, axiom))
                found, given = self._list(axiom[2])
                premises = (typed, axiom, *given)
                Disjointness(
                    self.state, self.kinds[kind], self.listings[predicate], premises, found
                )

    def _list(self, head: int) -> tuple[list[int], tuple[Triple, ...]]:
        """Return the members of the list at *head*, and the triples of its cells."""
        heads, tails = self.heads, self.tails
        found: list[int] = []
        given: dict[Triple, None] = {}
        cell = head
        while cell != self.cells["nil"]:
            if len(heads[cell]) != 1 or len(tails[cell]) != 1:
                raise SourceError(
                    f"The list at {self.state.terms.forms[head]} is malformed: the cell {self.state.terms.forms[cell]} has {len(heads[cell])} rdf:first and {len(tails[cell])} rdf:rest; a cell has one of each."
                )
            step = (
                (cell, self.cells["first"], heads[cell][0]),
                (cell, self.cells["rest"], tails[cell][0]),
            )
            if step[0] in given:
                raise SourceError(
                    f"The list at {self.state.terms.forms[head]} is malformed: it goes round at {self.state.terms.forms[cell]}; end it with rdf:nil."
                )
            given |= dict.fromkeys(step)
            found.append(heads[cell][0])
            cell = tails[cell][0]
        return found, tuple(given)

    def _asserted(self, name: str) -> dict[int, list[int]]:
        relation = self.state.relation(self.cells[name])
        found: dict[int, list[int]] = defaultdict(list)
        for batch in relation.batches:
            keys = batch.keys[batch.origins() == ASSERTED]
            for s, _, o in triples_of(relation, keys.tolist()):
                found[s].append(o)
        return found

    def chain(self, p: int, links: list[int]) -> Iterator[Made]:
        """prp-spo2: a chain of any length but none, of which nothing follows."""
        steps = tuple((-1 - i, link, -2 - i) for i, link in enumerate(links))
        if links:
            yield "prp-spo2", steps, (X, p, -1 - len(links))

    def key(self, c: int, properties: list[int]) -> Iterator[Made]:
        """prp-key: two members of the class that share a value of each key; without a key all are the same."""
        shared = tuple(
            premise
            for i, p in enumerate(properties)
            for premise in ((X, p, -3 - i), (Y, p, -3 - i))
        )
        members = ((X, self.state.type, c), (Y, self.state.type, c))
        yield "prp-key", (*members, *shared), (X, self.state.same, Y)

    def intersection(self, c: int, parts: list[int]) -> Iterator[Made]:
        """cls-int1, cls-int2, scm-int."""
        kind = self.state.type
        if parts:
            yield "cls-int1", tuple((X, kind, d) for d in parts), (X, kind, c)
        for d in parts:
            yield "cls-int2", ((X, kind, c),), (X, kind, d)
            yield "scm-int", (), (c, self.below, d)

    def union(self, c: int, parts: list[int]) -> Iterator[Made]:
        """cls-uni, scm-uni."""
        for d in parts:
            yield "cls-uni", ((X, self.state.type, d),), (X, self.state.type, c)
            yield "scm-uni", (), (d, self.below, c)

    def one_of(self, c: int, things: list[int]) -> Iterator[Made]:
        """cls-oo."""
        for thing in things:
            yield "cls-oo", (), (thing, self.state.type, c)

"""The rules over lists: each axiom with a list makes rules of its own, with its cells among their premises.

Source: OWL 2 Profiles §4.3 https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from comity.errors import SourceError
from comity.reasoner.terms import Terms

Triple = tuple[int, int, int]
Ground = tuple[str, tuple[tuple[int, int, int], ...], tuple[tuple[int, int, int], ...]]
X, Y = -1, -2


def members(
    head: int, first: dict[int, list[int]], rest: dict[int, list[int]], nil: int, terms: Terms
) -> tuple[list[int], list[int]]:
    """Return the members of the list at *head*, and its cells.

    Raises:
        SourceError: the list has no end, two tails, or goes round.
    """
    found, cells, cell = [], [], head
    while cell != nil:
        if len(first.get(cell, ())) != 1 or len(rest.get(cell, ())) != 1:
            raise SourceError(
                f"The list at {terms.terms[head]} is malformed: the cell {terms.terms[cell]} has {len(first.get(cell, ()))} rdf:first and {len(rest.get(cell, ()))} rdf:rest; a cell has one of each."
            )
        if cell in cells:
            raise SourceError(
                f"The list at {terms.terms[head]} is malformed: it goes round at {terms.terms[cell]}; end it with rdf:nil."
            )
        cells.append(cell)
        found.append(first[cell][0])
        cell = rest[cell][0]
    return found, cells


class ListRules:
    """Makes rules from axioms with lists; a variable in them is a negative number."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self.type, self.same = number("rdf:type"), number("owl:sameAs")
        self.below, self.thing = number("rdfs:subClassOf"), number("owl:Thing")
        self.makers = {
            number("owl:propertyChainAxiom"): self.chain,
            number("owl:hasKey"): self.key,
            number("owl:intersectionOf"): self.intersection,
            number("owl:unionOf"): self.union,
            number("owl:oneOf"): self.one_of,
        }
        self.groups = {
            number("owl:AllDifferent"): self.different,
            number("owl:AllDisjointClasses"): self.disjoint_classes,
            number("owl:AllDisjointProperties"): self.disjoint_properties,
        }
        self.listing = {
            number("owl:members"): "eq-diff2",
            number("owl:distinctMembers"): "eq-diff3",
        }

    def chain(self, p: int, links: list[int]) -> Iterator[Ground]:
        """prp-spo2: a chain of any length."""
        steps = tuple((-1 - i, link, -2 - i) for i, link in enumerate(links))
        yield "prp-spo2", steps, ((X, p, -1 - len(links)),)

    def key(self, c: int, properties: list[int]) -> Iterator[Ground]:
        """prp-key: two members of the class that share a value of each key."""
        shared = tuple(
            premise
            for i, p in enumerate(properties)
            for premise in ((X, p, -3 - i), (Y, p, -3 - i))
        )
        yield "prp-key", ((X, self.type, c), (Y, self.type, c), *shared), ((X, self.same, Y),)

    def intersection(self, c: int, parts: list[int]) -> Iterator[Ground]:
        """cls-int1, cls-int2, scm-int."""
        yield (
            "cls-int1",
            tuple((X, self.type, d) for d in parts if d != self.thing),
            ((X, self.type, c),),
        )
        for d in parts:
            yield "cls-int2", ((X, self.type, c),), ((X, self.type, d),)
            yield "scm-int", (), ((c, self.below, d),)

    def union(self, c: int, parts: list[int]) -> Iterator[Ground]:
        """cls-uni, scm-uni."""
        for d in parts:
            yield "cls-uni", ((X, self.type, d),), ((X, self.type, c),)
            yield "scm-uni", (), ((d, self.below, c),)

    def one_of(self, c: int, things: list[int]) -> Iterator[Ground]:
        """cls-oo."""
        for thing in things:
            yield "cls-oo", (), ((thing, self.type, c),)

    def different(self, name: str, things: list[int]) -> Iterator[Ground]:
        """eq-diff2, eq-diff3: both orders, as equality is symmetric."""
        for x, y in combinations(things, 2):
            yield name, ((x, self.same, y),), ()

    def disjoint_classes(self, _: str, classes: list[int]) -> Iterator[Ground]:
        """cax-adc."""
        for c, d in combinations(classes, 2):
            yield "cax-adc", ((X, self.type, c), (X, self.type, d)), ()

    def disjoint_properties(self, _: str, properties: list[int]) -> Iterator[Ground]:
        """prp-adp."""
        for p, q in combinations(properties, 2):
            yield "prp-adp", ((X, p, Y), (X, q, Y)), ()

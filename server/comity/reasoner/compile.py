"""From the table of rules to what is applied: axioms are found by joins, and each makes an instance of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from comity.proofs.instance import RuleInstance, Triple, filled
from comity.reasoner.agenda import (
    AXIOMS,
    CLASHES,
    HIERARCHY,
    MEMBERS,
    PROPERTIES,
    RESTRICTIONS,
    SCHEMA,
    Rank,
    Task,
)
from comity.reasoner.application import Application
from comity.reasoner.join import Table, solve
from comity.reasoner.keys import Keys, merged
from comity.reasoner.relation import Batch, Relation
from comity.reasoner.restrictions import COMPARED, Comparison
from comity.reasoner.rules import CELLS, GROUPS, LISTINGS, LISTS, RULES, Rule
from comity.reasoner.stars import EQUAL, STARRED, Stars
from comity.reasoner.state import State
from comity.reasoner.transitivity import Transitivity
from comity.vocabulary import XSD

TRANSITIVE = ("scm-sco", "scm-spo", "prp-trp")
BY_EQUALITY = ("eq-sym", "eq-trans", "eq-rep-s", "eq-rep-p", "eq-rep-o")
IMPLIED = frozenset(
    "scm-" + name
    for name in (
        "sco",
        "spo",
        "eqc1",
        "eqc2",
        "eqp1",
        "eqp2",
        "dom1",
        "dom2",
        "rng1",
        "rng2",
        "op",
        "dp",
    )
)
"""Axioms that follow by these make no instances: those that they follow from derive the same, step by step."""
DATA = ("owl:sameAs", "owl:differentFrom", "rdf:type")
HIERARCHICAL = ("cax-sco", "cax-eqc1", "cax-eqc2", "cls-int2", "cls-uni", "prp-spo1")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One conclusion of a rule, over numbers.

    Attributes:
        axioms: what is joined to find the rule's axioms.
        data: what is joined under one of them.
    """

    instance: RuleInstance
    axioms: tuple[Triple, ...]
    data: tuple[Triple, ...]


def register(state: State) -> None:
    """Set all rules of the table to work, but for those of equality."""
    for rule in RULES:
        if rule.name not in BY_EQUALITY:
            for pattern in compiled(state, rule):
                if pattern.data:
                    Axioms(state, pattern)
                else:
                    apply(state, pattern.instance, pattern.axioms)


def axioms(state: State) -> tuple[set[int], set[int]]:
    """Return the predicates and the classes that axioms are written with."""
    data = {state.number(name) for name in DATA}
    predicates = {state.number(name) for name in (*LISTS, *LISTINGS, *CELLS)}
    classes = {state.number(name) for name in GROUPS}
    for rule in RULES:
        for _, p, o in rule.joined:
            if not p.startswith("?"):
                predicates.add(state.terms.iri(p))
                if state.terms.iri(p) == state.type and not o.startswith("?"):
                    classes.add(state.terms.iri(o))
    return predicates - data, classes - {state.nothing}


def compiled(state: State, rule: Rule) -> Iterator[Pattern]:
    """Yield *rule* over numbers, once for each of its conclusions."""
    names: dict[str, int] = {}

    def number(word: str) -> int:
        if word.startswith("?"):
            return names.setdefault(word, -1 - len(names))
        if word.isdigit():
            literal = state.terms.numbers[f'"{word}"^^<{XSD}nonNegativeInteger>']
            state.terms.settle()
            return int(state.terms.equal[literal])
        return state.terms.iri(word)

    def patterns(triples: tuple[tuple[str, str, str], ...]) -> tuple[Triple, ...]:
        return tuple((number(s), number(p), number(o)) for s, p, o in triples)

    joined, premises = patterns(rule.joined), patterns(rule.premises)
    axioms = tuple(p for p in joined if p[1] >= 0 and (p[1] != state.type or p[2] >= 0))
    data = tuple(p for p in joined if p not in axioms)
    for conclusion in patterns(rule.conclusions) or (None,):
        yield Pattern(RuleInstance(rule.name, premises, conclusion, rule.trivial), axioms, data)


def apply(state: State, instance: RuleInstance, body: tuple[Triple, ...]) -> None:
    """Set *instance* to work, which finds *body*."""
    if instance.rule in COMPARED:
        Comparison(state, instance, body)
    else:
        kind = Transitivity if instance.rule in TRANSITIVE else Application
        kind(state, instance, body, rank(state, instance))


def rank(state: State, instance: RuleInstance) -> Rank:
    """Say when *instance* comes: schema before data, properties before classes, the lower of a hierarchy first."""
    if instance.conclusion is None:
        return CLASHES, 0
    if instance.rule.startswith("scm-"):
        return SCHEMA, 0
    _, p, o = instance.conclusion
    if p == state.type:
        if instance.rule in HIERARCHICAL:
            return HIERARCHY, -_above(state, "rdfs:subClassOf", o)
        return (MEMBERS if instance.rule in ("prp-dom", "prp-rng") else RESTRICTIONS), 0
    if instance.rule in HIERARCHICAL:
        return PROPERTIES, -_above(state, "rdfs:subPropertyOf", p)
    return PROPERTIES, 1


def _above(state: State, name: str, number: int) -> int:
    """Count what stands above *number* in a hierarchy, as far as it is known."""
    keys = state.relation(state.number(name)).all()
    low, high = keys.searchsorted([number << 32, (number + 1) << 32])
    return int(high - low)


class Axioms(Task):
    """The axioms of one rule: each set of them that fits makes an instance."""

    def __init__(self, state: State, pattern: Pattern) -> None:
        super().__init__(state.agenda, (AXIOMS, 0))
        self.state, self.pattern = state, pattern
        self.atoms = tuple(map(state.atom, pattern.axioms))
        self.made: set[tuple[int, ...]] = set()
        self.reads(atom.relation for atom in self.atoms)

    def fire(self) -> None:
        """Make an instance of each new set of axioms."""
        since, self.read = self.read, self.agenda.clock
        if any(not atom.relation.size for atom in self.atoms):
            return
        for index, atom in enumerate(self.atoms):
            if atom.relation.time > since:
                table = Table.of(atom, self._news(index, since))
                table = solve(
                    table, self.atoms[:index] + self.atoms[index + 1 :], self.state.bounded
                )
                if table.size:
                    self._make(table)

    def _news(self, index: int, since: int) -> Keys:
        """Return what is new at one of several places; of a single axiom only what is not implied by others."""
        relation = self.atoms[index].relation
        if len(self.atoms) > 1:
            return relation.since(since)
        batches = [batch for batch in relation.batches if batch.time > since]
        news = merged([batch.keys for batch in batches if not self._is_implied(relation, batch)])
        return self._by_stars(news) if self.pattern.instance.rule in EQUAL else news

    def _by_stars(self, pairs: Keys) -> Keys:
        """Return *pairs* with those between equals replaced by a star, where these are many."""
        rule = self.pattern.instance.rule
        stars = Stars(self.state.relation(self.state.number(EQUAL[rule])))
        apart = stars.apart(pairs)
        return np.concatenate((apart, stars.rays())) if rule in STARRED else apart

    def _is_implied(self, relation: Relation, batch: Batch) -> bool:
        if not isinstance(batch.origin, int) or batch.origin < 0:
            return False
        instance = self.state.instances[batch.origin]
        if instance.rule == "scm-cls":  # of interest only where it is said what is an owl:Thing
            assert instance.conclusion is not None
            return instance.conclusion[2] != self.state.thing or not self.state.keeps_thing
        renamed = instance.rule == "eq-rep-s" or (
            instance.rule == "eq-rep-o" and not relation.is_class
        )
        return renamed or instance.rule in IMPLIED

    def _make(self, table: Table) -> None:
        names = sorted(table.columns, reverse=True)
        for row in zip(*(table.columns[name].tolist() for name in names), strict=True):
            if row not in self.made:
                self.made.add(row)
                bound = dict(zip(names, row, strict=True))
                self._apply(bound)

    def _apply(self, bound: dict[int, int]) -> None:
        general = self.pattern.instance
        conclusion = filled(general.conclusion, bound) if general.conclusion else None
        of_all = (self.state.type, self.state.thing)
        if conclusion and conclusion[1:] == of_all and not self.state.keeps_thing:
            return
        premises = tuple(filled(premise, bound) for premise in general.premises)
        body = tuple(filled(pattern, bound) for pattern in self.pattern.data)
        if conclusion in body:
            return
        apply(self.state, RuleInstance(general.rule, premises, conclusion, general.trivial), body)

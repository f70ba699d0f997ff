"""The closure: each triple is taken once, and each rule that it completes fires.

A triple waits in a queue, so that conclusions come in the order of their depth. Lines are gone step by step
(see `rules.ONE_STEP`), so the proof of a triple at the end of one has a premise for each step. Lists are read
from what is asserted; an axiom with a list that only follows, by equality for instance, is not seen.
"""

import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Triple as RdfTriple

from comity.errors import ReasoningTooBig
from comity.reasoner.closure import Closure, Step
from comity.reasoner.index import ANY, Guard, Index
from comity.reasoner.lists import Ground, ListRules, Triple, members
from comity.reasoner.rules import NAMESPACES, ONE_STEP, RULES, TRANSITIVE
from comity.reasoner.terms import Terms, is_member, value
from comity.vocabulary import OWL, RDFS, XSD

REFLEXIVE = tuple(
    RDFS + name if name.startswith("sub") else OWL + name
    for name in ("subClassOf", "subPropertyOf", "equivalentClass", "equivalentProperty", "sameAs")
)
MOST = 20_000_000
SECONDS = 3600


@dataclass(slots=True)
class Compiled:
    """A rule over numbers: premises, conclusions, and triples that hold of themselves."""

    name: str
    premises: tuple[Triple, ...]
    conclusions: tuple[Triple, ...]
    given: tuple[Triple, ...] = ()
    size: int = 0
    one_step: int = -1


Waiting = tuple[Compiled, int, Guard | None]


class Engine:
    """Forward chaining over a growing set of triples."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS) -> None:
        self.terms, self.most, self.until = Terms(), most, time.monotonic() + seconds
        self.closure = Closure(self.terms)
        self.queue: deque[Triple] = deque()
        self.facts, self.steps = Index(), Index()
        self.waiting: dict[tuple[int, int], list[Waiting]] = defaultdict(list)
        self.reflexive = {self.terms[NamedNode(iri)] for iri in REFLEXIVE}
        self.type, self.same = self.number("rdf:type"), self.number("owl:sameAs")
        self.thing, self.nothing = self.number("owl:Thing"), self.number("owl:Nothing")
        self.lists = ListRules(self.number)
        for rule in RULES:
            self._register(self._compiled(rule.name, rule.premises, rule.conclusions))

    def number(self, name: str) -> int:
        """Return the number of a term written as prefixed name."""
        prefix, _, local = name.partition(":")
        return self.terms[NamedNode(NAMESPACES[prefix] + local)]

    def add(self, triples: Iterable[RdfTriple | Quad]) -> None:
        """Assert *triples*; nothing follows before `run`."""
        for triple in triples:
            key = (
                self.terms[triple.subject],  # type: ignore[index]
                self.terms[triple.predicate],
                self.terms[triple.object],  # type: ignore[index]
            )
            if key not in self.closure.steps:
                self.closure.steps[key] = None
                self.queue.append(key)

    def run(self) -> Closure:
        """Derive all that follows.

        Raises:
            SourceError: a list is malformed.
            ReasoningTooBig: more follows than the bound on triples or time lets.
        """
        self._read_lists()
        self._ill_typed()
        while self.queue:
            triple = self.queue.popleft()
            self.facts.take(triple)
            if self._is_step(triple):
                self.steps.take(triple)
            s, p, o = triple
            for key in ((p, o), (p, ANY), (ANY, o), (ANY, ANY)):
                for rule, i, guard in self.waiting.get(key, ()):
                    if guard is None or self.facts.may_join(guard, triple):
                        self._fire(rule, i, s, p, o)
            if len(self.facts.taken) % 4096 == 0:
                self._bounded()
        return self.closure

    def _is_step(self, triple: Triple) -> bool:
        """Say whether *triple* is one step of a line; over owl:Thing, whose members are not kept, all are."""
        step = self.closure.steps[triple]
        if step is None:
            return True
        if step.rule == "eq-sym":
            return step.premises[0] in self.steps.taken
        return step.rule not in TRANSITIVE or any(self.thing in p for p in step.premises)

    def _bounded(self) -> None:
        if len(self.closure.steps) > self.most or time.monotonic() > self.until:
            raise ReasoningTooBig(
                f"The closure passes its bound after {len(self.closure.steps)} triples; look for a property chain that feeds itself or a long line of equalities, or raise the bound."
            )

    def _compiled(
        self, name: str, premises: Iterable[tuple[str, ...]], conclusions: Iterable[tuple[str, ...]]
    ) -> Compiled:
        names: dict[str, int] = {}

        def number(word: str) -> int:
            if word.startswith("?"):
                return names.setdefault(word, -1 - len(names))
            if word.isdigit():
                return self.terms[Literal(word, datatype=NamedNode(XSD + "nonNegativeInteger"))]
            return self.terms[NamedNode(word)]

        def triple(words: tuple[str, ...]) -> Triple:
            s, p, o = map(number, words)
            return s, p, o

        return Compiled(
            name,
            tuple(map(triple, premises)),
            tuple(map(triple, conclusions)),
            one_step=ONE_STEP.get(name, -1),
        )

    def _register(self, rule: Compiled) -> None:
        rule.size = 1 - min((n for t in (*rule.premises, *rule.conclusions) for n in t), default=0)
        for i, (_, p, o) in enumerate(rule.premises):
            self.waiting[max(p, ANY), max(o, ANY)].append((rule, i, _guard(rule, i)))

    def _fire(self, rule: Compiled, i: int, s: int, p: int, o: int) -> None:
        if i == rule.one_step and (s, p, o) not in self.steps.taken:
            return
        bound: list[int] = [-1] * rule.size
        for pattern, number in zip(rule.premises[i], (s, p, o), strict=True):
            if pattern >= 0:
                if pattern != number:
                    return
            elif bound[-pattern] >= 0:
                if bound[-pattern] != number:
                    return
            else:
                bound[-pattern] = number
        left = [k for k in range(len(rule.premises)) if k != i]
        self._join(rule, left, bound)

    def _join(self, rule: Compiled, left: list[int], bound: list[int]) -> None:
        if not left:
            self._conclude(rule, bound)
            return
        k = (
            left[0]
            if len(left) == 1
            else max(left, key=lambda k: self._known(rule.premises[k], bound))
        )
        rest = [other for other in left if other != k]
        patterns = rule.premises[k]
        index = self.steps if k == rule.one_step else self.facts
        for triple in index.matches(*(n if n >= 0 else bound[-n] for n in patterns)):
            fresh = bound
            for pattern, number in zip(patterns, triple, strict=True):
                if pattern < 0 and fresh[-pattern] < 0:
                    if fresh is bound:
                        fresh = bound.copy()
                    fresh[-pattern] = number
                elif pattern < 0 and fresh[-pattern] != number:
                    break
            else:
                self._join(rule, rest, fresh)

    def _known(self, patterns: Triple, bound: list[int]) -> int:
        s, p, o = (n >= 0 or bound[-n] >= 0 for n in patterns)
        return 2 * (s + o) + (p and patterns[1] >= 0) + p

    def _conclude(self, rule: Compiled, bound: list[int]) -> None:
        def ground(triple: Triple) -> Triple:
            s, p, o = (n if n >= 0 else bound[-n] for n in triple)
            return s, p, o

        step = Step(rule.name, (*rule.given, *map(ground, rule.premises)))
        if not rule.conclusions:
            self.closure.contradictions.append(step)
        for pattern in rule.conclusions:
            conclusion = ground(pattern)
            if conclusion not in self.closure.steps and self._tells(conclusion, step):
                self.closure.steps[conclusion] = step
                self.queue.append(conclusion)

    def _tells(self, triple: Triple, step: Step) -> bool:
        """Say whether *triple* can stand in a graph and tells anything; a clash of literals is kept."""
        s, p, o = triple
        if (s == o and p in self.reflexive) or o == self.thing or s == self.nothing:
            return False
        subject, predicate = self.terms.terms[s], self.terms.terms[p]
        if isinstance(subject, Literal):
            self._literal(subject, p, o, step)
            return False
        return isinstance(predicate, NamedNode)

    def _literal(self, subject: Literal, p: int, o: int, step: Step) -> None:
        other = self.terms.terms[o]
        if p == self.same and isinstance(other, Literal) and value(subject) != value(other):
            self.closure.contradictions.append(Step("dt-diff", step.premises))
        elif (
            p == self.type and isinstance(other, NamedNode) and not is_member(subject, other.value)
        ):
            self.closure.contradictions.append(Step("dt-not-type", step.premises))

    def _ill_typed(self) -> None:
        for number in self.terms.ill_typed:
            used = next((t for t in self.closure.steps if t[2] == number), None)
            if used:
                self.closure.contradictions.append(Step("dt-not-type", (used,)))

    def _read_lists(self) -> None:
        first, rest = self.number("rdf:first"), self.number("rdf:rest")
        heads: dict[int, list[int]] = defaultdict(list)
        tails: dict[int, list[int]] = defaultdict(list)
        for s, p, o in self.closure.steps:
            if p == first:
                heads[s].append(o)
            elif p == rest:
                tails[s].append(o)
        nil = self.number("rdf:nil")
        for s, p, o in list(self.closure.steps):
            if p in self.lists.makers or p in self.lists.listing:
                found, cells = members(o, heads, tails, nil, self.terms)
                given = tuple(
                    triple
                    for cell in cells
                    for triple in ((cell, first, heads[cell][0]), (cell, rest, tails[cell][0]))
                )
                for ground, axiom in self._made(s, p, o, found):
                    self._add_rule(ground, (*axiom, *given))

    def _made(
        self, s: int, p: int, o: int, found: list[int]
    ) -> Iterator[tuple[Ground, tuple[Triple, ...]]]:
        if p in self.lists.makers:
            for ground in self.lists.makers[p](s, found):
                yield ground, ((s, p, o),)
        else:
            for kind, make in self.lists.groups.items():
                if (s, self.type, kind) in self.closure.steps:
                    for ground in make(self.lists.listing[p], found):
                        yield ground, ((s, self.type, kind), (s, p, o))

    def _add_rule(self, ground: Ground, given: tuple[Triple, ...]) -> None:
        rule = Compiled(*ground, given=given)
        self._register(rule)
        if not rule.premises:
            self._conclude(rule, [])


def _guard(rule: Compiled, i: int) -> Guard | None:
    """Find a premise beside the one at *i* that has a known predicate and shares a variable with it."""
    for place in (1, 0, 2):
        variable = rule.premises[i][place]
        for k, (s, p, o) in enumerate(rule.premises):
            if k != i and variable < 0 <= p and variable in (s, o):
                return (place, s == variable, p, o if s == variable else ANY)
    return None


def close(
    triples: Iterable[RdfTriple | Quad], most: int = MOST, seconds: float = SECONDS
) -> Closure:
    """Derive what OWL 2 RL makes of *triples*, trivial consequences left out.

    Args:
        triples: what is asserted; the graph names of quads are not looked at.
        most: bound on triples, asserted and derived.
        seconds: bound on time.

    Raises:
        SourceError: a list is malformed.
        ReasoningTooBig: more follows than a bound lets.

    Source: OWL 2 Profiles §4.3 https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
    """
    engine = Engine(most, seconds)
    engine.add(triples)
    return engine.run()

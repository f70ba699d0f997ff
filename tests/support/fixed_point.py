"""An independent check of completeness: every rule applied once more by naive joins gives nothing that is not there.

It works over plain sets and dictionaries, and knows of the engine only the table of rules and the triples of a closure.
What holds of everything need not be in a closure; it is added here, so that all that rests on it is looked for.
"""

from collections import defaultdict
from itertools import combinations, islice

import pyoxigraph as ox

from comity.reasoner.datatypes import is_member, value
from comity.reasoner.rules import RULES
from comity.vocabulary import OWL, RDF, RDFS, XSD

TYPE, SAME, BELOW, NIL = RDF + "type", OWL + "sameAs", RDFS + "subClassOf", RDF + "nil"
THING, NOTHING, CLASS = (OWL + name for name in ("Thing", "Nothing", "Class"))
SUB, ALIKE = RDFS + "subPropertyOf", (OWL + "equivalentClass", OWL + "equivalentProperty")
EQUALITY = ("eq-sym", "eq-trans", "eq-rep-s", "eq-rep-p", "eq-rep-o")
X, Y = -1, -2
KINDS = {CLASS: (BELOW, ALIKE[0]), OWL + "ObjectProperty": (SUB, ALIKE[1])}
KINDS[OWL + "DatatypeProperty"] = KINDS[OWL + "ObjectProperty"]
ANNOTATIONS = [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")] + [
    OWL + name
    for name in (
        *("versionInfo", "deprecated", "priorVersion"),
        *("backwardCompatibleWith", "incompatibleWith"),
    )
]
DATATYPES = [
    XSD + name
    for name in (
        *("string", "integer", "decimal", "boolean", "dateTime", "double", "float", "anyURI"),
        *("nonNegativeInteger", "positiveInteger", "int", "long", "token", "normalizedString"),
    )
]


class Facts:
    """Triples, to be found by any of their places."""

    def __init__(self):
        self.all = set()
        self.by = {places: defaultdict(list) for places in ("s", "p", "o", "sp", "po", "so")}

    def add(self, triple):
        self.all.add(triple)
        s, p, o = triple
        for places, key in zip(self.by, (s, p, o, (s, p), (p, o), (s, o)), strict=True):
            self.by[places][key].append(triple)

    def find(self, s, p, o):
        """Yield those with the given places; a negative one is open."""
        known = "".join(name for name, n in zip("spo", (s, p, o), strict=True) if n >= 0)
        if len(known) == 3:
            yield from ((s, p, o),) if (s, p, o) in self.all else ()
        elif not known:
            yield from list(self.all)
        else:
            key = tuple(n for n in (s, p, o) if n >= 0)
            yield from self.by[known].get(key if len(key) > 1 else key[0], ())


def filled(pattern, bound):
    return tuple(bound.get(n, n) for n in pattern)


def unified(pattern, triple, bound):
    found = dict(bound)
    for place, n in zip(pattern, triple, strict=True):
        if place >= 0:
            if place != n:
                return None
        elif found.setdefault(place, n) != n:
            return None
    return found


def solutions(facts, patterns, bound):
    if not patterns:
        yield bound
        return
    pattern = min(patterns, key=lambda p: (sum(n < 0 for n in filled(p, bound)), p[1] < 0))
    rest = [other for other in patterns if other is not pattern]
    for triple in facts.find(*filled(pattern, bound)):
        found = unified(pattern, triple, bound)
        if found is not None:
            yield from solutions(facts, rest, found)


class FixedPoint:
    """The rules over the numbers of a closure's terms."""

    def __init__(self, closure):
        self.closure, self.terms = closure, closure.terms
        self.given = set(closure.triples())
        self.numbers = dict(closure.terms.numbers)
        self.facts = Facts()
        for triple in self.given:
            self.facts.add(triple)
        self.reflexive = {self.number(name) for name in (SAME, BELOW, SUB, *ALIKE)}
        self.topped = {self.number(name) for name in (BELOW, RDFS + "domain", RDFS + "range")}

    def number(self, iri):
        return self.numbers.setdefault(f"<{iri}>", len(self.numbers))

    def form(self, number):
        return next(form for form, n in self.numbers.items() if n == number)

    def is_trivial(self, triple):
        s, p, o = triple
        thing, kind = self.number(THING), self.number(TYPE)
        return (
            (s == o and p in self.reflexive)
            or (o == thing and (p == kind or p in self.topped))
            or (s == self.number(NOTHING) and p == self.number(BELOW))
            or triple in self.axiomatic
        )

    def rules(self):
        """Yield each rule as its name, the patterns of its body and those of its head."""
        for rule in RULES:
            names = {}
            body, head = (
                [tuple(self.place(word, names) for word in p) for p in patterns]
                for patterns in (rule.premises, rule.conclusions)
            )
            yield rule.name, body, head
        kind, below = self.number(TYPE), self.number(BELOW)
        for declared, itself in KINDS.items():
            heads = [(X, self.number(p), X) for p in itself]
            if declared == CLASS:
                heads += [(X, below, self.number(THING)), (self.number(NOTHING), below, X)]
            yield "scm-cls, -op, -dp", [(X, kind, self.number(declared))], heads
        yield from self.of_lists()

    def place(self, word, names):
        if word.startswith("?"):
            return names.setdefault(word, -1 - len(names))
        if word.isdigit():
            form = f'"{word}"^^<{XSD}nonNegativeInteger>'
            number = self.numbers.setdefault(form, len(self.numbers))
            return int(self.terms.equal[number]) if number < len(self.terms.equal) else number
        return self.number(word)

    def lists(self, cell, seen=()):
        """Yield the members of each list that begins at *cell*."""
        if cell == self.number(NIL):
            yield ()
            return
        if cell not in seen:
            for _, _, first in self.facts.find(cell, self.number(RDF + "first"), -1):
                for _, _, rest in self.facts.find(cell, self.number(RDF + "rest"), -1):
                    for others in self.lists(rest, (*seen, cell)):
                        yield first, *others

    def listed(self, predicate):
        for s, _, o in list(self.facts.find(-1, self.number(predicate), -1)):
            for members in islice(self.lists(o), 50):
                yield s, members

    def of_lists(self):
        kind, below, same = map(self.number, (TYPE, BELOW, SAME))
        for p, links in self.listed(OWL + "propertyChainAxiom"):
            if links:
                steps = [(-1 - i, link, -2 - i) for i, link in enumerate(links)]
                yield "prp-spo2", steps, [(X, p, -1 - len(links))]
        for c, keys in self.listed(OWL + "hasKey"):
            shared = [(x, p, -3 - i) for i, p in enumerate(keys) for x in (X, Y)]
            yield "prp-key", [(X, kind, c), (Y, kind, c), *shared], [(X, same, Y)]
        for c, parts in self.listed(OWL + "intersectionOf"):
            if parts:
                yield "cls-int1", [(X, kind, d) for d in parts], [(X, kind, c)]
                yield "cls-int2", [(X, kind, c)], [(X, kind, d) for d in parts]
                yield "scm-int", [], [(c, below, d) for d in parts]
        for c, parts in self.listed(OWL + "unionOf"):
            for d in parts:
                yield "cls-uni", [(X, kind, d)], [(X, kind, c)]
                yield "scm-uni", [], [(d, below, c)]
        for c, things in self.listed(OWL + "oneOf"):
            if things:
                yield "cls-oo", [], [(thing, kind, c) for thing in things]
        yield from self.of_groups()

    def of_groups(self):
        kind, same = self.number(TYPE), self.number(SAME)
        for group, listing in (
            ("AllDifferent", "members"),
            ("AllDifferent", "distinctMembers"),
            ("AllDisjointClasses", "members"),
            ("AllDisjointProperties", "members"),
        ):
            for g, members in self.listed(OWL + listing):
                if (g, kind, self.number(OWL + group)) in self.facts.all:
                    for one, other in combinations(members, 2):
                        body = {
                            "AllDifferent": [(one, same, other)],
                            "AllDisjointClasses": [(X, kind, one), (X, kind, other)],
                            "AllDisjointProperties": [(X, one, Y), (X, other, Y)],
                        }[group]
                        yield f"{group}, {listing}", body, []

    def add_trivial(self):
        """Add what holds of any graph, and the datatypes of literals; return it."""
        kind, same = self.number(TYPE), self.number(SAME)
        found = {(n, same, n) for triple in self.given for n in triple}
        self.axiomatic = {
            *((self.number(n), kind, self.number(OWL + "AnnotationProperty")) for n in ANNOTATIONS),
            *((self.number(n), kind, self.number(CLASS)) for n in (THING, NOTHING)),
        }
        used = {n for triple in self.given for n in triple}
        for iri in DATATYPES:
            self.axiomatic.add((self.number(iri), kind, self.number(RDFS + "Datatype")))
            if self.number(iri) in used:
                found |= {(n, kind, self.number(iri)) for n in used if self.is_of(n, iri)}
        for triple in found | self.axiomatic:
            if triple not in self.facts.all:
                self.facts.add(triple)

    def is_of(self, number, iri):
        if number >= len(self.terms.forms) or not self.terms.literal[number]:
            return False
        literal = self.terms[number]
        return (
            isinstance(literal, ox.Literal)
            and number not in self.terms.ill_typed
            and value(literal) is not None
            and is_member(literal, iri)
        )

    def apply(self, name, body, heads, delta):
        """Yield what a rule concludes, None for a contradiction; with *delta*, from what rests on some of it."""
        facts = self.facts
        if delta is None:
            starts = [(body, {})]
        else:
            starts = [
                ([*body[:i], *body[i + 1 :]], bound)
                for i, pattern in enumerate(body)
                for triple in delta
                if (bound := unified(pattern, triple, {})) is not None
            ]
        for rest, start in starts:
            for bound in solutions(facts, rest, start):
                if name in EQUALITY and self.is_idle(name, body, bound):
                    continue
                yield from (filled(head, bound) for head in heads or ((),))

    def is_idle(self, name, body, bound):
        s, _, o = filled(body[0], bound)
        return s == o and name.startswith("eq-rep")

    def faults(self, most=5):
        """List what a rule gives that is not there, as the rule and the triple; False for a contradiction."""
        self.add_trivial()
        found, delta = [], None
        contradicts = False
        while delta is None or delta:
            fresh = set()
            for name, body, heads in list(self.rules()):
                for triple in self.apply(name, body, heads, delta):
                    if not triple:
                        contradicts = contradicts or name
                    elif triple not in self.facts.all and triple not in fresh:
                        if self.is_trivial(triple):
                            fresh.add(triple)
                        else:
                            found.append((name, tuple(self.form(n) for n in triple)))
                            if len(found) == most:
                                return found
            for triple in fresh:
                self.facts.add(triple)
            delta = fresh
        if contradicts and not self.closure.contradictions:
            found.append((f"a contradiction by {contradicts} is not told", ()))
        return found


def check_complete(closure):
    """Fail where a rule gives something that is not in *closure*."""
    found = FixedPoint(closure).faults()
    assert not found, found

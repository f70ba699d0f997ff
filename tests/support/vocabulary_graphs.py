"""Random graphs of OWL's whole vocabulary, in places where it belongs and in places where it does not."""

import random

import pyoxigraph as ox

from comity.reasoner.rules import GROUPS, NAMESPACES, RULES
from comity.vocabulary import OWL, RDF, RDFS, XSD

EX = "https://example.org/"
KINDS = [
    OWL + name
    for name in (
        *("Class", "Restriction", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
        *("FunctionalProperty", "InverseFunctionalProperty", "IrreflexiveProperty"),
        *("SymmetricProperty", "AsymmetricProperty", "TransitiveProperty", "Thing", "Nothing"),
    )
] + [NAMESPACES["owl"] + group.split(":")[1] for group in GROUPS]
PREDICATES = sorted(
    {p for rule in RULES for _, p, _ in (*rule.premises, *rule.conclusions) if p[0] != "?"}
)
LISTS = [
    OWL + name
    for name in (
        *("propertyChainAxiom", "hasKey", "intersectionOf", "unionOf", "oneOf"),
        *("members", "distinctMembers"),
    )
]
TOPS = [OWL + "Thing", OWL + "Nothing", OWL + "sameAs", RDFS + "subClassOf", RDF + "type"]
TOPS += [OWL + "topObjectProperty", OWL + "Class", RDFS + "subPropertyOf", OWL + "equivalentClass"]
TOPS += [RDFS + "label", XSD + "integer", RDFS + "Literal", RDF + "nil", RDFS + "domain"]
LITERALS = [
    *(ox.Literal(text) for text in ("x", "")),
    ox.Literal("x", language="en"),
    *(
        ox.Literal(text, datatype=ox.NamedNode(XSD + name))
        for text, name in (
            *(("0", "nonNegativeInteger"), ("1", "nonNegativeInteger"), ("1", "integer")),
            *(("01", "integer"), ("1.0", "decimal"), ("x", "integer"), ("true", "boolean")),
        )
    ),
]


def draw(seed, size=12, tops=0.3, broken=0.1):
    """Return the triples of one graph.

    Args:
        seed: of the random numbers.
        size: parts at most; a part is a triple, an axiom of two, or a list.
        tops: how often a term of the vocabulary stands where a name should.
        broken: how often a list is cut, goes round, or a literal stands where a name should.
    """
    return _Graph(random.Random(seed), tops, broken).parts(size)


class _Graph:
    def __init__(self, rng, tops, broken):
        self.rng, self.tops, self.broken = rng, tops, broken
        self.cells = 0

    def name(self, names):
        if self.rng.random() < self.tops:
            return ox.NamedNode(self.rng.choice(TOPS))
        if self.rng.random() < 0.1:
            return ox.BlankNode(self.rng.choice("uv"))
        return ox.NamedNode(EX + self.rng.choice(names))

    def object(self, names):
        if self.rng.random() < 0.15:
            return self.rng.choice(LITERALS)
        return self.name(names)

    def iri(self, names):
        name = self.name(names)
        return name if isinstance(name, ox.NamedNode) else ox.NamedNode(EX + "p")

    def parts(self, size):
        makers = (self.fact, self.fact, self.axiom, self.axiom, self.kind, self.restriction)
        found = []
        for _ in range(self.rng.randint(1, size)):
            found += self.rng.choice((*makers, self.listed))()
        return list(dict.fromkeys(found))

    def fact(self):
        return [ox.Triple(self.name("abcA"), self.iri("pqr"), self.object("abcA"))]

    def axiom(self):
        predicate = ox.NamedNode(self.rng.choice(PREDICATES))
        names = self.rng.choice(("ABCr", "pqr", "abc"))
        return [ox.Triple(self.name(names), predicate, self.object(names))]

    def kind(self):
        names, kinds = self.rng.choice(("ABC", "pqr", "abc")), (*KINDS, EX + "A", EX + "B")
        kind = ox.NamedNode(self.rng.choice(kinds))
        return [ox.Triple(self.name(names), ox.NamedNode(RDF + "type"), kind)]

    def restriction(self):
        one = self.name("ABr")
        fillers = ("someValuesFrom", "allValuesFrom", "hasValue", "maxCardinality")
        fillers = (*fillers, "maxQualifiedCardinality")
        what = OWL + self.rng.choice(fillers)
        value = self.rng.choice(LITERALS[3:5]) if "Card" in what else self.object("ABCa")
        found = [
            ox.Triple(one, ox.NamedNode(OWL + "onProperty"), self.object("pq")),
            ox.Triple(one, ox.NamedNode(what), value),
        ]
        if "Qualified" in what:
            found.append(ox.Triple(one, ox.NamedNode(OWL + "onClass"), self.name("ABC")))
        return found

    def listed(self):
        predicate = self.rng.choice(LISTS)
        names = {"propertyChainAxiom": "pqr", "hasKey": "pq", "oneOf": "abc"}
        names = names.get(predicate.removeprefix(OWL), self.rng.choice(("ABC", "pqr", "abc")))
        about = self.name("pqr" if "Chain" in predicate else "ABCg")
        items = [self.object(names) for _ in range(self.rng.choice((0, 1, 2, 2, 3)))]
        found = self.cons(items)
        rows = [ox.Triple(about, ox.NamedNode(predicate), found[0]), *found[1]]
        if "embers" in predicate:
            kind = ox.NamedNode(NAMESPACES["owl"] + self.rng.choice(GROUPS).split(":")[1])
            rows.append(ox.Triple(about, ox.NamedNode(RDF + "type"), kind))
        return rows

    def cons(self, items):
        rows, tail = [], ox.NamedNode(RDF + "nil")
        for item in reversed(items):
            self.cells += 1
            cell = ox.BlankNode(f"cell{self.cells}")
            rows += [
                ox.Triple(cell, ox.NamedNode(RDF + "first"), item),
                ox.Triple(cell, ox.NamedNode(RDF + "rest"), tail),
            ]
            tail = cell
        if rows and self.rng.random() < self.broken:
            rows.pop(self.rng.randrange(len(rows)))
        elif rows and self.rng.random() < self.broken:
            rows.append(ox.Triple(rows[0].subject, ox.NamedNode(RDF + "rest"), tail))
        return tail, rows

"""Random graphs for the reasoner: axioms of every kind that OWL 2 RL has, over a handful of names."""

import rdflib
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, XSD

EX = "https://example.org/"
THINGS, CLASSES, PROPERTIES = (
    [rdflib.URIRef(EX + name) for name in names] for names in ("abcd", "ABCD", "pqr")
)
THING, CLASS, PROPERTY = map(st.sampled_from, (THINGS, CLASSES, PROPERTIES))
LITERAL = st.sampled_from([rdflib.Literal(1), rdflib.Literal("x"), rdflib.Literal(True)])
CARDINALITY = st.sampled_from([rdflib.Literal(n, datatype=XSD.nonNegativeInteger) for n in (0, 1)])
KINDS = (
    OWL.SymmetricProperty,
    OWL.TransitiveProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
    OWL.ObjectProperty,
)


def triples(subject, predicates, value):
    return st.tuples(subject, st.sampled_from(predicates), value).map(lambda triple: [triple])


def axiom(about, predicate, found):
    """An axiom with a list, whose cells are named after what it holds."""
    cells = [
        rdflib.URIRef(f"{EX}cell-{'-'.join(i.split('/')[-1] for i in found[n:])}")
        for n in range(len(found))
    ]
    ends = [*cells, RDF.nil]
    rows = [(about, predicate, ends[0])]
    for n, item in enumerate(found):
        rows += [(cells[n], RDF.first, item), (cells[n], RDF.rest, ends[n + 1])]
    return rows


def listed(subject, predicate, items, least):
    return st.tuples(subject, several(items, least)).map(
        lambda drawn: axiom(drawn[0], predicate, drawn[1])
    )


def several(items, least):
    return st.lists(items, min_size=least, max_size=3, unique=True)


def keyed(drawn):
    """Keys whose last property stands twice, as owlrl does not look at the last."""
    about, found = drawn
    return axiom(about, OWL.hasKey, [*found, found[-1]])


def restriction(predicate, value):
    return st.tuples(CLASS, PROPERTY, value).map(
        lambda drawn: [(drawn[0], OWL.onProperty, drawn[1]), (drawn[0], predicate, drawn[2])]
    )


def qualified(drawn):
    c, p, number, of = drawn
    return [(c, OWL.onProperty, p), (c, OWL.maxQualifiedCardinality, number), (c, OWL.onClass, of)]


def typed(kind, rows):
    return [*rows, (rows[0][0], RDF.type, kind)]


GROUP = st.just(rdflib.URIRef(EX + "group"))
AXIOMS = st.one_of(
    triples(
        CLASS,
        [RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.complementOf, OWL.sameAs],
        CLASS,
    ),
    triples(
        PROPERTY,
        [
            RDFS.subPropertyOf,
            OWL.inverseOf,
            OWL.equivalentProperty,
            OWL.sameAs,
            OWL.propertyDisjointWith,
        ],
        PROPERTY,
    ),
    triples(PROPERTY, [RDFS.domain, RDFS.range], CLASS),
    triples(PROPERTY, [RDF.type], st.sampled_from(KINDS)),
    triples(CLASS, [RDF.type], st.just(OWL.Class)),
    restriction(OWL.someValuesFrom, st.one_of(CLASS, st.just(OWL.Thing))),
    restriction(OWL.allValuesFrom, CLASS),
    restriction(OWL.hasValue, THING),
    restriction(OWL.maxCardinality, CARDINALITY),
    st.tuples(CLASS, PROPERTY, CARDINALITY, st.one_of(CLASS, st.just(OWL.Thing))).map(qualified),
    listed(CLASS, OWL.intersectionOf, CLASS, 1),
    listed(CLASS, OWL.unionOf, CLASS, 1),
    listed(CLASS, OWL.oneOf, THING, 1),
    listed(PROPERTY, OWL.propertyChainAxiom, PROPERTY, 2),
    st.tuples(CLASS, several(PROPERTY, 1)).map(keyed),
    listed(GROUP, OWL.members, CLASS, 2).map(lambda rows: typed(OWL.AllDisjointClasses, rows)),
)
FACTS = st.one_of(
    triples(THING, PROPERTIES, THING),
    triples(THING, PROPERTIES, LITERAL),
    triples(THING, [RDF.type], CLASS),
    triples(THING, [OWL.sameAs, OWL.differentFrom], THING),
)


def flat(parts):
    return list(dict.fromkeys(row for rows in parts for row in rows))


GRAPHS = st.tuples(st.lists(AXIOMS, max_size=6), st.lists(FACTS, min_size=1, max_size=7)).map(
    lambda drawn: flat([*drawn[0], *drawn[1]])
)

"""Triples as Turtle and JSON-LD for readers: whatever is written is read back as the same graph."""

import io
import json
import random

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from comity.builder.context import context
from comity.namespace import Namespace
from comity.query import jsonld, turtle
from comity.vocabulary import BASE, RDF, TERM, XSD
from conftest import ROOT
from support.cases import cases

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib of itself
NODES = [
    ox.NamedNode(BASE + "id/treaty/union-1997"),
    ox.NamedNode(BASE + "id/treaty/union-1997/participation/belarus"),
    ox.NamedNode("https://example.org/a b".replace(" ", "%20")),
    ox.NamedNode("urn:x:1"),
    ox.NamedNode("https://example.org/Ганцавічы"),
    ox.NamedNode(TERM),
    ox.NamedNode("http://www.w3.org/2001/XMLSchema#"),
    ox.BlankNode("b1"),
    ox.BlankNode("b2"),
]
LITERALS = [
    ox.Literal("x"), ox.Literal(""), ox.Literal('a "quoted"\nline\\'), ox.Literal("x", language="en"), ox.Literal("y", language="be-tarask"),
    ox.Literal("x", language="ru"), *(ox.Literal(v, datatype=ox.NamedNode(XSD + d)) for v, d in [
        ("1999-12-08", "date"), ("7", "integer"), ("007", "integer"), ("1.50", "decimal"), ("true", "boolean"), ("1999", "gYear"), ("x", "integer"),
    ]),
]  # fmt: skip
PREDICATES = [
    *(TERM + name for name in ("signedOn", "party", "statement", "covers", "termYears", "reportedBy", "unknownTerm")),
    RDF + "type", RDF + "value", "http://www.w3.org/2000/01/rdf-schema#label", "https://example.org/p",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _own_context():
    quads = [q for path in (ROOT / "ontology").glob("*.ttl") for q in ox.parse(path=path)]
    jsonld.use(context(quads, Namespace())["@context"])


def written(module, triples):
    sink = io.BytesIO()
    module.write(iter(triples), sink, Namespace())
    return sink.getvalue()


def graph(data, syntax):
    return rdflib.Graph().parse(data=data, format=syntax)


def drawn(chance):
    triples = set()
    for _ in range(chance.randint(0, 14)):
        predicate = chance.choice(PREDICATES)
        value = chance.choice(NODES if chance.random() < 0.5 else LITERALS)
        if predicate == RDF + "type" and chance.random() < 0.7:
            value = ox.NamedNode(TERM + chance.choice(["Treaty", "Dispute", "Nothing"]))
        triples.add(ox.Triple(chance.choice(NODES), ox.NamedNode(predicate), value))
    return sorted(triples, key=str)


@pytest.mark.parametrize(("module", "syntax"), [(turtle, "turtle"), (jsonld, "json-ld")])
def test_what_is_written_is_read_back(module, syntax):
    for chance in cases(400):
        triples = drawn(chance)
        plain = "".join(f"{triple} .\n" for triple in triples)
        text = written(module, triples).decode()
        assert isomorphic(graph(text, syntax), graph(plain, "nt")), text
        engine = {"turtle": ox.RdfFormat.TURTLE, "json-ld": ox.RdfFormat.JSON_LD}[syntax]
        read = ox.Dataset(ox.parse(text, engine, base_iri=BASE))
        wanted = ox.Dataset(ox.parse(plain, ox.RdfFormat.N_TRIPLES))
        for one in (read, wanted):
            one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert read == wanted, text


def test_turtle_names_things_by_kind_and_declares_what_it_uses():
    thing = ox.NamedNode(BASE + "id/treaty/union-1997")
    triples = [
        ox.Triple(thing, ox.NamedNode(TERM + "signedOn"), LITERALS[6]),
        ox.Triple(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(TERM + "Treaty")),
    ]
    assert written(turtle, triples).decode() == (
        f"@prefix comity: <{TERM}> .\n@prefix treaty: <{BASE}id/treaty/> .\n@prefix xsd: <{XSD}> .\n\n"
        'treaty:union-1997 a comity:Treaty ;\n    comity:signedOn "1999-12-08"^^xsd:date .\n'
    )


def test_json_ld_has_the_terms_of_the_context_and_no_more():
    thing = ox.NamedNode(BASE + "id/treaty/union-1997")
    triples = [
        ox.Triple(thing, ox.NamedNode(TERM + "signedOn"), LITERALS[6]),
        ox.Triple(thing, ox.NamedNode(TERM + "reportedBy"), NODES[3]),
        ox.Triple(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(TERM + "Treaty")),
    ]
    found = json.loads(written(jsonld, triples))
    assert set(found.pop("@context")) == {"@version", "Treaty", "reportedBy", "signedOn"}
    assert found == {
        "@id": thing.value,
        "@type": "Treaty",
        "signedOn": "1999-12-08",
        "reportedBy": "urn:x:1",
    }


@pytest.mark.parametrize(("module", "engine"), [(turtle, ox.RdfFormat.TURTLE), (jsonld, ox.RdfFormat.JSON_LD)])  # fmt: skip
def test_what_is_long_or_has_triples_as_terms_is_left_to_the_engine(module, engine):
    relation = ox.NamedNode("https://example.org/p")
    many = [ox.Triple(NODES[0], relation, ox.Literal(str(n))) for n in range(module.FEW + 2)]
    assert len({q.triple for q in ox.parse(written(module, many), engine)}) == len(many)
    if engine == ox.RdfFormat.TURTLE:
        nested = ox.Triple(NODES[0], relation, ox.Triple(NODES[0], relation, LITERALS[0]))
        assert [q.triple for q in ox.parse(written(module, [nested]), engine)] == [nested]


def test_random_graphs_differ():
    assert len({len(drawn(random.Random(seed))) for seed in range(20)}) > 5

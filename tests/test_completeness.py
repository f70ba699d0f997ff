"""Completeness: every closure is a fixed point of its rules, whichever methods are chosen, and after every update."""

import gzip
import random
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.builder import load
from comity.reasoner import read
from comity.reasoner.maintain import update
from comity.reasoner.materialise import materialise
from comity.reasoner.switches import SWITCHES as CURRENT
from comity.reasoner.switches import switched
from comity.vocabulary import OWL, RDF, RDFS
from conftest import ROOT
from support.cases import cases, examples
from support.closures import CASES, CELLS, held, holding, sections, told
from support.drawn_switches import SWITCHES, USUAL, at_random
from support.fixed_point import FixedPoint, check_complete
from support.graphs import EX, GRAPHS
from support.proof_checker import check
from support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow

SUB, SUB_P, EQUIVALENT = RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "equivalentClass"
ONTOLOGIES = [
    "brick",
    "dcat",
    "ecrm",
    "fibo",
    "foaf",
    "gist",
    "odrl",
    "pizza",
    "prov",
    "ro",
    "schema",
    "ssn",
    "time",
]
BY_OWLRL = {"pizza", "gist", "prov", "time", "foaf", "odrl", "ecrm"}
"""Ontologies that owlrl closes within seconds, and is right about."""


def named(name):
    return ox.NamedNode(name if ":" in name else EX + name)


def triple(*names):
    return ox.Triple(*map(named, names))


def encoded(triples, closure=None):
    return read.encode(triples, closure and closure.terms)


def test_every_switch_is_drawn_and_put_back():
    assert len(USUAL) > 10
    with switched(**dict.fromkeys(USUAL, 1)):
        assert {getattr(CURRENT, name) for name in USUAL} == {1}
    assert {name: getattr(CURRENT, name) for name in USUAL} == USUAL


def test_no_method_is_chosen_by_a_number_elsewhere():
    """A count compared with a number of two digits or more would be a switch that is not drawn."""
    compared = re.compile(r"(len\(|\.size|count).* [<>]=? (\d\d|\d+ ?\*\*)")
    for path in (ROOT / "server" / "comity" / "reasoner").glob("*.py"):
        assert not compared.search(path.read_text()), path
    assert compared.search("if len(new) > 256:")


@pytest.mark.parametrize("name", CASES)
def test_the_closure_of_a_case_is_a_fixed_point(name):
    for title, premises in sections(name).items():
        if title in ("premises", "contradicts itself; this does not"):
            check_complete(materialise(encoded(premises)))


@settings(max_examples=examples(100), deadline=None)
@given(GRAPHS, SWITCHES)
def test_a_closure_is_the_same_by_all_methods(rows, drawn):
    triples = [load.from_rdflib(row) for row in rows]
    usual = materialise(encoded(triples))
    with switched(**drawn):
        closure = materialise(encoded(triples))
        assert check(closure) == len(list(closure.derived()))
    check_complete(closure)
    assert held(closure) == held(usual)


@settings(max_examples=examples(100), deadline=None)
@given(GRAPHS, SWITCHES, st.data())
def test_a_closure_kept_up_to_date_is_a_fixed_point_by_all_methods(rows, drawn, data):
    triples = [load.from_rdflib(row) for row in rows]
    movable = [t for t in triples if t.predicate.value not in CELLS]
    moved = data.draw(st.lists(st.sampled_from(movable), max_size=4, unique=True))
    base = [t for t in triples if t not in moved]
    with switched(**drawn):
        closure = materialise(encoded(base))
        parts = [encoded(part, closure).rows for part in (moved, ())]
        for change, whole in ((parts, triples), (parts[::-1], base), (parts, triples)):
            closure = update(closure, *change)
            assert check(closure) == len(list(closure.derived()))
            check_complete(closure)
            assert held(closure) == held(materialise(encoded(whole)))


def large(chance, nodes=120, edges=700):
    """Axioms of many kinds and thousands of triples: hierarchies with circles, transitive and inverse properties."""
    classes, things = [f"C{i}" for i in range(nodes // 4)], [f"x{i}" for i in range(nodes)]
    properties = [f"p{i}" for i in range(6)]
    yield from (triple(c, RDF + "type", OWL + "Class") for c in classes)
    for kind in ("Transitive", "Symmetric"):
        yield triple(chance.choice(properties), RDF + "type", f"{OWL}{kind}Property")
    for predicate, among, count in (
        (SUB, classes, 30),
        (EQUIVALENT, classes, 6),
        (SUB_P, properties, 3),
        (OWL + "inverseOf", properties, 2),
    ):
        for _ in range(count):
            yield triple(chance.choice(among), predicate, chance.choice(among))
    for p in properties[:3]:
        yield triple(p, RDFS + "domain", chance.choice(classes))
    for i in range(12):
        yield triple(f"r{i}", OWL + "onProperty", chance.choice(properties))
        yield triple(f"r{i}", OWL + "someValuesFrom", chance.choice([*classes, OWL + "Thing"]))
        yield triple(chance.choice(classes), chance.choice((SUB, EQUIVALENT)), f"r{i}")
    for _ in range(edges):
        yield triple(chance.choice(things), chance.choice(properties), chance.choice(things))
        yield triple(chance.choice(things), RDF + "type", chance.choice(classes))


def sparse(chance):
    """Many short lines of a transitive property, some of whose steps are derived late, by an inverse."""
    yield triple("partOf", RDF + "type", OWL + "TransitiveProperty")
    yield triple("hasPart", OWL + "inverseOf", "partOf")
    for line in range(500):
        for step in range(chance.randint(1, 5)):
            ends = f"n{line}-{step}", f"n{line}-{step + 1}"
            late = chance.random() < 0.5
            yield triple(*((ends[1], "hasPart", ends[0]) if late else (ends[0], "partOf", ends[1])))


@pytest.mark.parametrize("made", [large, sparse])
def test_closures_of_thousands_of_triples_are_fixed_points_by_all_methods(made):
    for chance in cases(2):
        triples = list(dict.fromkeys(made(chance)))
        assert len(triples) > 1000
        drawn = at_random(chance)
        usual = held(materialise(encoded(triples)))
        with switched(**drawn):
            closure = materialise(encoded(triples))
        assert held(closure) == usual, drawn
        check_complete(closure)


@pytest.mark.parametrize("made", [large, sparse])
def test_hundreds_of_triples_added_and_taken_back_leave_a_fixed_point(made):
    for chance in cases(1):
        triples = list(dict.fromkeys(made(chance)))
        moved = chance.sample(
            [t for t in triples if t.object.value.startswith(EX + "x")] or triples[2:], 300
        )
        base = [t for t in triples if t not in set(moved)]
        with switched(**at_random(chance)):
            closure = materialise(encoded(base))
            rows, none = (encoded(part, closure).rows for part in (moved, ()))
            closure = update(closure, rows, none)
            check_complete(closure)
            assert held(closure) == held(materialise(encoded(triples)))
            closure = update(closure, none, rows)
            check_complete(closure)
            assert held(closure) == held(materialise(encoded(base)))


def equal_restrictions(count, filler, link):
    for i in range(count):
        yield triple(f"r{i}", RDF + "type", OWL + "Restriction")
        yield triple(f"r{i}", OWL + "onProperty", "p")
        yield triple(f"r{i}", OWL + filler, "v")
        yield triple(f"x{i}", RDF + "type", f"r{i}")
        yield triple(f"y{i}", "p", "v")
        if link and i:
            yield triple(f"r{i - 1}", link, f"r{i}")


@pytest.mark.parametrize("filler", ["someValuesFrom", "hasValue"])
@pytest.mark.parametrize(
    "link", [EQUIVALENT, None], ids=["said to be equal", "equal by their meaning"]
)
def test_a_thousand_equal_restrictions_are_closed(filler, link):
    triples = [*equal_restrictions(1000, filler, link), triple("v", RDF + "type", "v")]
    data = encoded(triples)
    closure = materialise(data)
    assert closure.holds(closure.numbered(triple("y7", RDF + "type", "r999")))
    assert closure.holds(closure.numbered(triple("x7", RDF + "type", "r999"))) == bool(
        link or filler == "hasValue"
    )


@pytest.mark.parametrize("kind", ["class", "property"])
@pytest.mark.parametrize("mutual", [False, True], ids=["equivalent", "a circle of below"])
def test_many_equal_classes_or_properties_are_closed_and_each_proof_is_one(kind, mutual):
    of = {"class": (EQUIVALENT, SUB), "property": (OWL + "equivalentProperty", SUB_P)}[kind]
    count = 60
    links = [triple(f"e{i}", of[mutual], f"e{(i + 1) % count}") for i in range(count - 1 + mutual)]
    facts = [
        triple(f"x{i}", RDF + "type", f"e{i}") if kind == "class" else triple(f"x{i}", f"e{i}", "y")
        for i in range(0, count, 7)
    ]
    closure = materialise(encoded([*links, *facts]))
    check_complete(closure)
    assert check(closure) == len(list(closure.derived()))
    with switched(circle=10**9):
        assert held(materialise(encoded([*links, *facts]))) == held(closure)


def from_owlrl(name, folder):
    """The closure by owlrl, made in a process of its own."""
    path, out = folder / f"{name}.nt", folder / f"{name}-owlrl.nt"
    path.write_bytes(gzip.decompress((SHARED / "ontologies" / f"{name}.nt.gz").read_bytes()))
    program = (
        "import sys, rdflib, owlrl; g = rdflib.Graph().parse(sys.argv[1], format='nt');"
        "owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(g);"
        "out = rdflib.Graph();"
        "[out.add((s, p, o)) for s, p, o in g if isinstance(s, rdflib.URIRef) and isinstance(p, rdflib.URIRef)];"
        "out.serialize(sys.argv[2], format='nt', encoding='utf-8')"
    )
    subprocess.run([sys.executable, "-c", program, str(path), str(out)], check=True, timeout=120)
    return {q.triple for q in ox.parse(path=str(out))}


@needs_shared
@pytest.mark.parametrize("name", ONTOLOGIES)
def test_the_closure_of_a_published_ontology_is_a_fixed_point(name):
    closure = materialise(read.read(SHARED / "ontologies" / f"{name}.nt.gz"))
    check_complete(closure)
    assert check(closure) == len(list(closure.derived())) > 50


@needs_shared
@pytest.mark.parametrize("name", ["pizza", "gist", "ecrm"])
def test_a_published_ontology_is_closed_alike_by_all_methods(name):
    data = read.read(SHARED / "ontologies" / f"{name}.nt.gz")
    usual = held(materialise(data))
    for seed in range(3):
        with switched(**at_random(random.Random(seed))):
            assert held(materialise(data)) == usual


@needs_shared
@pytest.mark.parametrize("name", sorted(BY_OWLRL))
def test_the_closure_of_a_published_ontology_is_the_references(name, tmp_path):
    theirs = told(from_owlrl(name, tmp_path))
    ours = told(holding(materialise(read.read(tmp_path / f"{name}.nt"))))
    assert theirs - ours == set()
    assert len(theirs) > 100


def test_what_is_missing_is_found():
    """The checker does not say of everything that it is complete."""
    chain = [triple("a", SUB, "b"), triple("b", SUB, "c"), triple("x", RDF + "type", "a")]
    closure = materialise(encoded(chain))
    relation = closure.state.relations[closure.state.number("rdfs:subClassOf"), -1]
    relation.remove(relation.all()[relation.all() == relation.all()[-2:-1]])
    assert FixedPoint(closure).faults()

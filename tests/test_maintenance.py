"""A closure kept up to date is the closure made from scratch, proofs included."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity import reason
from comity.builder import load
from comity.reasoner import read
from comity.reasoner.maintain import update
from comity.reasoner.materialise import materialise
from support.cases import examples
from support.closures import CELLS, held
from support.graphs import EX, GRAPHS
from support.proof_checker import check
from support.shared import SHARED, needs_shared


def ours(rows):
    return [load.from_rdflib(row) for row in rows]


@settings(max_examples=examples(200), deadline=None)
@given(GRAPHS, st.data())
def test_what_is_added_and_taken_back_leaves_the_closure_from_scratch(rows, data):
    triples = ours(rows)
    movable = [t for t in triples if t.predicate.value not in CELLS]  # a list stays whole
    moved = data.draw(st.lists(st.sampled_from(movable), max_size=3, unique=True))
    base = [triple for triple in triples if triple not in moved]
    closure = materialise(read.encode(base))
    rows_of = [read.encode(part, closure.terms).rows for part in (moved, ())]
    closure = update(closure, *rows_of)
    assert check(closure) == len(list(closure.derived()))
    assert held(closure) == held(materialise(read.encode(triples)))
    closure = update(closure, *reversed(rows_of))
    assert check(closure) == len(list(closure.derived()))
    assert held(closure) == held(materialise(read.encode(base)))
    closure = update(closure, *rows_of)
    assert held(closure) == held(materialise(read.encode(triples)))


def node(name):
    return ox.NamedNode(EX + name)


def test_what_follows_in_two_ways_stays_when_one_goes():
    sub = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
    ways = [ox.Triple(node(way), sub, node("r")) for way in "pq"]
    facts = [ox.Triple(node("a"), node(way), node("b")) for way in "pq"]
    found = reason([*ways, *facts])
    before = found.closure
    found.update(remove=facts[:1])
    assert found.closure is before
    assert list(found.inferred()) == [ox.Triple(node("a"), node("r"), node("b"))]
    assert found.why(ox.Triple(node("a"), node("r"), node("b"))).premises[1].triple[1] == f"<{EX}q>"
    found.update(remove=facts[1:])
    assert list(found.inferred()) == []


def test_what_is_asserted_and_derived_stays_derived_when_it_is_taken_back():
    sub = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
    derived = ox.Triple(node("a"), node("q"), node("b"))
    found = reason(
        [ox.Triple(node("p"), sub, node("q")), ox.Triple(node("a"), node("p"), node("b")), derived]
    )
    assert found.why(derived).rule is None
    found.update(remove=[derived])
    assert found.why(derived).rule == "prp-spo1"


@needs_shared
def test_a_thousand_changes_of_lubm_1_leave_it_as_it_was():
    found = reason(SHARED / "bench" / "lubm-1.nt.gz")
    before, closure = held(found.closure), found.closure
    rows = found.asserted()
    kinds = closure.terms.numbers["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]
    data = rows[(rows[:, 1] != kinds) & (rows[:, 0] > 2000)]
    for row in data[:: max(1, len(data) // 500)]:
        none = row[None][:0]
        closure = update(update(closure, none, row[None]), row[None], none)
    assert closure is found.closure, "no change of data makes the closure anew"
    assert held(closure) == before
    assert check(closure) == len(list(closure.derived()))


@pytest.mark.parametrize(
    "clash",
    [
        ':a :p "x"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        ":a a :C , :D .",
        ':a :q "one" .',
    ],
    ids=["ill-typed", "disjoint", "not of the range"],
)
def test_a_contradiction_goes_and_comes_with_its_triples(clash):
    head = "@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    axioms = """ [] a owl:AllDisjointClasses ; owl:members ( :C :D ) .
        :q <http://www.w3.org/2000/01/rdf-schema#range> <http://www.w3.org/2001/XMLSchema#integer> ."""
    parsed = [
        [q.triple for q in ox.parse(input=head + text, format=ox.RdfFormat.TURTLE)]
        for text in (axioms, clash)
    ]
    found = reason(parsed[0])
    for _ in range(2):
        assert found.contradictions() == []
        found.update(add=parsed[1])
        assert len(found.contradictions()) == 1
        found.update(remove=parsed[1])

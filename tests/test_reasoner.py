"""The reasoner: each rule by its case, the reference beside it, its bounds, and every proof checked step by step."""

import re
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, given, settings
from rdflib import OWL, RDF, RDFS

from comity.builder import dossier, inference, load, reference
from comity.errors import Inconsistent, ReasoningTooBig, SourceError
from comity.reasoner import read
from comity.reasoner.compile import BY_EQUALITY
from comity.reasoner.lists import ListAxioms
from comity.reasoner.materialise import materialise as closure_of
from comity.reasoner.rules import RULES, TRIVIAL
from comity.reasoner.state import Bounds
from conftest import ROOT
from support.cases import examples
from support.closures import CASES, SPLIT, holding, sections, told, triples
from support.graphs import EX, GRAPHS
from support.proof_checker import check
from support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow

OF_LISTS = set(
    re.findall(
        r"(?:prp|cls|cax|scm|eq)-[a-z0-9-]+",
        " ".join(str(m.__doc__) for m in vars(ListAxioms).values()),
    )
) | {"eq-diff2", "eq-diff3", "cax-adc", "prp-adp"}
OF_LITERALS = {"dt-type2", "dt-eq", "dt-diff", "dt-not-type"}


def close(found, **bounds):
    return closure_of(read.encode(found), Bounds(**bounds))


def test_every_rule_has_a_case_and_every_case_a_rule():
    rules = {rule.name for rule in RULES} | OF_LISTS | OF_LITERALS
    assert not rules & set(TRIVIAL)
    assert len(rules) > 65
    assert rules == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_does_what_its_case_says(name):
    parts = sections(name)
    closure = close(parts["premises"])
    check(closure)
    if "follows" in parts:
        assert closure.contradictions == []
        assert set(parts["follows"]) <= holding(closure)
        assert not set(parts["does not follow"]) & holding(closure)
    else:
        assert {step.rule for step in closure.contradictions} & {name, "dt-not-type", "dt-diff"}
        assert close(parts["contradicts itself; this does not"]).contradictions == []


@pytest.mark.parametrize(
    "name",
    sorted(
        {rule.name for rule in RULES if rule.conclusions}
        | {n for n in OF_LISTS if "follows" in SPLIT.findall(CASES.get(n, ""))}
    ),
)
def test_what_follows_in_a_case_follows_by_its_rule(name):
    closure = close(sections(name)["premises"])
    assert name in {closure.step(triple).rule for triple in closure.derived()}


def test_our_closure_of_the_dossier_is_the_references():
    parts = load.load(dossier.read_dossier(ROOT))
    ours = inference.infer(parts["ontology"], parts["data"]).inferred
    theirs = inference.infer(parts["ontology"], parts["data"], "owlrl").inferred
    asserted = {q.triple for q in parts["ontology"] + parts["data"]}
    assert len(theirs) > 1000
    assert set(ours) - asserted == set(theirs)


HIERARCHIES = {str(RDFS.subClassOf), str(RDFS.subPropertyOf)}


def equates_literal(closure, triple):
    """Whether a literal is the same as something else: the two reasoners know other forms and datatypes of it."""
    s, p, o = triple
    literal = closure.terms.literal
    return p == closure.state.same and s != o and bool(literal[s] or literal[o])


def has_literal(step, closure):
    return any(closure.terms.literal[n] for premise in step.premises for n in premise)


@settings(max_examples=examples(150), deadline=None)
@given(GRAPHS)
def test_our_closure_of_a_random_graph_is_the_references(rows):
    """Owlrl's four faults keep out: eq-diff2, eq-diff3 and prp-adp are not drawn, keys have their last property twice.

    That what is equivalent is below itself it does not conclude, and is given what we find of that.
    What clashes by the value of a literal it does not see (dt-diff), so that there only ours may find something.
    """
    graph = rdflib.Graph()
    for row in rows:
        graph.add(row)
    closure = closure_of(read.read(graph))
    assert check(closure) == len(list(closure.derived()))
    expanded = rdflib.Graph() + graph
    for triple in holding(closure):
        if triple.subject == triple.object and triple.predicate.value in HIERARCHIES:
            expanded.add(tuple(rdflib.URIRef(part.value) for part in triple))
    reference.expand(expanded)
    theirs = {
        load.from_rdflib((s, p, o))
        for s, p, o in expanded
        if isinstance(s, rdflib.URIRef) and not isinstance(o, rdflib.BNode) and p != reference.ERROR
    }
    assume(not any(equates_literal(closure, triple) for triple in closure.triples()))
    assert told(holding(closure)) == told(theirs)
    plain = [step for step in closure.contradictions if not has_literal(step, closure)]
    found = any(expanded.objects(None, reference.ERROR))
    assert not (found and not closure.contradictions)
    assert not (plain and not found)


def test_every_proof_of_the_dossier_is_one():
    parts = load.load(dossier.read_dossier(ROOT))
    assert check(inference.infer(parts["ontology"], parts["data"]).closure) > 4000


@needs_shared
def test_every_proof_of_lubm_1_is_one():
    closure = closure_of(read.read(SHARED / "bench" / "lubm-1.nt.gz"))
    assert check(closure) == len(list(closure.derived())) > 49_000


def same(count, circle=False):
    line = [(f"{EX}{i}", f"{EX}{(i + 1) % count if circle else i + 1}") for i in range(count)]
    return [
        ox.Triple(ox.NamedNode(a), ox.NamedNode(str(OWL.sameAs)), ox.NamedNode(b)) for a, b in line
    ]


def chain(count):
    p = ox.NamedNode(EX + "p")
    kind = ox.Triple(p, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(OWL.TransitiveProperty)))
    nodes = [ox.NamedNode(f"{EX}{i}") for i in range(count + 1)]
    return [kind, *(ox.Triple(nodes[i], p, nodes[i + 1]) for i in range(count))]


def test_long_lines_are_closed_with_proofs():
    assert check(close(chain(120))) == 120 * 119 // 2
    assert check(close(same(60))) == 61 * 60 - 60


def test_a_circle_of_a_transitive_property_relates_everything_to_everything():
    p = ox.NamedNode(EX + "p")
    nodes = [ox.NamedNode(f"{EX}{i}") for i in range(30)]
    circle = [ox.Triple(nodes[i], p, nodes[(i + 1) % 30]) for i in range(30)]
    closure = close([chain(1)[0], *circle])
    assert check(closure) == 30 * 30 - 30


@pytest.mark.parametrize(
    ("what", "text"),
    {
        "no end": ":c owl:intersectionOf :l . :l rdf:first :d .",
        "a loop": ":c owl:intersectionOf :l . :l rdf:first :d ; rdf:rest :l .",
        "two tails": ":c owl:unionOf :l . :l rdf:first :d ; rdf:rest rdf:nil , :m .",
    }.items(),
)
def test_a_malformed_list_is_refused(what, text):
    head = "@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    with pytest.raises(SourceError, match=r"https://example.org/l> is malformed"):
        close(triples(head + text))


def test_a_closure_beyond_its_bound_is_refused_with_the_rule_and_the_axiom():
    with pytest.raises(ReasoningTooBig, match=r"bound of 5000 triples.*eq-trans"):
        close(same(5000, circle=True), triples=5000)
    with pytest.raises(ReasoningTooBig, match=r"prp-trp at the axiom <https://example\.org/p>"):
        close(chain(400), triples=5000)


def test_a_key_that_all_share_is_refused_before_it_takes_memory():
    text = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :C owl:hasKey ( :p :q ) ."""
    things = [ox.NamedNode(f"{EX}{i}") for i in range(6000)]
    kind, c = ox.NamedNode(str(RDF.type)), ox.NamedNode(EX + "C")
    facts = [ox.Triple(thing, kind, c) for thing in things]
    facts += [ox.Triple(t, ox.NamedNode(EX + p), c) for t in things for p in "pq"]
    with pytest.raises(
        ReasoningTooBig, match=r"rows of one join, by the rule prp-key at the axiom"
    ):
        close([*triples(text), *facts])


def test_a_closure_beyond_its_time_is_refused():
    with pytest.raises(ReasoningTooBig, match="bound of 1e-06 seconds"):
        close(chain(50), seconds=1e-6)


def test_a_chain_that_feeds_itself_ends():
    text = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :p owl:propertyChainAxiom ( :p :p ) . :a :p :b . :b :p :c . :c :p :a ."""
    assert Counter(str(t.predicate) for t in holding(close(triples(text))))[f"<{EX}p>"] == 9


def test_a_contradiction_names_its_triples_and_its_rule_and_has_its_proof():
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in sections("cax-dw")["premises"]]
    with pytest.raises(Inconsistent, match=r"owl:disjointWith.*\[cax-dw\]") as caught:
        inference.infer(quads, [])
    (proof,) = caught.value.proofs
    assert proof.rule == "cax-dw"
    assert len(list(proof.leaves())) == 3


def test_a_group_with_two_lists_excludes_in_both():
    text = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :g a owl:AllDisjointClasses ; owl:members ( :A :B ) , ( :A :C ) . :a a :A , :C . :b a :A , :B ."""
    assert len(close(triples(text)).contradictions) == 2


def test_an_ill_typed_literal_is_a_contradiction_that_names_its_triple():
    text = (
        '@prefix : <https://example.org/> . :a :p "x"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    )
    (proof,) = close(triples(text)).refutations()
    assert proof.rule == "dt-not-type"
    assert proof.premises[0].triple[1] == f"<{EX}p>"


def test_equality_is_the_only_part_of_the_table_that_is_not_compiled():
    assert {rule.name for rule in RULES} >= set(BY_EQUALITY)

"""The reasoner: each rule by its case, the reference beside it, and every proof checked step by step."""

import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS

from comity.builder import dossier, load, oracle, reason
from comity.errors import Inconsistent, ReasoningTooBig, SourceError
from comity.reasoner.engine import close
from comity.reasoner.lists import ListRules
from comity.reasoner.rules import RULES, TRIVIAL
from conftest import ROOT

CASES = {path.stem: path.read_text() for path in sorted((ROOT / "tests" / "rules").glob("*.ttl"))}
OF_LISTS = set(
    re.findall(
        r"(?:prp|cls|cax|scm|eq)-[a-z0-9-]+",
        " ".join(str(m.__doc__) for m in vars(ListRules).values()),
    )
)
OF_LITERALS = {"dt-type2", "dt-eq", "dt-diff", "dt-not-type"}
SPLIT = re.compile(
    r"^# (premises|follows|does not follow|contradicts itself; this does not)$", re.M
)
EX = "https://example.org/"


def triples(text):
    return [
        q.triple for q in ox.parse(input=text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def sections(name):
    head, *parts = SPLIT.split(CASES[name])
    return {
        title: triples(head + body) for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_rule_has_a_case_and_every_case_a_rule():
    rules = {rule.name for rule in RULES} | OF_LISTS | OF_LITERALS
    assert not rules & set(TRIVIAL)
    assert len(rules) > 65
    assert rules == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_does_what_its_case_says(name):
    parts = sections(name)
    closure = close(parts["premises"])
    if "follows" in parts:
        known = {closure.rdf(triple) for triple in closure.steps}
        assert closure.contradictions == []
        assert set(parts["follows"]) <= known
        assert not set(parts["does not follow"]) & known
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
    assert name in {step.rule for step in closure.steps.values() if step}


def test_our_closure_of_the_dossier_is_the_references():
    parts = load.load(dossier.read(ROOT))
    ours = reason.close(parts["ontology"], parts["data"]).inferred
    theirs = reason.close(parts["ontology"], parts["data"], "owlrl").inferred
    asserted = {q.triple for q in parts["ontology"] + parts["data"]}
    assert len(theirs) > 1000
    assert set(ours) - asserted == set(theirs)


NODES = [rdflib.URIRef(EX + name) for name in "abcd"]
CLASSES = [rdflib.URIRef(EX + name) for name in "ABC"]
PROPERTIES = [rdflib.URIRef(EX + name) for name in "pqr"]
AXIOMS = st.one_of(
    st.tuples(
        st.sampled_from(CLASSES),
        st.sampled_from([RDFS.subClassOf, OWL.equivalentClass]),
        st.sampled_from(CLASSES),
    ),
    st.tuples(
        st.sampled_from(PROPERTIES),
        st.sampled_from([RDFS.subPropertyOf, OWL.inverseOf, OWL.equivalentProperty]),
        st.sampled_from(PROPERTIES),
    ),
    st.tuples(
        st.sampled_from(PROPERTIES),
        st.sampled_from([RDFS.domain, RDFS.range]),
        st.sampled_from(CLASSES),
    ),
    st.tuples(
        st.sampled_from(PROPERTIES),
        st.just(RDF.type),
        st.sampled_from([OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.FunctionalProperty]),
    ),
)
FACTS = st.one_of(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from([*PROPERTIES, OWL.sameAs]), st.sampled_from(NODES)
    ),
    st.tuples(st.sampled_from(NODES), st.just(RDF.type), st.sampled_from(CLASSES)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(AXIOMS, max_size=5), st.lists(FACTS, max_size=6))
def test_our_closure_of_a_random_graph_is_the_references(axioms, facts):
    ontology, data = rdflib.Graph(), rdflib.Graph()
    for graph, rows in ((ontology, axioms), (data, facts)):
        for row in rows:
            graph.add(row)
    theirs = {load.from_rdflib(t) for t in oracle.close(ontology, data)}
    asserted = {load.from_rdflib(t) for t in ontology + data}
    closure = close(asserted)
    ours = {t for t in closure.inferred() if not reason.is_noise(t)}
    reflexive = {
        t
        for t in theirs
        if t.subject == t.object and t.predicate.value in (str(OWL.sameAs), str(RDFS.subClassOf))
    }
    assert ours - asserted == theirs - asserted - reflexive


def test_every_proof_of_the_dossier_leads_down_to_what_is_asserted():
    parts = load.load(dossier.read(ROOT))
    closure = reason.close(parts["ontology"], parts["data"]).closure
    seen = set()
    for triple, step in closure.steps.items():
        if step is not None:
            assert all(premise in seen for premise in step.premises), closure.rdf(triple)
        seen.add(triple)
    assert sum(step is not None for step in closure.steps.values()) > 1000


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
    with pytest.raises(SourceError, match="malformed"):
        close(triples(head + text))


def test_a_closure_beyond_its_bound_is_refused():
    same = ox.NamedNode(str(OWL.sameAs))
    line = [
        ox.Triple(ox.NamedNode(f"{EX}{i}"), same, ox.NamedNode(f"{EX}{i + 1}")) for i in range(200)
    ]
    with pytest.raises(ReasoningTooBig, match="bound"):
        close(line, most=5000)


def test_a_contradiction_names_its_triples_and_its_rule():
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in sections("cax-dw")["premises"]]
    with pytest.raises(Inconsistent, match=r"owl:disjointWith.*\[cax-dw\]"):
        reason.close(quads, [])

"""The faults, the profile and the classes that can have no member: each found in its case and nowhere else."""

import shutil

import pyoxigraph as ox
import pytest

from comity.builder import inference
from comity.checks import pitfalls, profile
from comity.vocabulary import BASE
from conftest import ROOT, SAMPLE, run

FOLDER = ROOT / "tests" / "checks"
FAULTS = pitfalls.pitfalls()
PREFIXES = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
OUTSIDE = {
    "a union above": ":a rdfs:subClassOf [ owl:unionOf ( :b :c ) ] .",
    "an enumeration above": ":a rdfs:subClassOf [ owl:oneOf ( :b :c ) ] .",
    "some values above": ":a rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :b ] .",
    "a minimum above": ":a rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .",
    "a maximum of two": ":a rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .",
    "all values below": "[ owl:onProperty :p ; owl:allValuesFrom :b ] rdfs:subClassOf :a .",
    "a complement below": "[ owl:complementOf :b ] rdfs:subClassOf :a .",
    "some values in an equivalence": ":a owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :b ] .",
    "a union inside an intersection": ":a rdfs:subClassOf [ owl:intersectionOf ( :b [ owl:unionOf ( :c :d ) ] ) ] .",
    "everything below": "owl:Thing rdfs:subClassOf :a .",
    "a domain of a union": ":p rdfs:domain [ owl:unionOf ( :b :c ) ] .",
    "disjointness with all values": ":a owl:disjointWith [ owl:onProperty :p ; owl:allValuesFrom :b ] .",
    "a disjoint union": ":a owl:disjointUnionOf ( :b :c ) .",
    "a reflexive property": ":p a owl:ReflexiveProperty .",
    "a rational range": ":p rdfs:range owl:rational .",
    "self": ":a rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .",
}
INSIDE = {
    "a union below": "[ owl:unionOf ( :b :c ) ] rdfs:subClassOf :a .",
    "an enumeration below": "[ owl:oneOf ( :b :c ) ] rdfs:subClassOf :a .",
    "some values below": "[ owl:onProperty :p ; owl:someValuesFrom :b ] rdfs:subClassOf :a .",
    "some of everything below": "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :a .",
    "all values above": ":a rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :b ] .",
    "a complement above": ":a rdfs:subClassOf [ owl:complementOf :b ] .",
    "a value in an equivalence": ":a owl:equivalentClass [ owl:intersectionOf ( :b [ owl:onProperty :p ; owl:hasValue :c ] ) ] .",
    "a maximum of one": ":a rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
}


def triples(text):
    return [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]


def test_every_fault_has_a_case():
    assert len(FAULTS) > 40
    assert {fault.check.name for fault in FAULTS} == {p.stem for p in FOLDER.glob("*.ttl")}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.check.name)
def test_a_fault_is_found_in_its_bad_terms_only(fault):
    path = FOLDER / f"{fault.check.name}.ttl"
    quads = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    subjects = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    bad = {name for name in subjects if name.rsplit("/", 1)[1].lower().startswith("bad")}
    found = {row["entity"].value for row in pitfalls.found(fault, pitfalls.store_of(quads), BASE)}
    assert bad
    assert found == bad


def test_a_fault_is_told_with_file_line_and_remedy(dossier):
    path = dossier / "ontology" / "sample.ttl"
    path.write_text(path.read_text() + "\ncomity:Nameless a owl:Class .\n")
    line = len(path.read_text().splitlines())
    done = run("check", dossier, "--all")
    assert done.returncode == 0, "a house rule keeps nothing from being published"
    assert f"ontology/sample.ttl, line {line}: comity:Nameless" in done.stdout
    assert "give it a skos:definition" in done.stdout


@pytest.mark.parametrize("name", OUTSIDE)
def test_an_axiom_outside_the_profile_is_told(name):
    assert list(profile.outside(triples(PREFIXES + OUTSIDE[name])))


@pytest.mark.parametrize("name", INSIDE)
def test_an_axiom_inside_the_profile_is_not(name):
    assert list(profile.outside(triples(PREFIXES + INSIDE[name]))) == []


def test_a_class_that_can_have_no_member_is_told():
    text = (
        PREFIXES
        + ":Land a owl:Class . :Sea a owl:Class ; owl:disjointWith :Land . :Marsh a owl:Class ; rdfs:subClassOf :Land , :Sea ."
    )
    quads = ox.parse(input=text, format=ox.RdfFormat.TURTLE)
    assert {name for name, _ in inference.unsatisfiable(quads)} == {"https://example.org/Marsh"}


def test_the_sample_passes_its_check():
    done = run("check", SAMPLE)
    assert done.returncode == 0, done.stdout


def test_a_deprecated_term_in_use_is_told(tmp_path):
    for name in ("ontology", "data", "queries"):
        shutil.copytree(SAMPLE / name, tmp_path / name)
    path = tmp_path / "ontology" / "sample.ttl"
    path.write_text(path.read_text() + "\ncomity:Treaty owl:deprecated true .\n")
    done = run("check", tmp_path, "--strict")
    assert done.returncode == 1
    assert "add dcterms:isReplacedBy" in done.stdout
    assert "use what replaces it" in done.stdout


def test_an_axiom_outside_the_profile_is_told_with_what_still_follows():
    parsed = triples(
        """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] .
        :p a owl:ReflexiveProperty ."""
    )
    told = dict(profile.outside(parsed))
    assert told["https://example.org/A"].endswith("still classified, by cls-svf1")
    assert told["https://example.org/p"].endswith("nothing follows from it")

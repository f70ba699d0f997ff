"""What a dossier says of itself: its base, its states, its ontology; and what it may not say."""

import pytest

from comity.builder.description import Description, description
from comity.finding import Unsound
from conftest import ROOT, SAMPLE, run

BASE = "https://example.org/norway-russia/"
VERSION = "https://w3id.org/comity/ontology/0.2.0"
SAID = f"""@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .

<{BASE}dataset> a dcat:Dataset ;
    dcterms:title "Norwegen–Russland"@de , "Norway–Russia"@en ;
    dcterms:description "Two neighbours"@en ;
    dcterms:subject <{BASE}id/state/norway> , <{BASE}id/state/russia> ;
    dcterms:publisher <https://example.org/> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:language "en" , "nb-NO" ;
    dcterms:conformsTo <{VERSION}> , <http://www.w3.org/ns/prov#> ;
    dcterms:requires <https://example.org/arctic/dataset> ;
    void:uriSpace "{BASE}id/" .
"""
WRONG = {
    "two": (" ;\n    dcterms:title", " .\n<http://e/dataset> a dcat:Dataset ; dcterms:title", "line 6", "describe one"),
    "no address": (f"<{BASE}dataset>", "<urn:norway>", "line 5", "ends in /dataset"),
    "blank": (f"<{BASE}dataset>", "[]", "data/dataset.ttl", "ends in /dataset"),
    "another end": (f"<{BASE}dataset>", f"<{BASE}data>", "line 5", "ends in /dataset"),
    "a question": (f"<{BASE}dataset>", "<https://example.org/?x=/dataset>", "line 5", "ends in /dataset"),
    "no host": (f"<{BASE}dataset>", "<https:///dataset>", "line 5", "ends in /dataset"),
    "within Comity": (f"<{BASE}dataset>", "<https://w3id.org/comity/norway/dataset>", "line 5", "an address of your own"),
    "around Comity": (f"<{BASE}dataset>", "<https://w3id.org/dataset>", "line 5", "an address of your own"),
    "among claims": (f"<{BASE}dataset>", "<https://example.org/graph/claims/dataset>", "line 5", "take another address"),
    "another space": (f'"{BASE}id/"', '"https://example.org/sweden/"', "line 14", f"{BASE}id/"),
    "another ontology": (VERSION, "https://w3id.org/comity/ontology/0.9.0", "line 12", VERSION),
    "a state by name": (f"<{BASE}id/state/norway>", '"Norway"@en', "line 8", "write its IRI"),
    "a language by name": ('"nb-NO"', '"Norwegian Bokmål"', "line 11", "no tag"),
}  # fmt: skip


@pytest.fixture
def described(dossier):
    (dossier / "data" / "dataset.ttl").write_text(SAID)
    return dossier


def test_a_dossier_says_what_it_is(described):
    said = description(described)
    assert (said.base, said.dataset) == (BASE, BASE + "dataset")
    assert (said.title, said.about) == ("Norway–Russia", "Two neighbours")
    assert said.states == (BASE + "id/state/norway", BASE + "id/state/russia")
    assert said.publisher == "https://example.org/"
    assert said.languages == ("en", "nb-NO")
    assert said.ontology == VERSION
    assert said.requires == ("https://example.org/arctic/dataset",)
    assert str(said.file) == "data/dataset.ttl"


def test_it_may_say_so_in_any_syntax(described):
    path = described / "data" / "dataset.ttl"
    path.rename(path.with_suffix(".trig"))
    assert description(described).base == BASE


def test_one_that_says_nothing_has_the_base_of_comity():
    assert description(SAMPLE) == Description()
    assert Description().base == "https://w3id.org/comity/"


def test_the_first_dossier_says_all_that_pages_ask_of_one():
    said = description(ROOT)
    assert said.base == "https://w3id.org/comity/"
    assert [iri.rpartition("/")[2] for iri in said.states] == ["belarus", "russia"]
    assert said.ontology == VERSION
    assert said.title
    assert said.license


@pytest.mark.parametrize("name", WRONG)
def test_what_it_may_not_say_has_one_sentence_with_its_line(name, described):
    old, new, place, remedy = WRONG[name]
    assert old in SAID
    (described / "data" / "dataset.ttl").write_text(SAID.replace(old, new, 1))
    with pytest.raises(Unsound) as refused:
        description(described)
    told = str(refused.value)
    assert told.startswith("data/dataset.ttl")
    assert place in told
    assert remedy in told


def test_what_is_wrong_in_it_keeps_a_dossier_from_being_published_and_is_told_once(described):
    (described / "data" / "dataset.ttl").write_text(SAID.replace(f"<{BASE}dataset>", "<urn:norway>"))  # fmt: skip
    told = run("check", described, "--format", "json").stdout
    assert told.count('"description"') == 1
    assert run("build", described).returncode == 1


def test_a_file_that_is_no_rdf_is_told_once(described):
    (described / "data" / "dataset.ttl").write_text("norway")
    assert run("check", described, "--format", "json").stdout.count('"syntax"') == 1

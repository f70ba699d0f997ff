"""A new dossier builds at once, says where what it has is from, and its examples are right."""

import re

import pytest

from comity.authoring.states import ITEMS, known_state
from comity.errors import BadInput
from conftest import ROOT, read, run, serving
from support.own_dossier import BASE, begin, comity, contents

TERM = "https://w3id.org/comity/ontology/"
from_npm = pytest.mark.skipif(not ITEMS.exists(), reason="the package was built without npm")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    return begin(tmp_path_factory.mktemp("own") / "norway-russia")


def test_it_has_no_fault_and_is_served_with_its_two_states(begun, tmp_path):
    checked = run("check", begun)
    assert checked.returncode == 0, checked.stdout
    assert "error" not in checked.stdout
    with serving(begun, tmp_path / "home") as (client, _):
        page = client.get("/", "text/html")
    assert page.status == 200
    assert "Norway" in page.text
    assert "Russia" in page.text


def test_both_states_are_as_packages_have_them(begun):
    data = read(*(begun / "data").rglob("*.ttl"))
    said = {(str(p).removeprefix(TERM), str(o)) for p, o in data.predicate_objects(_iri("country/norway"))}  # fmt: skip
    assert {("isoAlpha2", "NO"), ("isoAlpha3", "NOR"), ("geonamesId", "3144096")} <= said
    assert ("sharesBorderWith", f"{BASE}id/country/russia") in said
    labels = {str(o.language): str(o) for o in data.objects(_iri("country/russia")) if getattr(o, "language", None)}  # fmt: skip
    assert (labels["en"], labels["ru"], labels["nb"]) == ("Russia", "Россия", "Russland")
    assert "POINT(10.74609 59.91273)" in contents(begun)["data/places/capitals.ttl"]
    assert "BSD-3-Clause" in contents(begun)["data/sources/packages.ttl"]


def _iri(name):
    import rdflib

    return rdflib.URIRef(f"{BASE}id/{name}")


def test_its_examples_say_nothing_until_their_marks_are_taken_away_and_then_what_is_right(begun, tmp_path):  # fmt: skip
    examples = list((begun / "data").glob("*/example.ttl"))
    assert {path.parent.name for path in examples} == {"sources", "facts", "treaties", "events", "disputes", "people", "states", "facilities", "observations"}  # fmt: skip
    assert len(read(*examples)) == 0
    own = begin(tmp_path / "own")
    for path in (own / "data").glob("*/example.ttl"):
        lines = [re.sub("^# ?", "", line) for line in path.read_text().splitlines() if not line.startswith("##")]  # fmt: skip
        path.write_text("\n".join(lines) + "\n")
    assert len(read(*(own / "data").glob("*/example.ttl"))) > 100
    checked = run("check", own, "--all")
    assert checked.returncode == 0, checked.stdout
    assert "example.ttl" not in checked.stdout


def test_nothing_that_is_there_is_written_over(begun):
    before = contents(begun)
    refused = comity("new", begun, "--state", "Norway", "--state", "Russia")
    assert refused.exit_code == 1
    assert "is there already" in refused.output
    assert contents(begun) == before


@pytest.mark.parametrize(
    ("text", "code"),
    [("NO", "NO"), ("nor", "NO"), ("Norge", "NO"), ("Нарвегія", "NO"), ("Deutschland", "DE"), ("Cote d'Ivoire", "CI"), pytest.param("United States of America", "US", marks=from_npm), ("中国", "CN"), ("Kazakhstan", "KZ")],
)  # fmt: skip
def test_a_state_has_a_code_and_a_name_in_every_language(text, code):
    state = known_state(text, ["en"])
    assert state.code == code
    assert state.capital


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Norwya", "did you mean Norway (NO)?"), ("Congo", "(CD) and"), pytest.param("Greenland", "is part of Denmark", marks=from_npm), ("Xyzzy", "No state is called 'Xyzzy'"), ("", "No state is called ''"), ("CS", "No state")],
)  # fmt: skip
def test_what_is_no_state_is_told_with_what_may_be_meant(text, sentence):
    with pytest.raises(BadInput) as refused:
        known_state(text, ["en"])
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--state", "Norway"], "write --state twice"),
        (["--state", "Norway", "--state", "NO"], "are the same state"),
        (["--state", "Norway", "--state", "Russia", "--base", "example"], "'example' is no base"),
        (["--state", "Norway", "--state", "Russia", "--base", "https://w3id.org/"], "no base"),
        (["--state", "Norway", "--state", "Russia", "--language", "xx"], "no names in the language 'xx'"),
    ],
)  # fmt: skip
def test_a_dossier_that_cannot_be_begun_leaves_no_folder(options, sentence, tmp_path):
    refused = comity("new", tmp_path / "own", *options)
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "rapidfuzz.process", None)
    refused = comity("new", tmp_path / "own", "--state", "Norwya", "--state", "Russia")
    assert "rapidfuzz is not installed; add it with pip install 'comity[authoring]'." in refused.output  # fmt: skip


def test_items_of_states_are_taken_from_the_table_of_country_coder(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "server/front"))
    from items import items

    norway = {"iso1A2": "NO", "wikidata": "Q20", "nameEn": "Norway"}
    svalbard = {"iso1A2": "SJ", "wikidata": "Q842829", "nameEn": "Svalbard", "country": "NO"}
    union = {"iso1A2": "EU", "wikidata": "Q458", "nameEn": "European Union", "level": "union"}
    region = {"wikidata": "Q1", "nameEn": "A region"}
    features = [{"properties": one} for one in (norway, svalbard, union, region)]
    assert items({"features": features}) == {
        "NO": {"item": "Q20", "name": "Norway"},
        "SJ": {"item": "Q842829", "name": "Svalbard", "of": "NO"},
    }

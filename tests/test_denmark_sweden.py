"""A second dossier of two real states, made with the tools for authors alone: it passes, answers, and is served."""

import csv
import io
import shutil
from urllib.parse import urlencode

import pytest
import rdflib

import comity
from conftest import ROOT, read, run, serving
from support.crawling import assert_whole, crawl
from support.endpoint import get
from support.own_dossier import contents, imported

pytestmark = pytest.mark.slow
DOSSIER = ROOT / "tests" / "denmark-sweden"
BASE = "https://example.org/denmark-sweden/"
TERM = "https://w3id.org/comity/ontology/"
ANSWERS = DOSSIER / "answers"
SHEETS = sorted((DOSSIER / "sheets").glob("*.csv"))
WITH_ROWS = """
bilateral-instruments boundaries-and-zones claims-by-kind claims-in-numbers common-memberships
days-from-signature-to-force disputes events-by-quad-class events-not-coded evidence-of facility-operator-on
incidents-and-force instruments-in-force-on instruments-signed-by-both life-of-a-treaty links-to-others members-on
missions-of-a-state observations office-holders-on ownership-and-organs participations source-records sources
statements-of-a-speaker states-and-their-standing succession-of-states terms timeline trade-flows-and-tariffs
treaties-of-a-country visa-regimes what-lasted where-things-lie
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    with comity.build(DOSSIER, tmp_path_factory.mktemp("home")) as built:
        yield built


@pytest.fixture(scope="module")
def data():
    return read(*(DOSSIER / "data").rglob("*.ttl"))


def rows(snapshot, name):
    asked = snapshot.engine.canned(name, {}, results="csv")
    return list(csv.reader(io.StringIO(snapshot.engine.answer(asked).body.decode())))[1:]


def test_nothing_is_found_in_it_with_its_text_at_hand():
    checked = run("check", DOSSIER, "--strict", "--all", "--text", DOSSIER / "notes.txt")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.strip().endswith("no fault.")


def test_its_sheets_imported_again_change_what_was_changed_in_them_alone(tmp_path):
    own = shutil.copytree(DOSSIER, tmp_path / "own")
    before, sheets = contents(own), sorted((own / "sheets").glob("*.csv"))
    again = imported(own, *sheets)
    assert (again.exit_code, contents(own)) == (0, before), again.output
    treaties = own / "sheets" / "treaties.csv"
    treaties.write_text(treaties.read_text().replace(",1962-07-01,", ",1962-07-02,"))
    assert imported(own, *sheets).exit_code == 0
    after = contents(own)
    assert [path for path in before if after[path] != before[path]] == [
        "data/treaties/treaties.ttl"
    ]
    assert "comity:obligation comity:DefenceObligation" in after["data/treaties/treaties.ttl"]


def test_it_has_facts_enough_each_with_a_claim_that_names_a_source(data):
    facts = {row for path in SHEETS if path.stem != "sources" for row in path.read_text().splitlines()[1:]}  # fmt: skip
    assert len(facts) >= 40
    claims = set(data.objects(None, rdflib.URIRef(TERM + "reportedBy")))
    assert len(claims) >= 40
    for claim in claims:
        sources = list(data.objects(claim, rdflib.URIRef(TERM + "statedIn")))
        assert sources, claim
        assert all((source, rdflib.URIRef(TERM + "linkStatus"), None) in data for source in sources)


def test_each_of_its_passages_is_words_of_its_notes(data):
    text = (DOSSIER / "notes.txt").read_text()
    passages = set(data.subjects(rdflib.RDF.type, rdflib.URIRef(TERM + "Passage")))
    assert len(passages) >= 20
    sources = {data.value(one, rdflib.URIRef(TERM + "passageOf")) for one in passages}
    (notes,) = sources
    assert str(data.value(notes, rdflib.URIRef(TERM + "characterCount"))) == str(len(text))
    assert "written for this dossier" in str(data.value(notes, rdflib.DCTERMS.description))


def test_it_uses_terms_that_the_first_dossier_does_not(data):
    def terms(graph):
        return {str(term) for triple in graph for term in triple if str(term).startswith(TERM)}

    assert len(terms(data) - terms(read(*(ROOT / "data").rglob("*.ttl")))) >= 30


def test_these_general_questions_have_answers(snapshot):
    found = {name for name in snapshot.engine.queries if rows(snapshot, name)}
    assert found == set(WITH_ROWS.split())


@pytest.mark.parametrize("name", sorted(path.stem for path in ANSWERS.glob("*.csv")))
def test_a_question_answers_as_expected(name, snapshot):
    wanted = list(csv.reader(io.StringIO((ANSWERS / f"{name}.csv").read_text())))[1:]
    assert wanted
    assert rows(snapshot, name) == wanted


def test_what_is_served_is_whole(tmp_path):
    with serving(DOSSIER, tmp_path / "home") as (client, _):
        statuses, left = crawl(client, 20_000)
    assert_whole(statuses, 5000, "/about/id/treaty/", "/about/graph/evidence")
    assert left == 0


def test_its_names_are_offered_in_its_languages(tmp_path):
    with serving(DOSSIER, tmp_path) as (client, _):

        def page(accepted, **asked):
            headers = {"Accept": "text/html", "Accept-Language": accepted}
            return get(client, f"/about/id/country/denmark?{urlencode(asked)}", **headers)

        named = {name: page("en", lang=name).text for name in ("en", "da", "sv")}
        assert "<h1>Denmark</h1>" in named["en"]
        assert '<h1 lang="da">Danmark</h1>' in named["da"]
        assert '<html lang="en">' in named["da"], "its words are English"
        assert all(f"lang={name}" in named["en"] for name in named)
        assert page("sv-SE,sv;q=0.9").text != page("da").text != page("ru").text
        refused = page("en", lang="ru")
        assert (refused.status, "one of en, da, sv" in refused.text) == (400, True)


def test_it_is_served_with_the_first(tmp_path):
    with serving(ROOT, tmp_path / "home", str(DOSSIER)) as (client, _):
        home = client.get("/", "text/html").text
        assert "Belarus" in home
        assert "Denmark–Sweden" in home
        page = client.get("/about/id/~denmark-sweden/country/denmark", "text/html")
        assert (page.status, "Kalmar" in client.get("/timeline", "text/html").text) == (200, True)
        found = list(csv.DictReader(io.StringIO(client.sparql(f"SELECT ?s {{ ?s a <{TERM}StateSuccession> }}").text)))  # fmt: skip
        assert len([row for row in found if row["s"].startswith(BASE)]) == 4

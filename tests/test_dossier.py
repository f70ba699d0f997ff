"""The dossier that the repository carries: its answers, its passages, and that nothing in it hangs loose."""

import csv
import hashlib
import io
import os
from pathlib import Path

import pyoxigraph as ox
import pytest

import comity
from conftest import ROOT, run

SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
QUERIES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
EXPECTED = ROOT / "tests" / "queries"
EMPTY = {
    "countries-held-to-be-the-same",
    "disputed-territories-typed-as-countries",
    "recognitions",
    "total-cutoffs-on",
}
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the article and its tables are not here"
)
PREFIX = "PREFIX comity: <https://w3id.org/comity/ontology/> PREFIX oa: <http://www.w3.org/ns/oa#> "


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    with comity.build(ROOT, tmp_path_factory.mktemp("dossier")) as built:
        yield built


def test_each_canned_query_has_its_expected_answer():
    assert QUERIES
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_a_canned_query_answers_as_expected(name, snapshot):
    body = snapshot.engine.ask(name, {}, results="csv").body.decode()
    found, wanted = (
        {tuple(row) for row in csv.reader(io.StringIO(text))}
        for text in (body, (EXPECTED / f"{name}.csv").read_text())
    )
    assert found == wanted
    assert (len(wanted) == 1) == (name in EMPTY)


def test_the_dossier_passes_its_own_check():
    done = run("check", ROOT)
    assert done.returncode == 0, done.stdout


@needs_shared
def test_each_passage_is_where_the_article_has_it(snapshot):
    article = (SHARED / "seed" / "belarus-russia-relations.txt").read_text(encoding="utf-8")
    rows = list(
        snapshot.query(
            PREFIX
            + "SELECT ?start ?end ?sha { ?p a comity:Passage ; comity:sha256 ?sha ; oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }"
        )
    )
    assert len(rows) > 100
    for row in rows:
        text = article[int(row["start"]) : int(row["end"])]
        assert 0 < len(text) <= 400
        assert hashlib.sha256(text.encode()).hexdigest() == row["sha"]


@needs_shared
def test_each_statement_of_the_article_has_its_node(snapshot):
    with (SHARED / "facts" / "claims.tsv").open(encoding="utf-8") as file:
        wanted = {
            row["id"]: (row["start"], row["end"]) for row in csv.DictReader(file, delimiter="\t")
        }
    rows = snapshot.query(
        PREFIX
        + "SELECT ?id ?start ?end { ?c comity:claimId ?id ; comity:supportedBy ?p . ?p oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }"
    )
    assert {row["id"]: (row["start"], row["end"]) for row in rows} == wanted


@needs_shared
def test_each_event_quantity_and_attributed_claim_stands_for_something(snapshot):
    with (SHARED / "facts" / "claims.tsv").open(encoding="utf-8") as file:
        kinds = {row["id"]: row["kind"] for row in csv.DictReader(file, delimiter="\t")}
    rows = snapshot.query(
        PREFIX + "SELECT ?id { ?thing comity:reportedBy ?c . ?c comity:claimId ?id }"
    )
    reported = {row["id"] for row in rows}
    attributed = {
        row["id"]
        for row in snapshot.query(
            PREFIX + "SELECT ?id { ?c a comity:AttributedClaim ; comity:claimId ?id }"
        )
    }
    lacking = {
        name
        for name, kind in kinds.items()
        if {"EVENT", "QUANTITY"} & set(kind.split("+")) and name not in reported
    }
    assert not lacking
    assert not {
        name
        for name, kind in kinds.items()
        if "CLAIM" in kind and name not in attributed | reported
    }


def test_every_thing_that_is_named_is_described(snapshot):
    rows = snapshot.query(
        "SELECT DISTINCT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?o), 'https://w3id.org/comity/id/')) FILTER NOT EXISTS { ?o ?q ?r } }"
    )
    assert [row["o"] for row in rows] == []


def test_no_blank_node_stands_in_the_data():
    files = sorted((ROOT / "data").rglob("*.ttl"))
    assert files
    for path in files:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            assert not isinstance(quad.subject, ox.BlankNode), path
            assert not isinstance(quad.object, ox.BlankNode), path


def test_what_is_claimed_never_stands_among_the_facts(snapshot):
    claimed = "https://w3id.org/comity/id/event/blockade-of-belarus"
    assert next(snapshot.query(f"ASK {{ <{claimed}> ?p ?o }}"))["answer"] == "false"
    assert next(snapshot.query(f"ASK {{ GRAPH ?g {{ <{claimed}> ?p ?o }} }}"))["answer"] == "true"


def test_the_contradictions_that_the_ontology_guards_against_are_found(tmp_path):
    import shutil

    planted = {
        "a treaty typed as a country": "treaty:union-state-1999 a comity:Country .",
        "a border with itself": "country:belarus comity:sharesBorderWith country:belarus .",
        "a disputed territory typed as a country": "territory:abkhazia a comity:Country .",
        "a person typed as a company": "person:vladimir-putin a comity:Company .",
    }
    dossier = Path(shutil.copytree(ROOT / "data", tmp_path / "dossier" / "data")).parent
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, dossier / name)
    prefixes = "".join(
        f"@prefix {kind}: <https://w3id.org/comity/id/{kind}/> .\n"
        for kind in ("treaty", "country", "territory", "person")
    )
    for what, triple in planted.items():
        (dossier / "data" / "planted.ttl").write_text(
            f"@prefix comity: <https://w3id.org/comity/ontology/> .\n{prefixes}\n{triple}\n"
        )
        done = run("build", dossier, home=tmp_path / "home")
        assert done.returncode == 1, what
        assert "contradict" in done.stderr, (what, done.stderr)

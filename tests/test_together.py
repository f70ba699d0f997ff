"""Two dossiers published together: one graph, one search, a state of both one page, each statement with its dossier."""

import csv
import io
import json
import re
import urllib.parse

import pytest

import comity
from conftest import ROOT, plain, run, serving

pytestmark = pytest.mark.slow
BASE = "https://example.org/northern/"
OURS = "https://w3id.org/comity/"
PREFIXES = f"""@prefix comity: <https://w3id.org/comity/ontology/> .
@prefix country: <{BASE}id/country/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix treaty: <{BASE}id/treaty/> .
"""
SAID = f"""{PREFIXES}
<{BASE}dataset> a dcat:Dataset ;
    dcterms:title "Northern neighbours"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:subject country:norway , country:russia ;
    dcterms:conformsTo <https://w3id.org/comity/ontology/0.2.0> .
"""
STATES = f"""{PREFIXES}
country:russia a comity:State ;
    rdfs:label "Russia"@en ;
    comity:wikidataId "Q159" .

country:norway a comity:State ;
    rdfs:label "Norway"@en ;
    comity:wikidataId "Q20" ;
    comity:sharesBorderWith country:russia .
"""
CLAIMED = f"{PREFIXES}\ncountry:norway comity:sharesBorderWith country:nowhere .\n"
RUSSIA, NORWAY = OURS + "id/country/russia", BASE + "id/country/norway"


@pytest.fixture(scope="module")
def northern(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dossiers") / "Northern"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "dataset.ttl").write_text(SAID)
    (folder / "data" / "states.ttl").write_text(STATES)
    (folder / "data" / "claims").mkdir()
    (folder / "data" / "claims" / "russia.ttl").write_text(CLAIMED)
    return folder


@pytest.fixture(scope="module")
def server(northern, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with serving(ROOT, home, str(northern)) as (client, _):
        client.home = home
        yield client


def rows(client, query):
    return list(csv.DictReader(io.StringIO(client.sparql(query).text)))


def test_both_are_one_graph_and_each_graph_says_whose_it_is(server):
    found = rows(
        server,
        "SELECT ?g ?d { GRAPH <https://w3id.org/comity/graph/meta> { ?g <http://purl.org/dc/terms/isPartOf> ?d } }",
    )
    whose = {row["g"]: row["d"] for row in found}
    assert whose[BASE + "graph/states"] == BASE + "dataset"
    assert whose[OURS + "graph/states/states"] == OURS + "dataset"
    assert len(set(whose.values())) == 2
    borders = rows(
        server, f"SELECT ?s {{ ?s <https://w3id.org/comity/ontology/sharesBorderWith> <{RUSSIA}> }}"
    )
    assert {row["s"] for row in borders} >= {NORWAY, OURS + "id/country/belarus"}


def test_a_state_of_both_is_one_page(server):
    assert rows(server, f"SELECT * {{ <{BASE}id/country/russia> ?p ?o }}") == []
    moved = server.get("/id/~northern/country/russia", "text/html")
    assert (moved.status, moved.headers["Location"]) == (303, "/about/id/country/russia")
    page = server.get("/about/id/country/russia", "text/html").text
    assert 'href="/id/~northern/country/norway"' in page
    assert 'href="/id/country/belarus"' in page
    same = rows(
        server,
        f"SELECT ?o {{ GRAPH <https://w3id.org/comity/graph/meta> {{ <{RUSSIA}> <http://www.w3.org/2002/07/owl#sameAs> ?o }} }}",
    )
    assert [row["o"] for row in same] == [BASE + "id/country/russia"]


def test_a_thing_of_the_other_has_its_page_its_search_and_its_proof(server):
    sent = server.get("/id/~northern/country/norway", "text/turtle")
    assert sent.status == 303
    reply = server.get(
        urllib.parse.urlsplit(sent.headers["Location"]).path, "text/turtle", format="ntriples"
    )
    assert f"<{NORWAY}>" in reply.text
    assert server.get("/about/id/~northern/country/norway", "text/html").status == 200
    found = json.loads(server.get("/search", q="Norway", format="json").text)
    assert NORWAY in json.dumps(found)
    why = server.get(
        "/why",
        "application/json",
        subject="~northern/country/norway",
        predicate="comity:sharesBorderWith",
        object="country:russia",
    )
    assert ".beside/northern/data/states.ttl" in why.text
    assert server.get("/graph/~northern/states", "text/turtle").status == 200


def test_claimants_of_one_name_are_heard_apart(server):
    def heard(name):
        ask = f"ASK {{ <{NORWAY}> <{OURS}ontology/sharesBorderWith> <{BASE}id/country/nowhere> }}"
        return "true" in server.sparql(ask, accept="application/json", perspective=name).text

    assert (heard("russia"), heard("russia~2")) == (False, True)


def test_the_pages_of_both_are_whole(server):
    home = server.get("/", "text/html")
    assert re.search(r"<h1>[^<]*Belarus[^<]* · Northern neighbours</h1>", home.text)
    for path in (
        "/states",
        "/timeline",
        "/map",
        "/api/common-memberships",
        "/dataset.trig",
        "/.well-known/void",
    ):
        assert server.get(path, "text/html" if "." not in path else None).status == 200, path
    dump = server.get("/dataset.trig").text
    assert BASE + "id/country/russia" not in dump
    void = server.get("/.well-known/void", "text/turtle").text
    assert "Northern neighbours" in void


def test_nothing_is_written_to_both(server, northern, tmp_path):
    refused = run(
        "serve", ROOT, northern, "--writable", "--home", tmp_path / "home", "--port", "7999"
    )
    assert refused.returncode == 1
    assert "serve one of them to write" in refused.stderr
    export = run("export", tmp_path / "out", home=server.home)
    assert (export.returncode, "several dossiers" in export.stderr) == (1, True)


def test_two_of_one_base_or_one_graph_have_one_sentence(northern, tmp_path):
    same = tmp_path / "same"
    (same / "data").mkdir(parents=True)
    (same / "data" / "dataset.ttl").write_text(SAID)
    done = run("check", northern, same)
    assert done.returncode == 1
    assert f"its base {BASE} is that of" in done.stdout
    elsewhere = "data/elsewhere/https%3A%2F%2Fexample.org%2Fg.ttl"
    other = tmp_path / "other"
    (other / "data").mkdir(parents=True)
    (other / "data" / "dataset.ttl").write_text(SAID.replace(BASE, "https://example.org/southern/"))
    for folder, name in ((northern, "North"), (other, "South")):
        (folder / "data" / "elsewhere").mkdir()
        (folder / elsewhere).write_text(
            f'<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "{name}"@en .'
        )
    try:
        told = run("check", northern, other).stdout
    finally:
        (northern / elsewhere).unlink()
        (northern / "data" / "elsewhere").rmdir()
    assert "it is the graph <https://example.org/g>, and so is" in told


def test_the_first_alone_is_as_it_was(northern, tmp_path):
    with comity.build(northern, tmp_path / "home") as snapshot:
        found = plain(
            snapshot.query(
                f"SELECT ?o {{ <{NORWAY}> <https://w3id.org/comity/ontology/sharesBorderWith> ?o }}"
            )
        )
        assert [row["o"] for row in found] == [BASE + "id/country/russia"]
        assert snapshot.manifest.beside == {}

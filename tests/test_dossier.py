"""The dossier that the repository carries: its answers, its passages, and that nothing in it hangs loose."""

import csv
import hashlib
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import comity
from comity.builder import dossier, inference, load
from comity.builder.work import Options
from comity.checks import evidence, table
from comity.errors import Inconsistent
from comity.evidence.annotations import split
from conftest import ROOT, plain, run
from support.endpoint import PREFIX
from support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow

QUERIES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
EXPECTED = ROOT / "tests" / "queries"
EMPTY = {
    "countries-held-to-be-the-same",
    "disputed-territories-typed-as-countries",
    "disputes-through-a-company",
    "recognitions",
    "total-cutoffs-on",
    "trade-and-border-disputes",
    *("adjudications", "boundaries-and-zones", "ceasefires", "incidents-and-force"),
    *("succession-of-states", "territorial-claims", "trade-flows-and-tariffs"),
    *("objections", "verification", "votes"),
}


@pytest.fixture(scope="module")
def snapshot(whole):
    with comity.open(whole) as opened:
        yield opened


def test_each_canned_query_has_its_expected_answer():
    assert QUERIES
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_a_canned_query_answers_as_expected(name, snapshot):
    body = snapshot.engine.answer(snapshot.engine.canned(name, {}, results="csv")).body.decode()
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
        plain(
            snapshot.query(
                PREFIX
                + "SELECT ?start ?end ?sha { ?p a comity:Passage ; comity:sha256 ?sha ; oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }"
            )
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
    rows = plain(
        snapshot.query(
            PREFIX
            + "SELECT ?id ?start ?end { ?c comity:claimId ?id ; comity:supportedBy ?p . ?p oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }"
        )
    )
    assert {row["id"]: (row["start"], row["end"]) for row in rows} == wanted


@needs_shared
def test_each_event_quantity_and_attributed_claim_stands_for_something(snapshot):
    with (SHARED / "facts" / "claims.tsv").open(encoding="utf-8") as file:
        kinds = {row["id"]: row["kind"] for row in csv.DictReader(file, delimiter="\t")}
    rows = plain(
        snapshot.query(
            PREFIX
            + "SELECT DISTINCT ?id { GRAPH <https://w3id.org/comity/graph/evidence> { ?reifier comity:reportedBy|comity:disputedBy ?c } ?c comity:claimId ?id }"
        )
    )
    reported = {row["id"] for row in rows}
    attributed = {
        row["id"]
        for row in plain(
            snapshot.query(
                PREFIX + "SELECT ?id { ?c a comity:AttributedClaim ; comity:claimId ?id }"
            )
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


def test_a_triple_carries_its_evidence_in_sparql_1_2_and_1_1(snapshot):
    """What the article says of other matters of the treaty is no evidence of its day."""
    triple = "<https://w3id.org/comity/id/treaty/equal-rights-1998>", "comity:signedOn", "?day"
    for reified in (
        "?reifier rdf:reifies <<( {} {} {} )>>",
        "?reifier rdf:subject {} ; rdf:predicate {} ; rdf:object {}",
    ):
        found = plain(
            snapshot.query(
                f"""{PREFIX} PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
            SELECT ?claim ?day {{ GRAPH <https://w3id.org/comity/graph/evidence> {{
              {reified.format(*triple)} . ?reifier comity:reportedBy ?claim }} }}"""
            )
        )
        assert {(row["claim"].rsplit("/", 1)[1], row["day"]) for row in found} == {
            ("equal-rights-treaty-day", "1998-12-25"),
            ("treaty-equal-rights-citizens-signed", "1998-12-25"),
        }
    short = f"GRAPH <https://w3id.org/comity/graph/evidence> {{ << {' '.join(triple)} >> comity:reportedBy ?claim }}"
    assert len(list(plain(snapshot.query(f"{PREFIX} SELECT ?claim {{ {short} }}")))) == 2


def test_every_fact_has_evidence(snapshot):
    work = table.check(ROOT, Options())
    facts = evidence.facts(work)
    assert len(facts) > 900
    assert [str(quad) for quad in facts if not work.evidence.claims(quad)] == []


def test_no_thing_is_lost_without_what_is_contested(snapshot):
    query = PREFIX + "SELECT ?kind ?thing { ?thing a ?kind }"
    kinds = ["Instrument", "Dispute", "Facility", "Event", "Membership", "OfficeHolding", "Claim"]
    with_all, without = (
        {
            kind: {row["thing"] for row in rows if row["kind"].rsplit("/", 1)[1] == kind}
            for rows in [list(plain(snapshot.query(query, contested=choice)))]
            for kind in kinds
        }
        for choice in ("include", "exclude")
    )
    assert with_all == without
    assert all(with_all.values())


def test_a_contested_detail_goes_and_what_is_inferred_from_it(snapshot):
    detail = (
        PREFIX
        + "ASK { <https://w3id.org/comity/id/event/dairy-ban-2009> comity:beginEarliest ?day }"
    )
    rest = (
        PREFIX
        + "ASK { <https://w3id.org/comity/id/event/dairy-ban-2009> comity:target ?state ; comity:endLatest ?day }"
    )
    answers = {
        choice: [
            next(plain(snapshot.query(text, contested=choice)))["answer"] for text in (detail, rest)
        ]
        for choice in ("include", "exclude")
    }
    assert answers == {"include": ["true", "true"], "exclude": ["false", "true"]}


def test_a_perspective_adds_what_its_claimant_says_on_every_path(snapshot):
    query = PREFIX + "SELECT ?polity { ?offer comity:asksToRecognise ?polity }"
    assert not list(plain(snapshot.query(query)))
    rows = list(plain(snapshot.query(query, perspectives=("alexander-lukashenko",))))
    assert {row["polity"].rsplit("/", 1)[1] for row in rows} == {"abkhazia", "south-ossetia"}


def test_accusation_and_denial_contradict_each_other_when_both_are_believed():
    parts = load.load(dossier.read_dossier(ROOT))
    claimed = parts["claims"]
    for believed, consistent in (
        (("belarus",), True),
        (("russia",), True),
        (("belarus", "russia"), False),
    ):
        graphs = {f"https://w3id.org/comity/graph/claims/{name}" for name in believed}
        facts = [q for q in claimed if q.graph_name.value in graphs]
        if consistent:
            inference.infer(parts["ontology"], facts)
        else:
            with pytest.raises(Inconsistent, match="PoliticalPurpose"):
                inference.infer(parts["ontology"], facts)


def test_every_attributed_claim_has_its_content_in_its_claimants_graph(snapshot):
    query = (
        PREFIX
        + """SELECT ?claim { ?claim a comity:AttributedClaim .
        FILTER NOT EXISTS { ?claim comity:contentIn ?graph . GRAPH ?graph { ?content comity:reportedBy ?claim } } }"""
    )
    assert list(plain(snapshot.query(query))) == []


def test_wikidata_links_and_identifiers_say_the_same(snapshot):
    rows = plain(snapshot.query(PREFIX + "SELECT ?thing ?id { ?thing comity:wikidataId ?id }"))
    links = plain(
        snapshot.query(
            "SELECT ?thing ?item { GRAPH <https://w3id.org/comity/graph/links/wikidata> { ?thing <http://www.w3.org/2004/02/skos/core#exactMatch> ?item } }"
        )
    )
    wanted = {(row["thing"], "http://www.wikidata.org/entity/" + row["id"]) for row in rows}
    assert wanted == {(row["thing"], row["item"]) for row in links}


@needs_shared
def test_each_fact_beside_the_article_has_its_node(snapshot):
    text = (SHARED / "facts" / "facts.md").read_text(encoding="utf-8")
    wanted = set(re.findall(r"^\| (F\d\d) \|", text, re.MULTILINE))
    rows = plain(
        snapshot.query(
            PREFIX
            + "SELECT DISTINCT ?fact { ?claim comity:factId ?fact ; comity:statedIn ?source }"
        )
    )
    assert len(wanted) == 50
    assert {row["fact"] for row in rows} == wanted


def test_every_thing_that_is_named_is_described(snapshot):
    rows = plain(
        snapshot.query(
            "SELECT DISTINCT ?o { ?s ?p ?o FILTER(?p != <http://www.w3.org/2004/02/skos/core#example> && isIRI(?o) && STRSTARTS(STR(?o), 'https://w3id.org/comity/id/')) FILTER NOT EXISTS { ?o ?q ?r } }"
        )
    )
    assert [row["o"] for row in rows] == []


def test_no_blank_node_stands_in_the_data_but_what_annotates_a_triple():
    files = sorted(p for p in (ROOT / "data").rglob("*.ttl") if "terms" not in p.parts)
    assert files
    for path in files:
        stated, _ = split(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
        for quad in stated:
            assert not isinstance(quad.subject, ox.BlankNode), path
            assert not isinstance(quad.object, ox.BlankNode), path


def test_what_is_claimed_never_stands_among_the_facts(snapshot):
    claimed = "https://w3id.org/comity/id/event/blockade-of-belarus"
    assert next(plain(snapshot.query(f"ASK {{ <{claimed}> ?p ?o }}")))["answer"] == "false"
    assert (
        next(plain(snapshot.query(f"ASK {{ GRAPH ?g {{ <{claimed}> ?p ?o }} }}")))["answer"]
        == "true"
    )


def test_the_contradictions_that_the_ontology_guards_against_are_found(tmp_path):
    import shutil

    planted = {
        "a treaty typed as a country": "treaty:union-state-1999 a comity:State .",
        "a border with itself": "country:belarus comity:sharesBorderWith country:belarus .",
        "a disputed area typed as a state": "territory:crimea a comity:State .",
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

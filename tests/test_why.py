"""From an inferred triple to its proof, and each step of every proof an instance of its rule."""

import json
import re

import pyoxigraph as ox
import pytest

import comity
from comity.errors import NotFound
from comity.namespace import Namespace
from comity.proofs.proof import Proof
from comity.proofs.turtle import turtle
from conftest import ROOT, SAMPLE, plain, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    with comity.build(ROOT, tmp_path_factory.mktemp("why")) as built:
        yield built


def test_a_proof_leads_to_lines_sources_and_characters(snapshot):
    proof = snapshot.why("dispute:gas-2004", "comity:involvesState", "country:russia")
    assert proof.rule == "prp-spo1"
    (leaf,) = [leaf for leaf in proof.leaves() if leaf.triple[0].endswith("/gas-2004>")]
    assert leaf.location.startswith("data/disputes/gas-2004.ttl, line ")
    assert leaf.evidence == [
        {
            "claim": "https://w3id.org/comity/id/claim/russia-belarus-gas-dispute-2004",
            "statement": "There was a gas dispute between Russia and Belarus in 2004",
            "source": "https://w3id.org/comity/id/source/belarus-russia-relations",
            "passage": "https://w3id.org/comity/id/passage/belarus-russia-relations/5603-5638",
            "start": "5603",
            "end": "5638",
        }
    ]
    told = "\n".join(proof.lines())
    assert (
        "gas dispute between Russia and Belarus in 2004 (source/belarus-russia-relations, characters 5603 to 5638)"
        in told
    )


def test_every_inferred_triple_of_the_snapshot_has_a_proof_down_to_files(snapshot):
    rows = list(
        plain(
            snapshot.query(
                "SELECT ?s ?p ?o { GRAPH <https://w3id.org/comity/graph/inferred> { ?s ?p ?o } FILTER(isIRI(?o)) } LIMIT 300"
            )
        )
    )
    assert len(rows) == 300
    for row in rows:
        proof = snapshot.why(*(f"<{row[name]}>" for name in "spo"))
        assert proof.rule
        assert all(leaf.location for leaf in proof.leaves())


def test_what_does_not_hold_is_refused_and_what_holds_trivially_is_told(snapshot):
    with pytest.raises(NotFound, match="does not hold"):
        snapshot.why("territory:abkhazia", "a", "comity:State")
    itself = snapshot.why("country:belarus", "owl:sameAs", "country:belarus")
    assert (itself.rule, itself.trivial) == ("eq-ref", True)
    assert list(itself.lines()) == [
        "country/belarus owl:sameAs country/belarus  [holds of everything, by eq-ref]"
    ]
    of_thing = snapshot.why("comity:Treaty", "rdfs:subClassOf", "owl:Thing")
    assert (of_thing.rule, len(of_thing.premises)) == ("scm-cls", 1)


def test_a_number_is_proved_in_the_form_that_answers_have(snapshot):
    text = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(ISNUMERIC(?o)) FILTER(!ISBLANK(?s)) }"
    rows = list(snapshot.query(text))[::20]
    assert len(rows) > 20
    for row in rows:
        assert snapshot.why(row["s"], row["p"], row["o"]).file


def test_what_lacks_one_premise_is_told_which(snapshot):
    with pytest.raises(NotFound) as caught:
        snapshot.why("dispute:gas-2004", "comity:involvesState", "country:ukraine")
    assert re.search(
        r"; by prp-spo2 it would if \S+ comity:\w+ country/ukraine held\.$", str(caught.value)
    )
    with pytest.raises(NotFound, match=r"does not hold in this snapshot\.$"):
        snapshot.why("territory:abkhazia", "a", "comity:State")


def test_every_line_of_a_proof_names_what_it_is_said_to(snapshot):
    proof = snapshot.why("dispute:border-zone-2017", "a", "comity:BorderRegimeDispute")
    told = [leaf for leaf in proof.leaves() if leaf.triple[2].startswith("<https://w3id.org")]
    assert len(told) > 4
    for leaf in told:
        line = (ROOT / leaf.file).read_text().splitlines()[leaf.line - 1]
        assert leaf.triple[2].rsplit("/", 1)[-1].rstrip(">") in line, leaf


def test_a_proof_is_triples_of_prov(snapshot):
    proof = snapshot.why("dispute:gas-2004", "comity:involvesState", "country:russia")
    store = ox.Store()
    store.load(turtle(proof, Namespace()), format=ox.RdfFormat.TURTLE)
    rows = store.query("""
        PREFIX comity: <https://w3id.org/comity/ontology/>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?rule (COUNT(DISTINCT ?premise) AS ?premises) (COUNT(DISTINCT ?claim) AS ?claims) {
          ?conclusion rdf:predicate comity:involvesState ; prov:wasGeneratedBy ?inference .
          ?inference a comity:Inference ; comity:byRule ?rule ; prov:used ?premise .
          OPTIONAL { ?premise comity:reportedBy ?claim . ?claim comity:supportedBy|comity:statedIn ?place }
        } GROUP BY ?rule""")
    (row,) = rows
    assert (row["rule"].value, int(row["premises"].value)) == ("prp-spo1", len(proof.premises))
    assert int(row["claims"].value) == 1


def test_what_a_proof_needs_twice_is_told_once():
    shared = Proof(
        ("<x:a>", "<x:p>", "<x:b>"), "prp-inv1", premises=[Proof(("<x:b>", "<x:q>", "<x:a>"))]
    )
    proof = Proof(("<x:a>", "<x:r>", "<x:b>"), "prp-trp", premises=[shared, shared])
    assert [line.strip().split("  ")[1] for line in proof.lines()] == [
        "[by prp-trp]",
        "[by prp-inv1]",
        "[asserted in the data]",
        "[by prp-inv1, as above]",
    ]
    first, second = proof.as_dict()["premises"]
    assert first["premises"]
    assert second["above"]


def test_the_command_proves_as_text_and_as_json(home):
    triple = ("country:ruritania", "comity:sharesBorderWith", "country:arcadia")
    text = run("why", *triple, home=home)
    assert "[by prp-symp]" in text.stdout
    assert "asserted in data/states/states.ttl, line" in text.stdout
    assert (
        json.loads(run("why", *triple, "--format", "json", home=home).stdout)["rule"] == "prp-symp"
    )
    assert "prov:wasGeneratedBy" in run("why", *triple, "--format", "turtle", home=home).stdout
    failed = run("why", "country:ruritania", "a", "comity:Treaty", home=home)
    assert failed.returncode == 1
    assert "does not hold" in failed.stderr


def test_the_server_proves_as_page_and_as_json(client):
    triple = {
        "subject": "country:ruritania",
        "predicate": "comity:sharesBorderWith",
        "object": "country:arcadia",
    }
    reply = client.get("/why", "application/json", **triple)
    assert json.loads(reply.body)["rule"] == "prp-symp"
    assert "follows by prp-symp" in client.get("/why", "text/html", **triple).text
    assert "comity:byRule" in client.get("/why", "text/turtle", **triple).text
    assert client.get("/why", "application/json", subject="country:ruritania").status == 400
    assert (
        client.get("/why", "application/json", **{**triple, "object": "country:nowhere"}).status
        == 404
    )


def test_a_snapshot_by_owlrl_keeps_no_proofs(tmp_path):
    assert run("build", SAMPLE, "--reasoner", "owlrl", home=tmp_path).returncode == 0
    done = run(
        "why", "country:ruritania", "comity:sharesBorderWith", "country:arcadia", home=tmp_path
    )
    assert done.returncode == 1
    assert "keeps no proofs" in done.stderr

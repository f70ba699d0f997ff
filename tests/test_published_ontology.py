"""The ontology as others take it over HTTP: whole, in each syntax, by version, by changes, mapped, and cited."""

import csv
import json
import re
import urllib.request

import pyhornedowl
import pyoxigraph as ox
import pytest
import rdflib
import yaml
from rdflib import OWL, RDF, RDFS
from rdflib.compare import isomorphic

from comity.ontology import merged
from conftest import ROOT, read, serving

TERM = "https://w3id.org/comity/ontology/"
WHOLE = rdflib.URIRef(TERM)
RELEASES = sorted((ROOT / "ontology" / "releases").glob("*.ttl"))
NOW = "0.2.0"


@pytest.fixture(scope="module")
def client(whole):
    with serving(ROOT, whole) as (found, _):
        yield found


def graph(reply, syntax):
    assert reply.status == 200, reply.text
    if syntax == "json-ld":  # rdflib's own parser of it warns of a class of rdflib's
        quads = ox.parse(input=reply.body, format=ox.RdfFormat.JSON_LD)
        text, syntax = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES), "nt"
        return rdflib.Graph().parse(data=text, format=syntax)
    return rdflib.Graph().parse(data=reply.body, format=syntax)


@pytest.mark.parametrize("path", ["/ontology", "/ontology/"])
@pytest.mark.parametrize(
    ("media_type", "syntax"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
    ],
)
def test_the_whole_ontology_is_one_in_every_syntax(path, media_type, syntax, client):
    found = graph(client.get(path, media_type), syntax)
    assert list(found.subjects(RDF.type, OWL.Ontology)) == [WHOLE]
    assert not list(found.objects(WHOLE, OWL.imports))
    terms = {s for s in found.subjects(RDFS.isDefinedBy) if str(s).startswith(TERM)}
    modules = read(*(ROOT / "ontology").glob("*.ttl"))
    assert terms == {s for s in modules.subjects(RDFS.isDefinedBy) if str(s).startswith(TERM)}
    assert len(terms) > 500


def test_a_browser_gets_a_page_and_no_triples(client):
    reply = client.get("/ontology/", "text/html")
    assert reply.status == 303
    assert reply.headers["Location"].startswith("/about/ontology/")


def test_functional_syntax_has_every_axiom(client):
    reply = client.get("/ontology/", format="ofn")
    assert reply.headers["Content-Type"].startswith("text/owl-functional")
    axioms = pyhornedowl.open_ontology_from_string(reply.text, "ofn").get_axioms()
    assert len(axioms) > 3000
    modules = read(*(ROOT / "ontology").glob("*.ttl"))
    for written, stated in {
        "ObjectSomeValuesFrom(": OWL.someValuesFrom,
        "ObjectHasValue(": OWL.hasValue,
        "ObjectPropertyChain(": OWL.propertyChainAxiom,
        "InverseObjectProperties(": OWL.inverseOf,
        "Declaration(Class(": None,
    }.items():
        wanted = (
            len(list(modules.subject_objects(stated)))
            if stated
            else len(
                {s for s in modules.subjects(RDF.type, OWL.Class) if isinstance(s, rdflib.URIRef)}
            )
        )
        assert reply.text.count(written) == wanted, written
    groups = [len(list(modules.items(head))) for head in modules.objects(None, OWL.members)]
    assert reply.text.count("DisjointClasses(") == sum(n * (n - 1) // 2 for n in groups)


@pytest.mark.parametrize(
    ("name", "media_type"), [("owx", "application/owl+xml"), ("omn", "text/owl-manchester")]
)
def test_other_syntaxes_of_owl_are_negotiated(name, media_type, client):
    reply = client.get("/ontology/", media_type)
    assert (reply.status, reply.headers["Content-Type"].split(";")[0]) == (200, media_type)
    same = pyhornedowl.open_ontology_from_string(client.get("/ontology/", format="ofn").text, "ofn")
    if name == "owx":
        found = pyhornedowl.open_ontology_from_string(reply.text, "owx")
        assert len(found.get_axioms()) == len(same.get_axioms())
    assert "TerritorialClaim" in reply.text


def test_an_ontology_that_the_client_has_is_not_sent_again(client):
    tag = client.get("/ontology/", "text/turtle").headers["ETag"]
    request = urllib.request.Request(
        client.base + "/ontology/", headers={"Accept": "text/turtle", "If-None-Match": tag}
    )
    assert client.send(request).status == 304


def test_the_version_of_now_is_kept_as_it_is():
    """Whoever changes a term has to give the ontology another version, and keep this one."""
    modules = (
        ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        for path in sorted((ROOT / "ontology").glob("*.ttl"))
    )
    text = merged.written(
        merged.merged(q.triple for quads in modules for q in quads), ox.RdfFormat.N_TRIPLES
    )
    current = rdflib.Graph().parse(data=text, format="nt")
    assert str(current.value(WHOLE, OWL.versionInfo)) == NOW
    assert isomorphic(current, read(ROOT / "ontology" / "releases" / f"{NOW}.ttl"))


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_a_version_answers_with_that_version(path, client):
    found = graph(client.get(f"/ontology/{path.stem}", "text/turtle"), "turtle")
    assert str(found.value(WHOLE, OWL.versionInfo)) == path.stem
    assert str(found.value(WHOLE, OWL.versionIRI)) == TERM + path.stem
    reply = client.get(f"/ontology/agent/{path.stem}", "text/turtle")
    assert (reply.status, reply.headers["Location"]) == (303, f"/ontology/{path.stem}")


def test_every_version_iri_that_the_ontology_names_answers(client):
    modules = read(
        *(ROOT / "ontology").glob("*.ttl"), *(ROOT / "ontology" / "alignments").glob("*.ttl")
    )
    named = {
        str(iri) for p in (OWL.versionIRI, OWL.priorVersion) for iri in modules.objects(None, p)
    }
    assert len(named) > 40
    for iri in named:
        reply = client.get("/" + iri.removeprefix("https://w3id.org/comity/"), "text/turtle")
        assert reply.status in (200, 303), iri


def test_a_browser_gets_a_page_of_a_version(client):
    reply = client.get("/ontology/0.1.0", "text/html,*/*;q=0.8")
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/html")
    assert "Ontology, version 0.1.0" in reply.text
    assert "This version stays as it is." in reply.text
    assert "/ontology/" in reply.headers["Link"]


def test_a_version_that_there_is_not_has_one_sentence(client):
    reply = client.get("/ontology/9.9.9", "application/json")
    assert reply.status == 404
    assert "There is no version 9.9.9 of the ontology here; kept are: 0.1.0, 0.2.0." in reply.text


def test_what_has_changed_is_told_term_by_term(client):
    told = json.loads(client.get("/ontology/changes").text)["0.1.0..0.2.0"]
    assert {"State", "TerritorialClaim", "MaritimeZone", "Listing"} <= set(told["added"])
    assert {"Country", "BorderDispute", "SupranationalUnion"} <= set(told["deprecated"])
    assert "comity:State" in told["deprecated"]["Country"]
    assert told["reworded"]["Measure"] == ["definition"]
    assert "DiplomaticMission" in told["restated"]
    assert set(told["removed"]) == {
        "asksToRecognise",
        "BelarusRussiaInstrument",
        "RussianFacilityInBelarus",
    }


def test_alignments_are_a_table_of_sssom(client):
    reply = client.get("/ontology/alignments.sssom.tsv")
    lines = reply.text.splitlines()
    head = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("#")))
    assert head["mapping_set_version"] == NOW
    rows = list(
        csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t")
    )
    stated = read(*(ROOT / "ontology" / "alignments").glob("*.ttl"))
    wanted = [
        s
        for s, p, o in stated
        if isinstance(o, rdflib.URIRef) and (s, RDF.type, OWL.Ontology) not in stated
    ]
    assert len(rows) == len(wanted) > 90
    prefixes = {*head["curie_map"]}
    for row in rows:
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert row[name].split(":")[0] in prefixes, row
        assert row["subject_label"]


def test_competency_questions_have_queries_and_expected_answers(client):
    told = json.loads(client.get("/ontology/competency-questions").text)
    assert [question["number"] for question in told] == list(range(1, len(told) + 1))
    assert len(told) >= 43
    for question in told:
        assert question["expected"], question["name"]
        assert "SELECT" in question["query"] or "ASK" in question["query"]
        path = "/api/" + question["ask"].rsplit("/api/", 1)[1]
        assert client.get(path, "text/csv").status == 200


def test_a_citation_says_what_when_and_where(client):
    told = yaml.safe_load(client.get("/cite").text)
    assert told["cff-version"] == "1.2.0"
    assert told["title"] == "Belarus–Russia"
    assert re.search(r"/snapshots/[^/]+/$", told["url"])
    assert told["references"][0]["url"] == f"{TERM}{NOW}"
    assert client.get(told["url"].split("/", 3)[3].join(["/", ""])).status == 200
    assert "@misc{comity-dataset" in client.get("/cite", format="bibtex").text
    assert json.loads(client.get("/cite", format="csl").text)[1]["version"] == NOW
    assert "Comity contributors" in client.get("/cite", "text/html").text


def test_another_form_of_citation_has_one_sentence(client):
    reply = client.get("/cite", "application/json", format="mla")
    assert reply.status == 406
    assert "The format mla is not to be had here; on offer: cff, bibtex, csl, text." in reply.text

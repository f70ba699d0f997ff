"""What a client finds without being configured: the service description, the graphs, and real clients that use them."""

import json
import subprocess

import pytest
import rdflib
from rdflib.namespace import RDF, SH, VOID

from comity.query.formats import GRAPHS, RESULTS
from comity.settings import Settings, table
from comity.web import create_app
from comity.web.pages import taken
from conftest import SAMPLE
from support.endpoint import STATE, assert_problem

GRAPH = "https://w3id.org/comity/graph/"
DATASET = rdflib.URIRef("https://w3id.org/comity/dataset")
STATES = GRAPH + "states/states"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = rdflib.Namespace("https://schema.org/")
COMITY = rdflib.Namespace("https://w3id.org/comity/ontology/")
COMUNICA = "@comunica/query-sparql@4.5.0"
SCRIPT = """
import {QueryEngine} from "@comunica/query-sparql";
const [url, query, type] = process.argv.slice(2);
const source = type ? {type, value: url} : url;
const found = await new QueryEngine().queryBindings(query, {sources: [source]});
const rows = await found.toArray();
console.log(JSON.stringify(rows.map(row => Object.fromEntries([...row].map(([k, v]) => [k.value, v.value])))));
"""
PREFIXES = "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT DISTINCT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }"
EXAMPLES = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?example ?comment ?query { ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query }"
PARTITIONS = "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?class ?property ?other { ?part void:class ?class ; void:propertyPartition ?sub . ?sub void:property ?property OPTIONAL { ?sub void:classPartition [ void:class ?other ] } }"


@pytest.fixture(scope="module")
def described(client):
    """The service description of the sample's server."""
    reply = client.get("/sparql", "text/turtle")
    assert reply.headers["Content-Type"] == "text/turtle"
    return rdflib.Graph().parse(data=reply.body, format="turtle")


@pytest.fixture
def comunica(node_package):
    """A function that asks a question through Comunica, of a source of which it knows the address alone."""
    script = node_package(COMUNICA) / "ask.mjs"
    script.write_text(SCRIPT)

    def ask(url, query, *kind):
        command = ["node", script, url, query, *kind]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


def test_the_service_tells_its_formats_entailment_limits_and_graphs(client, described):
    service = rdflib.URIRef(client.base + "/sparql")
    formats = {str(iri) for iri in described.objects(service, SD.resultFormat)}
    assert formats == {form.iri for form in RESULTS + GRAPHS if form.iri}
    assert described.value(service, SD.defaultEntailmentRegime)
    limits = {
        str(described.value(limit, SCHEMA.name)): int(described.value(limit, SCHEMA.value))
        for limit in described.objects(service, SCHEMA.additionalProperty)
    }
    assert set(limits) == {name for name, _, _ in table()}
    assert limits["query_seconds"] == 2
    assert rdflib.URIRef(STATES) in set(described.objects(None, SD.name))


def test_the_description_holds_what_an_editor_completes_from(described):
    assert ("comity", str(COMITY)) in {tuple(map(str, row)) for row in described.query(PREFIXES)}
    found = {tuple(row) for row in described.query(PARTITIONS)}
    assert (COMITY.Country, COMITY.sharesBorderWith, COMITY.Country) in found
    triples = described.value(
        described.value(None, VOID["class"], COMITY.Country), VOID.propertyPartition
    )
    assert int(described.value(triples, VOID.triples)) > 0


def test_each_canned_query_is_an_example_that_runs(client, described):
    rows = list(described.query(EXAMPLES))
    assert {str(row.example).split("/")[-1] for row in rows} == {
        path.stem for path in (SAMPLE / "queries").glob("*.rq")
    }
    for row in rows:
        assert client.sparql(str(row.query)).status == 200
        assert (row.example, RDF.type, SH.SPARQLSelectExecutable) in described


def test_the_dataset_tells_where_it_can_be_asked(client):
    reply = client.get("/.well-known/void", "application/n-triples")
    triples = rdflib.Graph().parse(data=reply.body, format="nt")
    assert [str(url) for url in triples.objects(None, VOID.sparqlEndpoint)] == [
        client.base + "/sparql"
    ]
    assert int(triples.value(DATASET, VOID.triples)) > 10


def test_a_description_in_a_form_that_is_none_is_not_acceptable(client):
    assert_problem(client.get("/sparql", "image/png"), 406)


def test_a_graph_is_read_by_its_name_and_at_its_own_address(client):
    indirect = client.get("/graph-store", "text/turtle", graph=STATES)
    direct = client.get("/graph/states/states", "text/turtle")
    assert indirect.status == direct.status == 200
    assert indirect.body == direct.body
    triples = rdflib.Graph().parse(data=indirect.body, format="turtle")
    assert (rdflib.URIRef(STATE), RDF.type, COMITY.Country) in triples
    assert len(triples) == len(rdflib.Graph().parse(SAMPLE / "data/states/states.ttl"))


def test_a_browser_is_sent_from_a_graph_to_the_page_about_it(client):
    assert client.get("/graph/states/states", "text/html").status == 303


def test_the_default_graph_is_what_the_reader_takes_for_so(client):
    sizes = [
        len(
            client.get(
                "/graph-store", "application/n-triples", default="", **view
            ).text.splitlines()
        )
        for view in ({}, {"entailment": "none"}, {"perspective": "ruritania"})
    ]
    count = client.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text.split()[1]
    assert sizes[0] == int(count)
    assert sizes[1] < sizes[0] < sizes[2]


def test_a_graph_store_read_that_is_wrong_says_how(client):
    assert_problem(client.get("/graph-store"), 400, "graph", "default")
    assert_problem(client.get("/graph-store?default", graph=STATES), 400, "one graph")
    assert_problem(client.get("/graph-store", graph="no iri"), 400, "IRI")
    assert_problem(client.get("/graph-store", graph=GRAPH + "nowhere"), 404, "nowhere")
    assert_problem(client.get("/graph/nowhere", "text/turtle"), 404, "nowhere")
    assert_problem(client.get("/graph-store?default", "text/csv"), 406)


@pytest.mark.npm
def test_comunica_finds_the_endpoint_from_its_address_alone(client, comunica):
    query = f"SELECT ?o WHERE {{ <{STATE}> <{COMITY.sharesBorderWith}> ?o }}"
    assert comunica(client.base + "/sparql", query) == [
        {"o": STATE.replace("arcadia", "ruritania")}
    ]


@pytest.mark.npm
@pytest.mark.parametrize("query", [PREFIXES, EXAMPLES, PARTITIONS])
def test_an_editor_that_reads_the_description_through_comunica_finds_all(
    client, comunica, described, query
):
    """This is how @sib-swiss/sparql-editor reads the description of an endpoint."""
    found = comunica(client.base + "/sparql", query, "file")
    assert len(found) == len(list(described.query(query))) > 0


def test_every_page_says_which_parameters_it_takes(home):
    app = create_app(home, Settings())
    try:
        with app.app_context():
            looked_at_themselves = {
                *("api.answer", "graph_store.indirect", "sparql.sparql", "static"),
                *("status.health", "status.live", "status.metrics", "pages.favicon"),
                *("memento.change", "memento.gate", "memento.timemap", "memento.unknown"),
                *("rows.of_canned", "rows.of_query"),
            }
            assert set(taken.unlisted()) <= looked_at_themselves
            known = {rule.endpoint for rule in app.url_map.iter_rules()}
            assert set(taken.TAKEN) <= known
    finally:
        app.extensions["comity"].close()

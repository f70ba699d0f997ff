"""The SPARQL protocol and the canned queries, against a server started as a user starts it."""

import csv
import io
import json
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TSV, XML, SPARQLWrapper

from comity.query.formats import GRAPHS, RESULTS
from conftest import ROOT, SAMPLE, run, serving
from support.endpoint import ENDLESS, GREEDY, ROWS, STATE, assert_problem, children, listener

pytestmark = pytest.mark.slow
JSON_RESULTS = "application/sparql-results+json"

EXPECTED = [
    (STATE, STATE.replace("arcadia", "ruritania")),
    (STATE.replace("arcadia", "ruritania"), STATE),
]


def rows_of(body, name):
    media = next(form.engine for form in RESULTS if form.name == name)
    if name == "csv":
        return [tuple(row) for row in list(csv.reader(io.StringIO(body.decode())))[1:]]
    found = ox.parse_query_results(input=body, format=media)
    return [(row["s"].value, row["o"].value) for row in found]


@pytest.mark.parametrize("form", [f for f in RESULTS if f.engine], ids=lambda f: f.name)
def test_every_result_format_has_the_same_rows(client, form):
    by_header = client.sparql(ROWS, accept=form.media_type.split(";")[0])
    by_name = client.sparql(ROWS, accept=None, format=form.name)
    assert by_header.headers["Content-Type"] == form.media_type
    assert rows_of(by_header.body, form.name) == rows_of(by_name.body, form.name) == EXPECTED


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_graph_format_has_the_same_triples(client, form):
    reply = client.sparql(
        "CONSTRUCT WHERE { ?s a <https://w3id.org/comity/ontology/Country> }",
        accept=form.media_type,
    )
    triples = {quad.triple for quad in ox.parse(input=reply.body, format=form.engine)}
    assert {triple.subject.value for triple in triples} == {row[0] for row in EXPECTED}


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_gets_an_answer_in_each_format(client, form):
    wrapper = SPARQLWrapper(client.base + "/sparql")
    wrapper.setQuery(ROWS)
    wrapper.setReturnFormat(form)
    answer = wrapper.queryAndConvert()
    text = (
        answer
        if isinstance(answer, bytes)
        else str(answer if form == JSON else answer.toxml()).encode()
    )
    assert b"ruritania" in text


def test_curl_gets_the_same_rows(client):
    url = client.base + "/sparql"
    done = subprocess.run(
        ["curl", "-s", url, "-H", "Accept: text/csv", "--data-urlencode", "query=" + ROWS],
        capture_output=True,
        timeout=30,
    )
    assert rows_of(done.stdout, "csv") == EXPECTED


def test_post_direct_and_post_form_answer_as_get_does(client):
    form = urllib.parse.urlencode({"query": ROWS}).encode()
    direct = client.post("/sparql", ROWS.encode(), "application/sparql-query", "text/csv")
    assert (
        direct.body
        == client.post("/sparql", form, "application/x-www-form-urlencoded", "text/csv").body
        == client.sparql(ROWS).body
    )


def test_rdflibs_sparql_store_reads_the_endpoint(client):
    store = rdflib.Graph(SPARQLStore(client.base + "/sparql"))
    assert [tuple(map(str, row)) for row in store.query(ROWS)] == EXPECTED
    assert rdflib.URIRef(STATE) in set(store.subjects(rdflib.RDF.type))


def test_the_method_query_answers_as_post_does(client):
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    url = client.base + "/sparql"
    asked = urllib.request.Request(url, ROWS.encode(), headers, method="QUERY")
    assert client.send(asked).text == client.sparql(ROWS).text


def test_the_endpoint_answers_with_and_without_a_slash_at_its_end(client):
    assert client.get("/sparql/", "text/csv", query=ROWS).text == client.sparql(ROWS).text


def test_a_relative_iri_is_read_under_the_base_of_the_dossier(client):
    assert "true" in client.sparql("ASK { <id/country/arcadia> ?p ?o }").text


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/turtle; charset=utf-8", "text/turtle"),
        ("application/n-triples;q=0.5, text/turtle;q=0.4", "application/n-triples"),
        ("text/*", "text/turtle"),
        ("*/*", "text/turtle"),
    ],
)
def test_the_form_follows_the_accept_header(client, accept, given):
    assert client.sparql("CONSTRUCT WHERE { ?s ?p ?o }", accept).headers["Content-Type"] == given


def test_ask_answers_with_a_truth_value(client):
    assert json.loads(client.sparql("ASK { ?s ?p ?o }", accept=None).body)["boolean"] is True


def test_entailment_none_leaves_out_what_is_inferred(client):
    assert len(client.sparql(ROWS, entailment="none").text.splitlines()) == 2
    assert len(client.get("/api/neighbours", "text/csv", entailment="none").text.splitlines()) == 2
    assert_problem(client.sparql(ROWS, entailment="rdfs"), 400, "entailment")


def test_a_claim_is_no_fact_unless_its_claimant_is_asked_for(client):
    query = "SELECT ?t { ?t a <https://w3id.org/comity/ontology/Treaty> }"
    assert "secret" not in client.sparql(query).text
    assert "secret" in client.sparql(query, perspective="ruritania").text
    assert_problem(client.sparql(query, perspective="arcadia"), 404, "ruritania")


def test_a_page_names_the_files_of_a_statement_and_no_copy(client):
    page = client.get("/about/id/country/arcadia?as=table", "text/html").text
    said = page.split("Where it stands")[1].split("</table>")[0]
    assert ">graph:states/states<" in said
    assert "graph:uncontested" not in said
    assert "graph:asserted" not in said


def test_what_is_contested_can_be_left_out(client):
    everything = client.sparql(ROWS).text.splitlines()
    assert client.sparql(ROWS, contested="include").text.splitlines() == everything
    assert_problem(client.sparql(ROWS, contested="maybe"), 400, "include or exclude")


def test_the_dataset_describes_itself(client):
    reply = client.get("/.well-known/void", "text/turtle")
    assert reply.status == 200
    store = ox.Store()
    store.load(input=reply.body, format=ox.RdfFormat.TURTLE)
    void = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX prov: <http://www.w3.org/ns/prov#> "
    assert store.query(
        void + "ASK { ?d a void:Dataset ; prov:wasGeneratedBy ?b ; void:triples ?n }"
    )
    assert store.query(
        void + "ASK { ?d void:propertyPartition ?p . ?p void:property ?q ; void:triples ?n }"
    )


def test_the_context_of_the_ontology_is_served(client):
    reply = client.get("/context.jsonld")
    assert reply.headers["Content-Type"] == "application/ld+json"
    assert json.loads(reply.body)["@context"]["sharesBorderWith"]["@type"] == "@id"


def test_a_composed_default_graph_is_a_set(client):
    graph = "https://w3id.org/comity/graph/"
    query = "SELECT (COUNT(*) AS ?n) { <https://w3id.org/comity/id/country/arcadia> a ?class }"
    reply = client.sparql(
        query, **{"default-graph-uri": [graph + "states/states", graph + "claims/ruritania"]}
    )
    assert reply.text.split() == ["n", "1"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT <URL> { SELECT ?s { ?s ?p 'x' } } }",
        "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'SERVICE<URL>{ ?s ?p ?o } }",
        "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE#comment\n<URL> { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?g) SERVICE ?g { ?s ?p ?o } }",
        "SELECT * { BIND('a\\'' AS ?a) SERVICE <URL> { ?s ?p ?o } BIND('' AS ?b) }",
        "SELECT * { FILTER(?a<'x>' ) SERVICE <URL> { ?s ?p ?o } FILTER('' = '') }",
        "SELECT * { FILTER(?a<?b#>'\n) SERVICE <URL> { ?s ?p ?o } FILTER('' = '') }",
        "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    ],
)
def test_service_in_any_disguise_is_refused_and_nothing_leaves(client, query):
    with listener() as (url, arrived):
        assert_problem(client.sparql(query.replace("URL", url)), 403, "SERVICE")
        assert not arrived


@pytest.mark.parametrize(
    "word", ["SERVI\\u0043E", "\\U00000053ERVICE", "\u017fERVICE", "SERV\u0130CE"]
)
def test_no_letter_but_its_own_makes_the_word_service(client, word):
    with listener() as (url, arrived):
        query = f"SELECT * {{ {word} <{url}> {{ ?s ?p ?o }} }}"
        assert_problem(client.sparql(query), 400, "parse")
        assert not arrived


def test_the_word_service_in_a_text_or_a_name_is_no_service(client):
    query = "PREFIX service: <http://x/> SELECT ?service { BIND('SERVICE load' AS ?service) OPTIONAL { ?service service:LOAD 'x' } } # SERVICE"
    assert "SERVICE load" in client.sparql(query).text


def test_load_and_every_other_update_is_refused(client):
    assert_problem(
        client.post("/sparql", b"LOAD <http://127.0.0.1/>", "application/sparql-update"),
        403,
        "updates",
    )
    assert_problem(
        client.post("/sparql", b"update=CLEAR+ALL", "application/x-www-form-urlencoded"),
        403,
        "updates",
    )
    assert_problem(client.sparql("LOAD <http://127.0.0.1/>"), 400, "parse")


def test_a_query_that_never_ends_is_stopped_and_the_server_goes_on(client):
    start = time.monotonic()
    assert_problem(client.sparql(ENDLESS), 503, "2 seconds")
    assert time.monotonic() - start < 10
    assert client.sparql(ROWS).status == 200


def test_a_query_that_eats_memory_is_stopped_and_the_server_goes_on(client):
    many = [
        threading.Thread(target=lambda: replies.append(client.sparql(GREEDY))) for _ in range(2)
    ]
    replies = []
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()
    for reply in replies:
        assert_problem(reply, 503, "limit")
    assert client.sparql(ROWS).status == 200


def test_memory_alone_stops_a_greedy_query(home):
    with serving(SAMPLE, home, "--query-bytes", str(50 * 2**20), "--query-seconds", "60") as (
        client,
        _,
    ):
        assert_problem(client.sparql(GREEDY), 503, "bytes of memory")
        assert client.sparql(ROWS).status == 200


def test_an_answer_past_its_size_is_an_error_and_never_cut(client):
    assert_problem(
        client.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f }", accept=None), 503, "200000 bytes"
    )


def test_a_request_past_its_size_is_refused(client):
    assert client.post("/sparql", b"#" * 200000, "application/sparql-query").status == 413


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"entailment": "rl"}, ["no query"]),
        ({"query": "SELEC"}, ["does not parse"]),
        ({"query": ["ASK {}", "ASK {}"]}, ["more than one"]),
        ({"query": "ASK {}", "format": "word"}, ["format", "turtle"]),
        ({"query": "ASK { BIND('\\U00110000' AS ?x) }"}, ["parse"]),
    ],
)
def test_a_request_that_is_wrong_says_how(client, params, words):
    assert_problem(client.get("/sparql", **params), 400, *words)


def test_a_media_type_that_nothing_fits_is_not_acceptable(client):
    assert_problem(client.sparql("ASK {}", accept="image/png"), 406, "image/png", "text/csv")
    assert_problem(client.sparql("CONSTRUCT WHERE { ?s ?p ?o }", accept="text/csv"), 406)


@pytest.mark.parametrize(
    ("path", "params", "status", "words"),
    [
        ("/api/treaties", {}, 404, ["treaties", "treaties-of-a-state"]),
        ("/api/treaties-of-a-state", {}, 400, ["state", "The state asked about"]),
        ("/api/treaties-of-a-state", {"state": "arcadia"}, 400, ["state", "iri"]),
        (
            "/api/treaties-of-a-state",
            {"state": STATE, "since": "yesterday"},
            400,
            ["since", "date"],
        ),
        (
            "/api/treaties-of-a-state",
            {"state": STATE, "colour": "red"},
            400,
            ["colour", "since, state"],
        ),
    ],
)
def test_a_wrong_call_of_a_canned_query_says_how(client, path, params, status, words):
    assert_problem(client.get(path, **params), status, *words)


def test_a_parameter_is_bound_as_a_term_and_never_pasted(client):
    hostile = STATE + "> ?p ?o } #"
    assert_problem(client.get("/api/treaties-of-a-state", state=hostile), 400, "iri")
    assert "concord-1901" in client.get("/api/treaties-of-a-state", "text/csv", state=STATE).text
    assert (
        "concord-1901"
        not in client.get(
            "/api/treaties-of-a-state", "text/csv", state=STATE, since="1950-01-01"
        ).text
    )


def test_openapi_describes_each_canned_query(client):
    content = json.loads(client.get("/api/openapi.json").body)
    listed = {query["name"] for query in json.loads(client.get("/api/").body)}
    assert (
        {path.removeprefix("/api/").removesuffix("/evidence") for path in content["paths"]}
        == listed
        == {path.stem for path in (SAMPLE / "queries").iterdir()}
    )


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_an_iri_answers_303_to_a_document_about_it(client, accept, media_type):
    sent_on = client.get("/id/country/arcadia", accept)
    assert sent_on.status == 303
    document = client.get(sent_on.headers["Location"], accept)
    assert document.status == 200
    assert document.headers["Content-Type"] == media_type
    assert "arcadia" in document.text


def test_every_iri_of_ontology_and_data_answers(client):
    iris = client.sparql(
        "SELECT DISTINCT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?x ?y ?z } BIND(?g AS ?s) } FILTER(STRSTARTS(STR(?s), 'https://w3id.org/comity/')) }"
    ).text.split()[1:]
    assert len(iris) > 10
    for iri in iris:
        reply = client.get("/about/" + iri.removeprefix("https://w3id.org/comity/"), "text/html")
        assert reply.status == 200, iri


def test_what_nobody_speaks_of_is_not_found(client):
    assert_problem(client.get("/about/id/country/atlantis", "text/turtle"), 404, "atlantis")
    assert client.get("/id/../../etc/passwd").status == 404
    assert client.get("/nowhere").status == 404


def test_a_hostile_label_is_shown_as_text(client):
    page = client.get("/about/id/treaty/concord-1901", "text/html")
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text.replace('<script type="application/ld+json">', "")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_browser_gets_pages(client):
    for path in (
        "/",
        "/sparql",
        "/api/",
        "/api/neighbours",
        "/api/treaties-of-a-state",
        "/nowhere",
    ):
        assert (
            client.get(path, "text/html,*/*;q=0.8").headers["Content-Type"].startswith("text/html")
        ), path


def test_a_port_in_use_is_said_in_one_sentence(client, home):
    port = client.base.rsplit(":", 1)[1]
    done = run("serve", SAMPLE, "--port", port, home=home)
    assert done.returncode == 1
    assert "Cannot listen" in done.stderr


def test_a_spoilt_dossier_is_served_from_its_last_good_snapshot(dossier, tmp_path):
    assert run("build", dossier, home=tmp_path / "home").returncode == 0
    (dossier / "data/states/states.ttl").write_text("this is no Turtle")
    with serving(dossier, tmp_path / "home") as (client, _):
        assert client.sparql(ROWS).status == 200


def test_a_running_server_takes_up_a_new_snapshot(dossier, tmp_path):
    with serving(dossier, tmp_path / "home") as (client, _):
        before = json.loads(client.get("/health").body)["snapshot"]
        path = dossier / "data/treaties/concord-1901.ttl"
        path.write_text(path.read_text().replace("1901-05-04", "1901-05-09"))
        assert run("build", dossier, home=tmp_path / "home").returncode == 0
        assert json.loads(client.get("/health").body)["snapshot"] != before
        assert "1901-05-09" in client.get("/api/treaties-of-a-state", "text/csv", state=STATE).text


def left_of(pids, seconds=5):
    """Those of *pids* that still run after a moment; a zombie does not."""
    stats = [Path(f"/proc/{pid}/stat") for pid in pids]
    until = time.monotonic() + seconds
    while (left := [path for path in stats if _runs(path)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _runs(stat):
    try:
        return ") Z " not in stat.read_text()
    except OSError:
        return False


def test_a_stopped_server_leaves_no_process_behind(home):
    with serving(SAMPLE, home) as (client, process):
        while len(below := children(process.pid)) < 4:
            assert client.get("/health").status == 200
    assert process.returncode == 0
    assert not left_of(below)


def test_a_killed_server_leaves_no_process_behind(home):
    with serving(SAMPLE, home) as (_, process):
        below = children(process.pid)
        process.kill()
        process.wait()
        time.sleep(1)
    assert not left_of(below)


def test_answers_are_what_openapi_says_of_them(whole):
    held = 0
    with serving(ROOT, whole) as (client, _):
        document = json.loads(client.get("/api/openapi.json").body)
        for path, operations in document["paths"].items():
            described = operations["get"]["responses"]["200"]["content"]
            schema = described.get(JSON_RESULTS, {})
            if "x-columns" not in schema:
                continue
            given = {p["name"]: p["example"] for p in operations["get"]["parameters"] if "example" in p}  # fmt: skip
            reply = client.get(f"{path}?{urllib.parse.urlencode(given)}", JSON_RESULTS)
            assert reply.status == 200, reply.text
            found = json.loads(reply.body)
            jsonschema.validate(found, {"components": document["components"], **schema["schema"]})
            assert found["head"]["vars"] == schema["x-columns"]
            held += 1
    assert held > 60

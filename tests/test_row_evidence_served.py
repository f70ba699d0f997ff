"""The evidence of rows as it is asked for: from Python, on the terminal and over HTTP, for people and programs."""

import json
import re
import threading
from html import unescape
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.query import Result

import comity
from comity.errors import BadQuery, Closed, NoSuchRow, QueryTooBig
from comity.query.engine import Engine
from comity.query.header import read_queries
from comity.rows.answer import evidence
from comity.settings import Settings
from comity.snapshot import read_snapshot
from comity.vocabulary import ASSERTED, EVIDENCE, PREFIXES
from conftest import ROOT, run, serving

pytestmark = pytest.mark.slow
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
QUERIES = read_queries({p.stem: p.read_text() for p in (ROOT / "queries").glob("*.rq")})
LINK = re.compile(r'<a class="why" rel="nofollow" href="([^"]*)"')
TREATIES = (
    PROLOGUE + "SELECT ?query ?name { ?query a comity:Treaty ; rdfs:label ?name } ORDER BY ?name"
)


@pytest.fixture(scope="module")
def snapshot(whole):
    with comity.open(whole) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(whole):
    with serving(ROOT, whole, "--evidence-statements", "60") as (client, _):
        yield client


def parsed(names, graph=""):
    quad = next(iter(ox.parse(input=f"{' '.join(names)} .", format=ox.RdfFormat.N_TRIPLES)))
    return ox.Quad(*quad.triple, ox.NamedNode(graph) if graph else ox.DefaultGraph())


def said(snapshot, text, **view):
    return next(iter(snapshot.query(PROLOGUE + text, **view)))["answer"].value == "true"


@pytest.mark.parametrize("name", QUERIES)
def test_each_canned_question_gives_the_evidence_of_its_rows(snapshot, name):
    rows = snapshot.run(name, **QUERIES[name].example)
    for row in list(rows)[:5]:
        evidence = rows.evidence(row)
        assert evidence.statements
        assert evidence.is_checked or evidence.count > 100
        for one in evidence.statements:
            if not one.graph and not any(term.startswith("_:") for term in one.triple):
                assert said(snapshot, f"ASK {{ {' '.join(one.triple)} }}")
                assert one.kind == ("inferred" if one.proof.rule else "asserted")


def test_a_row_leads_to_claims_sources_and_passages(snapshot):
    rows = snapshot.run("timeline")
    evidence = rows.evidence({"event": "event:cis-founding-1991"})
    by_kind = {one.kind for one in evidence.statements}
    assert by_kind == {"asserted", "inferred"}
    dated = next(one for one in evidence.statements if "beginEarliest" in one.triple[1])
    assert dated.proof.file == "data/events/1990s.ttl"
    assert any("start" in place for place in dated.proof.evidence)
    assert set(dated.claims) == {place["claim"] for place in dated.proof.evidence}
    inferred = next(one for one in evidence.statements if one.kind == "inferred")
    assert [leaf for leaf in inferred.proof.leaves() if leaf.evidence]


def test_a_contested_statement_is_marked_and_left_out_with_the_view(snapshot):
    text = f"""SELECT ?s ?p ?o {{ GRAPH <{EVIDENCE}> {{ ?node comity:isContested true ;
        rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} ?s ?p ?o }} ORDER BY ?s ?p"""
    row = next(iter(snapshot.query(PROLOGUE + text)))
    plain = f"SELECT ?o {{ {row['s']} {row['p']} ?o }}"
    evidence = snapshot.query(plain).evidence({"o": row["o"]})
    assert evidence.statements[0].is_contested
    assert evidence.statements[0].disputed_by
    with pytest.raises(NoSuchRow):
        snapshot.query(plain, contested="exclude").evidence({"o": row["o"]})


def test_without_entailment_nothing_is_inferred(snapshot):
    rows = snapshot.query(PROLOGUE + "SELECT * { ?x a comity:Treaty, ?c }", entailment="none")
    assert {one.kind for one in rows.evidence({}).statements} == {"asserted"}


def test_what_somebody_claims_has_the_evidence_of_that_claim(snapshot):
    who, graph = next(iter(snapshot.engine.claimants.items()))
    text = f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    evidence = snapshot.query(text).evidence({})
    assert evidence.statements[0].graph == graph
    heard = snapshot.query("SELECT * { ?s ?p ?o }", perspectives=(who,))
    row = {name: value for name, value in evidence.row.items() if value["type"] == "uri"}
    found = heard.evidence({name: value["value"] for name, value in row.items()})
    assert found.is_checked


def test_notes_tell_what_no_statement_can(snapshot):
    text = """SELECT ?x (1 + 1 AS ?two) { VALUES ?kind { comity:Treaty } ?x a/rdfs:subClassOf* ?kind
        BIND(STR(?x) AS ?text) FILTER(?x != comity:nothing) FILTER NOT EXISTS { ?x comity:noSuchTerm ?y }
        FILTER EXISTS { ?x rdfs:label [] } OPTIONAL { ?x comity:noSuchTerm ?z } MINUS { ?x comity:amount 5 }
        { SELECT ?x (COUNT(*) AS ?n) { ?x rdfs:label ?l } GROUP BY ?x } } ORDER BY ?x LIMIT 2"""
    evidence = snapshot.query(PROLOGUE + text).evidence()
    kinds = {note.kind for note in evidence.derivations[0].notes}
    assert kinds == {
        "given",
        "path",
        "computed",
        "condition",
        "absent",
        "found",
        "unmatched",
        "counted",
    }
    assert evidence.clauses == ("ORDER BY (?x)", "LIMIT 2")
    assert evidence.is_checked


def test_what_is_counted_is_shown_to_the_hundredth(snapshot):
    evidence = snapshot.query("SELECT (COUNT(*) AS ?n) { ?s a ?t }").evidence({})
    assert evidence.count == int(evidence.row["n"]["value"]) > 1000
    assert len(evidence.derivations) == 100
    assert evidence.is_checked is None
    assert f"Of the {evidence.count} solutions" in evidence.check
    few = snapshot.query(
        PROLOGUE + "SELECT (COUNT(*) AS ?n) { ?s a comity:DebtRelation }"
    ).evidence({})
    assert few.is_checked


def test_an_ask_rests_on_what_is_there_or_on_nothing(snapshot):
    yes = snapshot.query(PROLOGUE + "ASK { ?s a comity:Treaty }").evidence()
    assert (yes.row["answer"]["value"], len(yes.statements), yes.is_checked) == ("true", 1, True)
    no = snapshot.query(PROLOGUE + "ASK { ?s a comity:NoSuchThing }").evidence()
    assert (no.row["answer"]["value"], len(no.statements)) == ("false", 0)
    assert no.derivations[0].notes[0].kind == "absent"


def test_blank_nodes_languages_and_other_letters_are_found_again(snapshot):
    for text in (
        "SELECT ?node ?p { ?node ?p ?o FILTER(ISBLANK(?node)) } LIMIT 5",
        "SELECT ?x ?name { ?x rdfs:label ?name FILTER(LANG(?name) = 'be') }",
        f"SELECT ?n ?t {{ GRAPH <{EVIDENCE}> {{ ?n rdf:reifies ?t }} }} LIMIT 3",
        "SELECT ?имя { ?x rdfs:label ?имя FILTER(LANG(?имя) = 'ru') }",
        "SELECT ?start { ?x oa:start ?start }",
    ):
        rows = snapshot.query(PROLOGUE + text)
        row = next(rows)
        evidence = rows.evidence(row)
        assert evidence.is_checked, text
        assert set(evidence.row) == set(row)


@pytest.mark.parametrize(
    ("text", "row", "sentence"),
    [
        ("SELECT ?x { ?x a comity:Treaty }", {"x": "country:belarus"}, "The query gives no row with x = "),
        ("SELECT ?x { ?x a comity:Treaty }", {"y": "country:belarus"}, "has no column y; its columns are: x."),
        ("SELECT ?x (RAND() AS ?n) { ?x a comity:Treaty }", {"n": "0.5"}, "in the same view, without those that differ each time that it is asked."),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {}, "CONSTRUCT gives triples and no rows; of each triple /why"),
        ("SELECT ?t { BIND(TRIPLE(?s, ?s, ?s) AS ?t) }", {}, "cannot be traced: line 16 has what is not in SPARQL 1.1"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(snapshot, text, row, sentence):
    with pytest.raises((NoSuchRow, BadQuery), match=re.escape(sentence)):
        snapshot.query(PROLOGUE + text).evidence(row)


def test_too_much_evidence_is_refused_by_its_limit(snapshot):
    text = "SELECT (COUNT(*) AS ?n) { ?s a ?t }"
    snapshot.engine.settings = Settings(evidence_statements=20)
    try:
        with pytest.raises(
            QueryTooBig, match="The evidence is more than 20 statements; ask"
        ) as failure:
            snapshot.query(PROLOGUE + text).evidence()
    finally:
        snapshot.engine.settings = Settings()
    assert failure.value.limit == "evidence_statements"


def test_the_terminal_shows_it(snapshot, whole):
    done = run(
        "query",
        "timeline",
        "--evidence",
        "--row",
        "event=event:cis-founding-1991",
        home=whole,
        cwd=ROOT,
    )
    assert "[asserted in data/events/1990s.ttl, line" in done.stdout
    assert "← claim/cis-created: The CIS was created on 8 December 1991" in done.stdout
    assert "Asked of these statements alone the query gives this row again." in done.stdout
    told = run("query", "timeline", "--evidence", "--format", "json", home=whole, cwd=ROOT)
    assert json.loads(told.stdout)["statements"]
    for options, sentence in (
        (("--row", "event=x:y"), "--row says whose evidence is wanted; give --evidence too."),
        (("--evidence", "--row", "event"), "--row event is not COLUMN=TERM"),
        (("--evidence", "--row", "event=event:none"), "The query gives no row with event = <"),
        (
            ("--evidence", "--format", "csv"),
            "Evidence has no format csv; ask for table, json, turtle.",
        ),
    ):
        done = run("query", "timeline", *options, home=whole, cwd=ROOT)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert sentence in done.stderr


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/api/timeline", {}),
        ("/api/members-on", {"date": "1995-01-01"}),
        ("/api/treaties-of-a-country", QUERIES["treaties-of-a-country"].example),
        ("/sparql", {"query": TREATIES}),
        ("/sparql", {"query": "ASK { ?s ?p ?o }"}),
        (
            "/sparql",
            {
                "query": "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } <https://w3id.org/comity/id/country/belarus> a ?c } LIMIT 2"
            },
        ),
    ],
)
def test_every_row_of_a_page_leads_to_its_evidence(client, path, given):
    page = client.get(path, "text/html", **given)
    links = [unescape(link) for link in LINK.findall(page.text)]
    assert len(links) == max(1, page.text.count("<tr>") - 1)
    for link in links[:2] + links[-1:]:
        shown = client.get(link, "text/html")
        assert shown.status == 200
        assert "What this row rests on" in shown.text
        assert "the query gives this row again" in shown.text
        told = client.get(link, "application/json")
        assert json.loads(told.text)["checked"] is True


def test_the_view_of_a_page_stays_that_of_its_evidence(client):
    page = client.get("/api/timeline", "text/html", contested="exclude", lang="ru")
    link = unescape(LINK.findall(page.text)[0])
    assert "contested=exclude" in link
    assert (
        'href="/api/timeline?contested=exclude&amp;lang=ru"' in client.get(link, "text/html").text
    )


def test_it_is_provenance_in_rdf(client):
    reply = client.get("/api/timeline/evidence", "text/turtle", event="event:cis-founding-1991")
    assert reply.headers["Content-Type"].startswith("text/turtle")
    store = ox.Store()
    store.load(reply.body, format=ox.RdfFormat.TURTLE)
    found = store.query(
        PROLOGUE
        + """SELECT DISTINCT ?row ?s ?claim { ?row a prov:Entity ; prov:wasDerivedFrom ?statement .
        ?statement rdf:subject ?s ; comity:reportedBy ?claim }"""
    )
    assert {str(row["s"]) for row in found} == {
        "<https://w3id.org/comity/id/event/cis-founding-1991>"
    }
    assert (
        client.get(
            "/api/timeline/evidence", "application/n-triples", event="event:cis-founding-1991"
        ).status
        == 200
    )


@pytest.mark.parametrize(
    "text",
    [
        TREATIES,
        "SELECT DISTINCT ?c { ?x a ?c } ORDER BY ?c LIMIT 20",
        PROLOGUE + "SELECT ?c (COUNT(?x) AS ?n) { ?x a comity:Treaty, ?c } GROUP BY ?c HAVING(?n > 2)",
        PROLOGUE + "SELECT ?x ?n { ?x a comity:Dispute OPTIONAL { ?x rdfs:label ?n FILTER(LANG(?n) = 'be') } }",
        PROLOGUE + f"SELECT * {{ GRAPH <{ASSERTED}> {{ ?x comity:party ?s }} ?x a/rdfs:subClassOf* comity:Treaty }} LIMIT 100",
        "SELECT * { ?no ?such <http://x/thing> }",
    ],
)  # fmt: skip
def test_rows_come_with_their_evidence(client, text):
    plain = client.get("/sparql", "application/sparql-results+json", query=text)
    reply = client.get("/sparql", query=text, evidence="rows")
    assert reply.headers["Content-Type"].startswith("application/sparql-results+json")
    document = json.loads(reply.text)
    rows = document["results"]["bindings"]
    expected = json.loads(plain.text)["results"]["bindings"]
    assert sorted(map(str, map(sorted_row, rows))) == sorted(map(str, map(sorted_row, expected)))
    assert len(document["evidence"]) == len(rows)
    assert len(Result.parse(BytesIO(reply.body), format="json")) == len(rows)
    statements = document["statements"]
    for row, numbers in list(zip(rows, document["evidence"], strict=True))[:10]:
        store = ox.Store()
        store.extend(
            parsed(statements[n]["triple"], statements[n].get("graph", "")) for n in numbers
        )
        again = store.query(text)
        found = json.loads(again.serialize(format=ox.QueryResultsFormat.JSON))["results"][
            "bindings"
        ]
        assert row in found


def sorted_row(row):
    return sorted((name, sorted(term.items())) for name, term in row.items())


def test_a_canned_question_gives_its_rows_with_evidence_too(client):
    document = json.loads(client.get("/api/timeline", "application/json", evidence="rows").text)
    assert len(document["evidence"]) == len(document["results"]["bindings"]) > 50
    kinds = {one["kind"] for one in document["statements"]}
    assert kinds == {"asserted", "inferred"}
    assert any(one["claims"] for one in document["statements"])


@pytest.mark.parametrize(
    ("path", "given", "status", "sentence"),
    [
        ("/evidence", {}, 400, "The request has no query; send it as the parameter query"),
        ("/evidence", {"query": "SELECT * {"}, 400, "The query does not parse"),
        ("/evidence", {"query": TREATIES, "row.query": "country:belarus"}, 404, "The query gives no row with query = <"),
        ("/evidence", {"query": TREATIES, "nobody": ""}, 400, "The query has no column nobody; its columns are: query, name."),
        ("/evidence", {"query": TREATIES, "name": ['"x"', '"y"']}, 400, "The parameter name is given 2 times; give it once."),
        ("/evidence", {"query": TREATIES, "name": '"x" . <a:a> <a:b> <a:c>'}, 400, "which is no term; write"),
        ("/evidence", {"query": TREATIES, "name": '"a\nb"'}, 400, "which is no term; write"),
        ("/evidence", {"query": TREATIES, "name": '"x'}, 400, '''The value of name is '"x', which is no term; write'''),
        ("/evidence", {"query": TREATIES, "name": '"x"', "row.name": '"x"'}, 400, "given as name and as row.name; give it once."),
        ("/evidence", {"query": "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"}, 403, "has a SERVICE clause"),
        ("/api/nothing/evidence", {}, 404, "There is no canned query nothing"),
        ("/api/members-on/evidence", {"date": "x"}, 400, "which is not of type date"),
        ("/sparql", {"query": TREATIES, "evidence": "all"}, 400, "The parameter evidence is 'all'; it must be rows."),
        ("/sparql", {"query": TREATIES, "evidence": "rows", "format": "csv"}, 406, "come as JSON only; ask for format=json."),
        ("/sparql", {"query": "ASK { ?s ?p ?o }", "evidence": "rows"}, 400, "An ASK has no rows"),
        ("/evidence", {"query": "SELECT (COUNT(*) AS ?n) { ?s a ?t }"}, 503, "The evidence is more than 60 statements"),
    ],
)  # fmt: skip
def test_a_bad_request_gets_one_sentence(client, path, given, status, sentence):
    reply = client.get(path, "application/json", **given)
    detail = json.loads(reply.text)["detail"]
    assert (reply.status, sentence in detail, "\n" in detail) == (status, True, False), detail


def test_a_limit_that_is_met_is_named(client):
    text = "SELECT (COUNT(*) AS ?n) { ?s a ?t }"
    problem = json.loads(client.get("/evidence", "application/json", query=text).text)
    assert (problem["limit"], problem["value"]) == ("evidence_statements", 60)
    limits = {
        row["name"]: row["value"]
        for row in json.loads(client.get("/limits", "application/json").text)
    }
    assert limits["evidence_statements"] == 60


def test_a_column_with_the_name_of_a_parameter_is_given_as_that_of_the_row(client):
    row = json.loads(client.sparql(TREATIES, "application/json").text)["results"]["bindings"][3]
    iri = row["query"]["value"]
    told = json.loads(
        client.get(
            "/evidence", "application/json", query=TREATIES, **{"row.query": f"<{iri}>"}
        ).text
    )
    assert told["row"]["query"]["value"] == iri


def test_a_past_snapshot_keeps_its_evidence(client, snapshot):
    path = f"/snapshots/{snapshot.path.name}/api/timeline/evidence"
    reply = client.get(path, "application/json", event="event:cis-founding-1991")
    assert json.loads(reply.text)["checked"] is True


def test_triples_as_terms_are_shown_too(client):
    text = (
        PROLOGUE
        + f"SELECT ?n ?t {{ GRAPH <{EVIDENCE}> {{ ?n rdf:reifies ?t }} }} ORDER BY ?n LIMIT 2"
    )
    page = client.get("/sparql", "text/html", query=text)
    assert page.status == 200
    link = unescape(LINK.findall(page.text)[0])
    for accept in ("text/html", "text/turtle", "application/json"):
        assert client.get(link, accept).status == 200


def test_many_ask_at_once(client):
    statuses = []

    def ask():
        statuses.append(client.get("/api/timeline/evidence", "application/json").status)

    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 24


def test_nothing_of_it_is_loaded_before_it_is_asked_for(snapshot, whole):
    with serving(ROOT, whole) as (client, process):
        assert client.get("/api/timeline", "application/json").status == 200
        assert tracers(process.pid) == 0
        assert "rdflib" not in Path(f"/proc/{process.pid}/maps").read_text()
        assert client.get("/api/timeline/evidence", "application/json").status == 200
        assert tracers(process.pid) > 0


def tracers(pid):
    """Count the processes below *pid* that tell the evidence of rows."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    found = [child for path in children for child in path.read_text().split()]
    return sum("comity.rows.worker" in Path(f"/proc/{one}/cmdline").read_text() for one in found)


def test_a_process_that_traces_is_confined_as_one_that_answers(snapshot):
    snapshot.query("SELECT * { ?s ?p ?o }").evidence({})
    assert snapshot.engine._tracing.walls == snapshot.engine.pool.walls


def test_a_row_with_a_triple_has_a_page_too(client):
    text = PROLOGUE + "SELECT ?node ?triple { GRAPH ?g { ?node rdf:reifies ?triple } } LIMIT 1"
    page = client.get("/evidence", "text/html", query=text)
    assert page.status == 200, page.text[-500:]
    assert "&lt;https://w3id.org/comity/" in page.text


@pytest.mark.parametrize("end", ["LIMIT 0", "OFFSET 100000"])
def test_where_a_slice_leaves_no_row_there_is_no_evidence_of_one(snapshot, end):
    with pytest.raises(NoSuchRow):
        snapshot.query(f"{PROLOGUE} SELECT ?s {{ ?s a comity:Treaty }} {end}").evidence({})


@pytest.mark.parametrize("path", ["/evidence", "/sparql"])
def test_a_body_that_is_too_large_is_told_on_a_page_too(client, path):
    body = b"query=" + b"x" * 2**21
    reply = client.post(path, body, "application/x-www-form-urlencoded", "text/html")
    assert reply.status == 413
    assert "is larger than 1048576 bytes; send less." in reply.text


def test_a_snapshot_that_is_replaced_leaves_no_process_behind(snapshot):
    engine = Engine(read_snapshot(snapshot.path), Settings(query_processes=1))
    engine.retire()
    question = engine.canned("timeline", {})
    assert evidence(engine, question, {}).is_checked
    assert engine._tracing._retired
    engine.close()
    with pytest.raises(Closed):
        evidence(engine, question, {"event": "<http://x/none>"})


@pytest.mark.parametrize(("language", "says"), [("ru", "На чём держится эта строка"), ("be", "На чым трымаецца гэты радок")])  # fmt: skip
def test_a_page_speaks_the_language_of_its_reader(client, language, says):
    page = client.get("/api/disputes", "text/html", lang=language).text
    link = LINK.search(page)[1].replace("&amp;", "&")
    told = client.get(link, "text/html").text
    assert says in told
    words = " ".join(re.findall(r"<(?:h1|h2|summary|p)>.*?</", told.partition("<main")[2]))
    for english in (
        "The row rests",
        "Asked of",
        "stated",
        "inferred",
        "Statements",
        "The triple",
        " is a ",
        " is called ",
    ):
        assert english not in words, english


@pytest.mark.parametrize("name", ["contested-matters", "quotations", "sources-that-disagree"])
def test_rows_of_claims_lead_to_where_these_stand(snapshot, name):
    rows = snapshot.run(name)
    for row in [next(rows), next(rows)]:
        found = rows.evidence(row)
        places = [place for one in found.statements for leaf in one.proof.leaves() for place in leaf.evidence]  # fmt: skip
        assert any("source" in place for place in places), row
        assert any(one.claims for one in found.statements), row

"""A dossier under another base IRI: nothing that is its own is named by Comity's."""

import json
import re
import urllib.parse
import urllib.request
from collections import deque
from html import unescape

import pytest

import comity
from comity.agents import asking, finding, grounds, published_graph
from comity.query.view import View
from comity.snapshot import current_snapshot
from conftest import ROOT, run, serving
from support.another_base import FOREIGN, OTHER, rebased

pytestmark = pytest.mark.slow
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
SEEDS = (
    *("/", "/timeline", "/map", "/search?q=gas", "/api/", "/report", "/limits", "/about/ontology/"),
    *("/sparql", "/llms.txt", "/sitemap.xml", "/cite", "/.well-known/void", "/api/openapi.json"),
    *("/dataset.trig", "/dataset.nq", "/dataset.ttl", "/context.jsonld", "/ontology/", "/words.json"),
    *("/treaties?format=json", "/snapshots", "/conformance", "/article/belarus-russia-relations"),
)  # fmt: skip
MOST = 3
"""How many pages are read of each folder of a server, as those of a kind of thing are one."""
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
GAS = OTHER + "id/dispute/gas-2004"


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The dossier of the repository, under another base."""
    return rebased(ROOT, tmp_path_factory.mktemp("moved") / "dossier")


@pytest.fixture(scope="module")
def server(moved, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with serving(moved, home, "--writable") as (client, _):
        client.home = home
        yield client


@pytest.fixture(scope="module")
def opened(moved, tmp_path_factory):
    with comity.build(moved, tmp_path_factory.mktemp("built")) as snapshot:
        yield snapshot


def crawled(client, most=MOST):
    """Yield the answers at all addresses that links lead to, of many of a kind the first."""
    waiting, seen, kinds = deque(SEEDS), set(SEEDS), {}
    while waiting:
        path = waiting.popleft()
        kind = tuple(path.partition("?")[0].split("/")[1:4])[: 2 if "/about/" not in path else 3]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > most:
            continue
        reply = client.get(path, "text/html" if "." not in path.rpartition("/")[2] else None)
        if reply.headers.get("Content-Type", "") == "application/gzip":
            continue
        yield path, reply
        links = LINK.findall(reply.text) if "html" in reply.headers.get("Content-Type", "") else []
        for link in (*map(unescape, links), *filter(None, [reply.headers.get("Location")])):
            found = urllib.parse.urlsplit(urllib.parse.urljoin(client.base + path, link))
            other = found.path + (f"?{found.query}" if found.query else "")
            if f"{found.scheme}://{found.netloc}" == client.base and other not in seen:
                seen.add(other)
                waiting.append(other)


def foreign(text):
    return FOREIGN.findall(urllib.parse.unquote(unescape(text)))


def test_no_page_or_header_has_a_name_of_comitys_own_that_is_the_dossiers(server):
    replies = dict(crawled(server))
    assert len(replies) > 200
    assert {path: r.status for path, r in replies.items() if r.status >= 400} == {}
    found = {path: foreign(f"{r.headers}\n{r.text}")[:3] for path, r in replies.items()}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_iri_of_a_thing_leads_to_its_page_and_its_triples(server):
    path = urllib.parse.urlsplit(GAS).path.removeprefix("/norway-russia")
    for accept in ("text/html", "text/turtle", "application/ld+json", "application/n-quads"):
        sent = server.get(path, accept)
        assert sent.status == 303
        reply = server.get(sent.headers["Location"].removeprefix(server.base), accept)
        assert (reply.status, foreign(reply.text)) == (200, [])
        assert GAS in reply.text or "dispute:gas-2004" in reply.text or "gas-2004" in reply.text
    assert f"<{GAS}>" in reply.text
    assert f'<{GAS}>; rel="describes"' in reply.headers["Link"]
    assert server.get("/ontology/Treaty", "text/turtle").status == 303


def test_a_perspective_reads_the_graph_of_its_claimant(server):
    asked = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    plain, told = (
        int(server.sparql(asked, **view).text.split()[1])
        for view in ({}, {"perspective": "boris-yeltsin"})
    )
    assert told > plain
    page = server.get("/", "text/html", perspective="boris-yeltsin")
    assert (page.status, foreign(page.text)) == (200, [])


def test_a_proof_and_the_evidence_of_a_row_are_of_the_dossiers_names(server):
    triple = {"subject": "dispute:gas-2004", "predicate": "comity:involvesState", "object": "country:russia"}  # fmt: skip
    query = f"SELECT ?state {{ <{GAS}> <https://w3id.org/comity/ontology/involvesState> ?state }}"
    for form in ("text/html", "application/json", "text/turtle"):
        why = server.get("/why", form, **triple)
        evidence = server.get("/evidence", form, query=query, state="country:russia")
        assert [(r.status, foreign(r.text)) for r in (why, evidence)] == [(200, [])] * 2
    assert f"{OTHER}statement/" in why.text
    assert f"{OTHER}row/" in evidence.text


def test_what_is_written_is_of_the_dossiers_graphs_and_comes_back(server, moved, tmp_path):
    path = "/graph/treaties/union-1997"
    graph = server.get(path, "text/turtle")
    assert f"<{OTHER}graph/treaties/union-1997>" in graph.text
    assert sent(server, "PUT", path, graph.body, "text/turtle").status == 200
    thing = f"{OTHER}id/treaty/union-1997"
    update = f'INSERT DATA {{ GRAPH <{OTHER}graph/treaties/union-1997> {{ <{thing}> <{LABEL}> "Traité d’union"@fr }} }}'
    assert (
        sent(server, "POST", "/sparql", update.encode(), "application/sparql-update").status == 200
    )
    made = sent(
        server,
        "POST",
        "/graph-store",
        f'<{thing}> <{LABEL}> "Unionsvertrag"@de .'.encode(),
        "text/turtle",
    )
    assert made.headers["Location"].startswith(OTHER + "graph/new/")
    system = sent(
        server,
        "PUT",
        "/graph-store?graph=https://w3id.org/comity/graph/asserted",
        graph.body,
        "text/turtle",
    )
    assert (system.status, "made from others" in system.text) == (403, True)
    assert foreign(server.get("/.well-known/void").text) == []
    assert f"{OTHER}commit/" in server.get("/.well-known/void").text
    done = run("export", tmp_path / "out", home=server.home)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out" / "data/treaties/union-1997.ttl").read_text()
    assert "Traité d’union" in written
    assert f"@prefix treaty: <{OTHER}id/treaty/> ." in written
    same = (tmp_path / "out" / "data/states/states.ttl").read_bytes()
    assert same == (moved / "data/states/states.ttl").read_bytes()
    assert run("check", tmp_path / "out").returncode == 0


def sent(client, method, path, body, content_type):
    headers = {"Content-Type": content_type}
    request = urllib.request.Request(client.base + path, body, headers, method=method)
    return client.send(request)


def test_commands_take_and_tell_short_names(opened):
    home = opened.path.parent
    done = run("why", "dispute:gas-2004", "comity:involvesState", "country:russia", home=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("dispute/gas-2004 comity:involvesState country/russia")
    asked = run("query", "claimants", "--format", "csv", home=home)
    assert (asked.returncode, foreign(asked.stdout)) == (0, [])
    site = run("export", home / "site", "--site", home=home)
    assert site.returncode == 0, site.stderr
    pages = {path: foreign(path.read_text()) for path in (home / "site").rglob("*.html")}
    assert len(pages) > 1000
    assert {path: names for path, names in pages.items() if names} == {}


def test_two_snapshots_of_different_bases_answer_beside_each_other(opened, home):
    ours = published_graph.Graph(lambda: opened.engine)
    with comity.open(home) as sample:
        theirs = published_graph.Graph(lambda: sample.engine)
        assert finding.describe(ours, "dispute:gas-2004")["iri"] == "dispute:gas-2004"
        assert finding.describe(theirs, "treaty:concord-1901")["iri"] == "treaty:concord-1901"
        assert sample.why("country:arcadia", "a", "comity:Country").triple[0].startswith("<https://w3id.org/comity/id/")  # fmt: skip
        assert opened.why("country:russia", "a", "comity:State").triple[0].startswith(f"<{OTHER}id/")  # fmt: skip


def test_the_tools_of_agents_speak_of_the_dossiers_things(opened):
    graph = published_graph.Graph(lambda: opened.engine)
    told = [
        finding.describe(graph, "dispute:gas-2004"),
        grounds.why(graph, "dispute:gas-2004", "comity:involvesState", "country:russia"),
        grounds.evidence(graph, "dispute:gas-2004"),
        grounds.contested(graph),
        asking.query(graph, "SELECT ?t { ?t comity:involvesState country:russia }", View(), 10, ""),
    ]  # fmt: skip
    assert foreign(json.dumps(told)) == []
    assert "dispute:" in json.dumps(told[-1]["rows"])


def test_a_checked_dossier_is_told_in_its_own_short_names(moved, tmp_path):
    spoilt = rebased(ROOT, tmp_path / "spoilt")
    with (spoilt / "data/states/states.ttl").open("a") as file:
        file.write("country:russia comity:hasParty country:belarus .\n")
    told = run("check", spoilt, "--format", "json").stdout
    assert foreign(told) == []
    assert '"country/russia' in told


def test_a_graph_of_comitys_own_is_no_file_of_the_dossier(moved, tmp_path):
    spoilt = rebased(ROOT, tmp_path / "spoilt")
    (spoilt / "data" / "evidence.ttl").write_text("")
    done = run("check", spoilt)
    assert (done.returncode, "rename it" in done.stdout) == (1, True)


def test_no_write_changes_the_base(server):
    graph = server.get("/graph/dataset", "text/turtle")
    other = graph.text.replace(OTHER, "https://example.org/elsewhere/").encode()
    for method, body in (("PUT", other), ("DELETE", b"")):
        refused = sent(server, method, "/graph/dataset", body, "text/turtle")
        assert (refused.status, "begin with" in refused.text) == (422, True), refused.text
    same = graph.text.replace("Belarus–Russia", "Belarus and Russia").encode()
    assert sent(server, "PUT", "/graph/dataset", same, "text/turtle").status == 200


def test_a_snapshot_that_was_built_before_dossiers_had_bases_is_read(homes):
    manifest = current_snapshot(homes).path / "manifest.json"
    new = ("base", "states", "questions", "beside", "aliases")
    told = {k: v for k, v in json.loads(manifest.read_text()).items() if k not in new}
    manifest.write_text(json.dumps(told))
    with comity.open(homes) as snapshot:
        assert snapshot.why("country:arcadia", "a", "comity:Country").rule is None
        assert [*snapshot.run("treaties-of-a-state", state="country:arcadia")]

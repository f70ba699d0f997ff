"""Writing through the gate: from one published snapshot to the next, or to a refusal and nothing changed."""

import json
import random
import threading
import urllib.parse
import urllib.request

import pyoxigraph as ox
import pytest

from comity.builder.dossier import read_dossier
from comity.commits import house_style, next_snapshot
from comity.commits.commit_worker import CommitWorker
from comity.errors import ComityError
from comity.query.commit_log import Update
from comity.settings import Settings
from comity.snapshot import current_snapshot, published_snapshots
from comity.vocabulary import DERIVED, META
from conftest import ROOT, SAMPLE, TOKEN, run, serving
from support.endpoint import STATE, assert_problem
from support.writing import ALONE, GRAPH, INSERT, PACT, TREATY, WORDS, Writer, assert_as_built

pytestmark = pytest.mark.slow

BESIDE_ITSELF = f"{WORDS} INSERT DATA {{ GRAPH <{PACT}> {{ country:arcadia comity:sharesBorderWith country:arcadia }} }}"


@pytest.fixture
def writer(homes, token_file):
    with serving(SAMPLE, homes, "--writable", "--token-file", str(token_file)) as (client, _):
        yield Writer(client)


def test_an_update_is_seen_with_what_follows_from_it_once_it_is_acknowledged(writer, homes):
    reply = writer.update(INSERT)
    assert reply.status == 200, reply.text
    told = json.loads(reply.body)
    assert (told["added"], told["inferred"]) == (3, 2)
    seen = writer.client.sparql(
        f"SELECT ?t {{ <{STATE}> ?p ?t FILTER(CONTAINS(STR(?t), 'pact')) }}"
    )
    assert "pact-1905" in seen.text
    assert current_snapshot(homes).path.name == told["snapshot"]


def test_a_commit_keeps_its_author_its_time_its_parent_and_its_difference(writer, homes):
    before = current_snapshot(homes)
    writer.update(INSERT)
    after = current_snapshot(homes)
    assert (after.manifest.author, after.manifest.parent) == ("alice", before.path.name)
    lines = after.patch.read_text().splitlines()
    assert (lines[0], lines[-1], sum(line.startswith("A ") for line in lines)) == (
        "TX .",
        "TC .",
        3,
    )
    told = writer.client.sparql(
        f"PREFIX prov: <http://www.w3.org/ns/prov#> SELECT ?agent ?time {{ GRAPH <{META}> {{ ?commit prov:used ?before ; prov:wasAssociatedWith ?agent ; prov:endedAtTime ?time }} }}"
    )
    assert "agent/alice" in told.text


def test_a_committed_triple_is_proved_down_to_the_file_that_an_export_writes(
    writer, homes, tmp_path
):
    writer.update(INSERT)
    party = "https://w3id.org/comity/ontology/partyTo"
    pact = "https://w3id.org/comity/id/treaty/pact-1905"
    proof = writer.client.get(
        "/why", "application/json", subject=STATE, predicate=party, object=pact
    )
    leaf = next(p for p in json.loads(proof.body)["premises"] if "pact" in str(p["triple"]))
    assert run("export", tmp_path / "out", "--home", homes).returncode == 0
    line = (tmp_path / "out" / leaf["file"]).read_text().splitlines()[leaf["line"] - 1]
    assert "comity:hasParty country:arcadia" in line


REFUSED = {
    "what breaks a shape": (ALONE, 422, "two parties or more"),
    "a contradiction": (BESIDE_ITSELF, 422, "contradict"),
    "a term that nothing declares": (
        INSERT.replace("hasParty", "hasGuest"),
        422,
        "hasGuest: the property is not declared",
    ),
    "the default graph": (
        f"{WORDS} INSERT DATA {{ country:arcadia rdfs:label 'x'@en }}",
        403,
        "default graph",
    ),
    "a graph made from others": (INSERT.replace(PACT, GRAPH + "inferred"), 403, "made from others"),
    "the evidence": (INSERT.replace(PACT, GRAPH + "evidence"), 403, "made from others"),
    "the shapes": (
        f"{WORDS} INSERT DATA {{ GRAPH <{GRAPH}shapes/treaty> {{ country:arcadia rdfs:label 'x'@en }} }}",
        403,
        "shapes",
    ),
    "a released version": (
        INSERT.replace(PACT, GRAPH + "ontology/releases/0.1.0"),
        403,
        "stays as it is",
    ),
    "a name that can be no file": (INSERT.replace(PACT, GRAPH + "../x"), 403, "no file"),
    "a clause that fetches": ("LOAD <http://127.0.0.1:9/x>", 403, "LOAD"),
    "a service": (
        "INSERT { GRAPH <a:b> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        403,
        "SERVICE",
    ),
    "what does not parse": ("INSERT DATA {", 400, "does not parse"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_update_is_refused_with_a_sentence_and_nothing_changes(case, writer, homes):
    text, status, word = REFUSED[case]
    before = published_snapshots(homes)
    assert_problem(writer.update(text), status, word)
    assert published_snapshots(homes) == before
    assert not list(homes.glob(".building-*"))
    assert writer.update(INSERT).status == 200, "the next write goes on as if nothing had been"


def test_a_shape_broken_is_answered_with_the_report(writer):
    told = json.loads(writer.update(ALONE).body)
    report = {
        quad.predicate.value for quad in ox.parse(input=told["report"], format=ox.RdfFormat.TURTLE)
    }
    assert "http://www.w3.org/ns/shacl#resultMessage" in report


def test_a_contradiction_is_answered_with_its_proof(writer):
    proofs = json.loads(writer.update(BESIDE_ITSELF).body)["proofs"]
    assert proofs[0]["rule"] == "prp-irp"
    assert any(STATE in str(premise["triple"]) for premise in proofs[0]["premises"])


def test_a_where_clause_without_end_is_stopped_and_others_go_on(homes, token_file):
    options = ("--writable", "--token-file", str(token_file), "--query-seconds", "1")
    endless = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(8))
    with serving(SAMPLE, homes, *options) as (client, _):
        writer = Writer(client)
        text = f"INSERT {{ GRAPH <{PACT}> {{ ?a0 ?b0 ?n }} }} WHERE {{ SELECT ?a0 ?b0 (COUNT(*) AS ?n) {{ {endless} }} GROUP BY ?a0 ?b0 }}"
        assert_problem(writer.update(text), 503, "1 seconds")
        assert writer.update(INSERT).status == 200


def test_entities_that_multiply_each_other_end_at_the_bound_on_memory(writer):
    """A billion laughs: eleven entities, each ten times the one before."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = f"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">{entities}]>
      <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2000/01/rdf-schema#">
        <r:Description r:about="{STATE}"><s:label>&e11;</s:label></r:Description></r:RDF>"""
    path = "/graph-store?" + urllib.parse.urlencode({"graph": PACT})
    reply = writer.send("PUT", path, body.encode(), "application/rdf+xml")
    assert_problem(reply, 503, "bytes of memory")
    assert writer.update(INSERT).status == 200


def test_what_an_update_changes_is_bounded(homes, token_file):
    options = ("--writable", "--token-file", str(token_file), "--commit-bytes", "200")
    with serving(SAMPLE, homes, *options) as (client, _):
        assert_problem(Writer(client).update(INSERT), 503, "200 bytes")


def test_a_graph_is_put_read_added_to_and_deleted(writer):
    assert writer.put(TREATY).status == 201
    label = f'{WORDS} treaty:pact-1905 rdfs:label "Pact"@en .'
    assert writer.put(label, method="POST").status == 200
    read = writer.client.get("/graph/treaties/pact-1905", "application/n-triples")
    assert len(read.text.splitlines()) == 4
    assert writer.put(TREATY).status == 200
    assert (
        len(
            writer.client.get("/graph-store", "application/n-triples", graph=PACT).text.splitlines()
        )
        == 3
    )
    assert writer.send("DELETE", "/graph/treaties/pact-1905").status == 200
    assert writer.client.get("/graph/treaties/pact-1905", "text/turtle").status == 404
    assert_problem(writer.send("DELETE", "/graph/treaties/pact-1905"), 404, "no graph")


def test_a_body_that_is_wrong_is_refused_with_a_sentence(writer):
    assert_problem(writer.put("nonsense"), 400, "line 1", "Turtle")
    assert_problem(writer.send("PUT", "/graph/x", b"a", "text/csv"), 415, "text/turtle")
    assert_problem(writer.send("PUT", "/graph-store", b"", "text/turtle"), 400, "Name one graph")
    assert_problem(writer.put(TREATY, graph="no iri"), 400, "IRI")
    assert writer.send("PATCH", "/graph/x", b"", "text/turtle").status == 405


def test_a_write_goes_only_where_the_graph_is_as_its_author_thinks(writer):
    assert writer.put(TREATY, If_None_Match="*").status == 201
    assert_problem(writer.put(TREATY, If_None_Match="*"), 412, "ETag")
    first = writer.client.get("/graph/treaties/pact-1905", "text/turtle").headers["ETag"]
    label = f'{WORDS} treaty:pact-1905 rdfs:label "Pact"@en .'
    assert writer.put(label, method="POST", If_Match=first).status == 200
    assert_problem(writer.put(TREATY, If_Match=first), 412, "ETag")
    assert_problem(writer.put(TREATY, graph=GRAPH + "treaties/none", If_Match="*"), 412, "ETag")
    assert writer.put(TREATY, If_Match="*").status == 200
    unchanged = {"If-None-Match": first, "Accept": "text/turtle"}
    request = urllib.request.Request(
        writer.client.base + "/graph/treaties/pact-1905", None, unchanged
    )
    assert writer.client.send(request).status == 304


def test_a_write_without_the_token_is_refused(writer):
    for token in (None, "another-wrong-token!", TOKEN[:-1], TOKEN + "x", "ä" * 20):
        reply = Writer(writer.client, token and urllib.parse.quote(token)).update(INSERT)
        assert_problem(reply, 401, "token")
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def test_each_token_writes_under_its_own_name(writer, homes):
    assert Writer(writer.client, "another-token-of-some-length").update(INSERT).status == 200
    assert current_snapshot(homes).manifest.author == "bob"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_another_site_cannot_write(headers, writer):
    assert_problem(writer.update(INSERT, **headers), 403, "another site")
    same = {"Origin": writer.client.base, "Sec-Fetch-Site": "same-origin"}
    assert writer.update(INSERT, **same).status == 200


def test_without_a_token_only_this_machine_writes_and_only_under_its_own_name(homes):
    with serving(SAMPLE, homes, "--writable") as (client, _):
        writer = Writer(client, None)
        assert_problem(writer.update(INSERT, Host="rebound.example:80"), 403, "localhost")
        assert writer.update(INSERT).status == 200
    assert current_snapshot(homes).manifest.author == "local"
    done = run("serve", SAMPLE, "--writable", "--host", "0.0.0.0", "--port", "1", home=homes)
    assert (done.returncode, "--token-file" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("text", "mode", "word"),
    [("alice", 0o600, "name token"), ("alice short", 0o600, "16"), (f"a {TOKEN}", 0o644, "chmod")],
)
def test_a_token_file_that_is_wrong_is_refused(text, mode, word, token_file, homes):
    token_file.write_text(text)
    token_file.chmod(mode)
    done = run("serve", SAMPLE, "--writable", "--token-file", token_file, home=homes)
    assert done.returncode == 1
    assert word in done.stderr


def test_a_server_for_reading_takes_no_writes(client):
    writer = Writer(client)
    assert_problem(writer.update(INSERT), 403, "reading only")
    assert_problem(writer.put(TREATY), 403, "reading only")


def test_writers_at_once_lose_nothing_and_readers_see_no_half_a_commit(writer, homes):
    """Each write puts a treaty with both its parties; a reader who finds one without them has seen half of it."""
    broken, replies, done = [], [], threading.Event()
    half = f"{WORDS} SELECT ?t {{ ?t a comity:Treaty FILTER(!EXISTS {{ ?t comity:hasParty country:arcadia }} || !EXISTS {{ country:ruritania comity:partyTo ?t }}) }}"

    def read():
        while not done.is_set():
            reply = writer.client.sparql(half)
            if reply.status != 200 or len(reply.text.splitlines()) != 1:
                broken.append(reply.text)

    def write(number):
        for turn in range(3):
            name = f"pact-{number}-{turn}"
            replies.append(
                writer.put(
                    TREATY.replace("pact-1905", name), PACT.replace("pact-1905", name)
                ).status
            )

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert replies == [201] * 12
    assert not broken
    count = writer.client.sparql(f"{WORDS} SELECT (COUNT(*) AS ?n) {{ ?t a comity:Treaty }}")
    assert count.text.split()[1] == "13"


def test_too_many_writers_are_sent_away(homes, token_file):
    options = ("--writable", "--token-file", str(token_file), "--commit-queue", "1")
    with serving(SAMPLE, homes, *options) as (client, _):
        writer, statuses = Writer(client), []
        threads = [
            threading.Thread(target=lambda: statuses.append(writer.update(INSERT).status))
            for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert set(statuses) == {200, 503}


@pytest.mark.parametrize("many", [0, next_snapshot.MANY])
def test_many_changes_of_the_dossier_leave_what_a_build_of_its_files_makes(
    many, tmp_path, monkeypatch
):
    """Random quads are taken away, copied and moved, in transactions or in bulk; what the gate refuses leaves no trace."""
    monkeypatch.setattr(next_snapshot, "MANY", many)
    home, chance, outcomes = tmp_path / "home", random.Random(11), []
    assert run("build", ROOT, home=home).returncode == 0
    with CommitWorker(home, Settings()) as committing:
        files = committing.current.dossier.of("data", "claims")
        for _ in range(25):
            file, other = chance.choice(files), chance.choice(files)
            quad = chance.choice(committing.current.quads.get(file.graph) or [None])
            about = f"{quad.subject} ?p ?o" if quad else ""
            text = chance.choice(
                [
                    f"DELETE DATA {{ GRAPH <{file.graph}> {{ {quad and quad.triple} }} }}",
                    f"INSERT DATA {{ GRAPH <{other.graph}> {{ {quad and quad.triple} }} }}",
                    f"WITH <{file.graph}> DELETE {{ {about} }} INSERT {{ GRAPH <{GRAPH}moved> {{ {about} }} }} WHERE {{ {about} }}",
                ]
            )
            try:
                committing.commit(Update("alice", text))
                outcomes.append(True)
            except ComityError:
                outcomes.append(False)
        assert True in outcomes
        assert_as_built(home, tmp_path)


def test_the_values_of_a_graph_keep_the_forms_that_they_are_written_in(writer, homes, tmp_path):
    """The store keeps one form for equal values; the files must not be rewritten with it."""
    name = GRAPH + "treaties/forms"
    value = '"01"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
    said = f'<a:a> <http://www.w3.org/2000/01/rdf-schema#label> {value} , "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> ; <http://purl.org/dc/terms/source> <a:b> .'
    for text in (
        f"INSERT DATA {{ GRAPH <{name}> {{ {said} }} }}",
        f"INSERT {{ GRAPH <{name}-2> {{ {said} }} }} WHERE {{}}",
    ):
        assert writer.update(text).status == 200
    for number in ("", "-2"):
        file = current_snapshot(homes).dossier / f"data/treaties/forms{number}.ttl"
        assert '"01"^^xsd:nonNegativeInteger , 1.50' in file.read_text()
    assert_as_built(homes, tmp_path)
    copy = f"INSERT {{ GRAPH <{name}-3> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    assert writer.update(copy).status == 200
    assert_as_built(homes, tmp_path, counts=False)
    for gone in (
        f"DELETE DATA {{ GRAPH <{name}> {{ {said.rstrip('.')} }} }}",
        f"DELETE WHERE {{ GRAPH <{name}-2> {{ ?s ?p ?o }} }}",
        f"DELETE DATA {{ GRAPH <{name}-3> {{ <a:a> <http://www.w3.org/2000/01/rdf-schema#label> 1 }} }}",
    ):
        assert json.loads(writer.update(gone).body)["removed"] > 0
        assert_as_built(homes, tmp_path, counts=False)
    left = {path.name for path in current_snapshot(homes).dossier.glob("data/treaties/*")}
    assert left == {"concord-1901.ttl", "forms-3.ttl"}


def test_a_graph_with_a_name_of_another_space_is_a_file_too(writer, homes, tmp_path):
    assert writer.put(TREATY, graph="http://elsewhere.example/a?b=c").status == 201
    assert (current_snapshot(homes).dossier / "data/elsewhere").is_dir()
    assert_as_built(homes, tmp_path)


def test_the_ontology_is_written_through_the_gate_too(writer, homes, tmp_path):
    graph = GRAPH + "ontology/sample"
    text = (
        f"{WORDS} INSERT DATA {{ GRAPH <{graph}> {{ comity:hasParty rdfs:domain comity:Treaty }} }}"
    )
    assert writer.update(text).status == 200
    assert_as_built(homes, tmp_path)
    gone = f"{WORDS} DELETE WHERE {{ GRAPH <{graph}> {{ comity:signedOn ?p ?o }} }}"
    assert_problem(writer.update(gone), 422, "signedOn: the property is not declared")


def test_what_has_evidence_keeps_it_and_contested_things_change_with_their_claims(tmp_path):
    """A passage of the dossier goes whole, and a contradiction between claims comes and goes."""
    home = tmp_path / "home"
    assert run("build", ROOT, home=home).returncode == 0
    with CommitWorker(home, Settings()) as committing:
        pairs = [
            quad
            for quads in committing.current.quads.values()
            for quad in quads
            if quad.predicate.value.endswith("/contradicts")
        ]
        quad = pairs[0]
        for verb in ("DELETE", "INSERT"):
            committing.commit(
                Update("alice", f"{verb} DATA {{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}")
            )
            assert_as_built(home, tmp_path)
        number = next(
            quad
            for quads in committing.current.quads.values()
            for quad in quads
            if "nonNegativeInteger" in str(quad.object) and "passages" in str(quad.graph_name)
        )
        about = f"{number.subject} ?p ?o"
        moved = committing.commit(
            Update(
                "alice",
                f"WITH {number.graph_name} DELETE {{ {about} }} INSERT {{ GRAPH <{GRAPH}moved> {{ {about} }} }} WHERE {{ {about} }}",
            )
        )
        assert moved.added == moved.removed > 2
        assert_as_built(home, tmp_path)


def test_a_server_that_is_stopped_leaves_nothing_behind_of_its_commits(homes, token_file):
    with serving(SAMPLE, homes, "--writable", "--token-file", str(token_file)) as (client, _):
        assert Writer(client).update(INSERT).status == 200
    assert not list(homes.glob(".committing-*"))
    assert not list(homes.glob(".building-*"))


def test_every_derived_graph_is_refused(writer):
    for graph in DERIVED:
        assert_problem(writer.put(TREATY, graph=graph), 403, "made from others")


def test_a_prefix_is_declared_at_the_head_of_a_file_and_not_in_a_text(dossier):
    file = dossier / "data/states/states.ttl"
    told = file.read_text(encoding="utf-8")
    declared = "@base <http://b/> .\n@prefix after: <http://after/> .\n"
    text = '<x:s> <x:p> """\n@prefix evil: <http://evil/> .\n""" .\n'
    file.write_text(declared + told + text, encoding="utf-8")
    known = house_style.prefixes(read_dossier(dossier))
    assert known["after"] == "http://after/"
    assert "evil" not in known

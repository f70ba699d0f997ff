"""Past snapshots: listed, asked, found by time, compared, exported, pruned; and what becomes of files and commits together."""

import json
import threading
import time
import urllib.request

import pyoxigraph as ox
import pytest

from comity.commits.commit_worker import CommitWorker
from comity.query.commit_log import Update
from comity.settings import Settings
from comity.snapshot import current_snapshot, published_snapshots
from conftest import SAMPLE, run, serving
from support.endpoint import ENDLESS, STATE, assert_problem
from support.spoiling import STATES, spoil
from support.writing import ALONE, INSERT, PACT, WORDS, Writer, assert_as_built

pytestmark = pytest.mark.slow

LABEL = f'{WORDS} INSERT DATA {{ GRAPH <{PACT}> {{ treaty:pact-1905 rdfs:label "Pact"@en }} }}'
COUNT = f"{WORDS} SELECT (COUNT(*) AS ?n) {{ ?t a comity:Treaty }}"


@pytest.fixture
def committed(dossier, tmp_path):
    """A home with a build of the dossier and two commits, and the three snapshots, oldest first."""
    home = tmp_path / "home"
    assert run("build", dossier, home=home).returncode == 0
    found = [current_snapshot(home)]
    with CommitWorker(home, Settings()) as committing:
        for text in (INSERT, LABEL):
            committing.commit(Update("alice", text))
            found.append(current_snapshot(home))
    return home, found


def test_the_snapshots_are_listed_newest_first_as_page_and_as_json(committed, dossier):
    home, found = committed
    with serving(dossier, home) as (client, _):
        rows = json.loads(client.get("/snapshots", "application/json").body)
        page = client.get("/snapshots", "text/html").text
        for path in ("/snapshots", "/timemap/sparql"):
            assert client.get(path).headers["Cache-Control"] == "no-store", "pruning changes it"
    assert [row["name"] for row in rows] == [s.path.name for s in reversed(found)]
    assert [row["author"] for row in rows] == ["alice", "alice", None]
    assert [row["current"] for row in rows] == [True, False, False]
    assert all(row["address"] in page for row in rows)


def test_a_past_snapshot_answers_as_it_did_and_says_of_what_time_it_is(committed, dossier):
    home, found = committed
    with serving(dossier, home, "--past-snapshots", "1") as (client, _):
        counts = []
        for snapshot in (*found, *found):
            reply = client.get(f"/snapshots/{snapshot.path.name}/sparql", "text/csv", query=COUNT)
            counts.append(int(reply.text.split()[1]))
            assert reply.headers["Memento-Datetime"].endswith("GMT")
            assert f'<{client.base}/sparql>; rel="original"' in reply.headers["Link"]
        assert counts == [1, 2, 2, 1, 2, 2]
        start = f"/snapshots/{found[0].path.name}"
        assert_problem(client.get(f"{start}/graph-store", graph=PACT), 404, "pact-1905")
        assert client.get(f"{start}/about/id/country/arcadia", "text/html").status == 200
        moved = client.get(f"{start}/id/country/arcadia", "text/turtle").headers["Location"]
        assert moved.startswith(start)


def test_one_past_snapshot_too_many_is_refused_with_its_limit(committed, dossier):
    home, (first, second, _) = committed
    limits = ("--past-snapshots", "1", "--query-seconds", "2")
    with serving(dossier, home, *limits) as (client, _):
        busy, asked = (f"/snapshots/{s.path.name}/sparql" for s in (first, second))
        over = threading.Event()

        def keep_busy():
            while not over.is_set():
                client.get(busy, query=ENDLESS)

        asking = threading.Thread(target=keep_busy)
        asking.start()
        try:
            refused = until_refused(client, asked, "text/csv")
            page = until_refused(client, asked, "text/html")
        finally:
            over.set()
            asking.join()
    assert_problem(refused, 503, "1 past snapshots are being asked already")
    assert json.loads(refused.body)["value"] == 1
    assert (page.status, "are being asked already" in page.text) == (503, True)


def until_refused(client, path, accept):
    for number in range(200):  # a text that is new each time is in no cache
        reply = client.get(path, accept, query=f"{COUNT} #{number}")
        if reply.status != 200:
            break
        time.sleep(0.1)
    return reply


def test_a_past_snapshot_is_not_written_to(committed, dossier):
    home, found = committed
    with serving(dossier, home, "--writable") as (client, _):
        path = f"/snapshots/{found[0].path.name}/sparql"
        reply = client.post(path, INSERT.encode(), "application/sparql-update")
        assert_problem(reply, 403, "past snapshot")


@pytest.mark.parametrize("name", ["none", "..", "current", "%2e%2e", ".publishing"])
def test_a_snapshot_that_is_not_there_is_not_found(name, committed, dossier):
    home, _ = committed
    with serving(dossier, home) as (client, _):
        assert client.get(f"/snapshots/{name}/sparql", "text/csv", query=COUNT).status == 404


def test_a_time_gate_leads_to_the_snapshot_of_a_time_and_a_time_map_to_all(committed, dossier):
    home, found = committed
    with serving(dossier, home) as (client, _):

        def at(when):
            url = f"{client.base}/timegate/sparql?query=ASK%7B%7D"
            return client.send(urllib.request.Request(url, headers={"Accept-Datetime": when}))

        assert (
            f"/{found[0].path.name}/sparql?query="
            in at("Thu, 01 Jan 1998 00:00:00 GMT").headers["Location"]
        )
        late = at("Fri, 01 Jan 2100 00:00:00 GMT")
        assert (late.status, found[2].path.name in late.headers["Location"]) == (302, True)
        assert "Accept-Datetime" in late.headers["Vary"]
        assert_problem(at("yesterday"), 400, "Accept-Datetime")
        lines = client.get("/timemap/sparql").text
        assert lines.count('rel="memento"') == 3
        assert 'rel="timemap"' in client.sparql(COUNT).headers["Link"]


@pytest.mark.parametrize(
    "path", ["/about/a%0D%0AX-Evil:%201", "/api/%00", "/timemap/%3E%0A", "/timegate/%22,%3C"]
)
def test_no_name_of_a_request_writes_a_header(path, client):
    reply = client.get(path, "text/turtle")
    assert reply.status in (200, 302, 400, 404)
    assert "X-Evil" not in reply.headers
    assert not {"<", ">", '"'} & set(reply.headers.get("Location", ""))


def test_the_change_of_a_commit_is_given_as_it_was_kept(committed, dossier):
    home, found = committed
    with serving(dossier, home) as (client, _):
        patch = client.get(f"/snapshots/{found[2].path.name}/change").text
        assert patch.splitlines()[1].startswith("A <https://w3id.org/comity/id/treaty/pact-1905>")
        assert_problem(client.get(f"/snapshots/{found[0].path.name}/change"), 404, "no commit")


def test_diff_tells_what_was_written_and_what_follows(committed):
    home, found = committed
    text = run("diff", found[0].path.name, found[1].manifest.id, home=home).stdout
    assert "in the files: 3 more, 0 fewer" in text
    assert "inferred: 2 more, 0 fewer" in text
    back = run(
        "diff", found[2].path.name, found[0].path.name, "--format", "patch", home=home
    ).stdout
    lines = [line for line in back.splitlines() if line.startswith("D ")]
    assert len(lines) == 6
    assert all(list(ox.parse(input=line[2:], format=ox.RdfFormat.N_QUADS)) for line in lines)
    last = run("diff", home=home).stdout
    assert "in the files: 1 more, 0 fewer" in last
    assert run("diff", "nonsense", home=home).returncode == 1


def test_pruning_keeps_what_is_current_what_the_files_are_and_what_is_served(committed, dossier):
    home, found = committed
    names = [snapshot.path.name for snapshot in found]
    with serving(dossier, home) as (client, _):
        url = f"/snapshots/{names[1]}/sparql"
        assert client.get(url, "text/csv", query=COUNT).status == 200
        assert "removed" not in run("snapshots", "--prune", "1", home=home).stderr
        assert client.get(url, "text/csv", query=COUNT).status == 200
    assert f"removed {names[1]}" in run("snapshots", "--prune", "1", home=home).stderr
    assert {s.path.name for s in published_snapshots(home)} == {names[0], names[2]}


def test_a_server_keeps_as_many_snapshots_as_it_is_told(homes, token_file):
    options = ("--writable", "--token-file", str(token_file), "--keep", "2")
    with serving(SAMPLE, homes, *options) as (client, _):
        for number in range(5):
            text = INSERT.replace("pact-1905", f"pact-{number}")
            assert Writer(client).update(text).status == 200
    assert len(published_snapshots(homes)) <= 4, "two, what the files are, and one that was served"
    with serving(SAMPLE, homes) as (client, _):
        assert client.sparql(COUNT).text.split()[1] == "6"


def test_two_exports_are_equal_and_build_the_same_snapshot(committed, tmp_path):
    home, found = committed
    for name in ("one", "two"):
        assert run("export", tmp_path / name, home=home).returncode == 0
    files = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    ]
    assert files[0] == files[1]
    assert run("build", tmp_path / "one", home=tmp_path / "other").returncode == 0
    assert current_snapshot(tmp_path / "other").manifest.id == found[2].manifest.id
    assert_as_built(home, tmp_path)


def test_an_export_into_the_dossier_changes_only_what_was_written(committed, dossier):
    home, _ = committed
    before = {path: path.read_bytes() for path in dossier.rglob("*.ttl")}
    done = run("export", dossier, home=home)
    assert "1 file(s) written, 0 deleted" in done.stderr
    assert all(path.read_bytes() == content for path, content in before.items())


def test_an_export_overwrites_no_change_of_ones_own(committed, dossier):
    home, _ = committed
    mine = dossier / "data/treaties/pact-1905.ttl"
    mine.write_text("# mine\n")
    done = run("export", dossier, home=home)
    assert (done.returncode, "pact-1905.ttl" in done.stderr) == (1, True)
    assert mine.read_text() == "# mine\n"
    assert run("export", dossier, "--overwrite", home=home).returncode == 0
    assert "comity:hasParty" in mine.read_text()


def test_serving_again_goes_on_with_what_was_committed(committed, dossier):
    home, found = committed
    with serving(dossier, home) as (client, _):
        assert client.sparql(COUNT).text.split()[1] == "2"
    assert run("build", dossier, home=home).returncode == 0
    assert current_snapshot(home) == found[2]


def test_files_and_commits_that_have_both_changed_are_told_of_and_neither_is_lost(
    committed, dossier
):
    home, found = committed
    spoil(dossier / STATES, "# Two", "# Just two")
    for command in (("build", dossier), ("serve", dossier), ("build", dossier, "--again")):
        done = run(*command, home=home)
        assert done.returncode == 1
        assert "2 commit(s)" in done.stderr
        assert "comity export" in done.stderr
        assert current_snapshot(home) == found[2]
    assert run("export", dossier, home=home).returncode == 0
    assert run("build", dossier, home=home).returncode == 0
    merged = current_snapshot(home)
    assert merged.manifest.author == ""
    assert {"data/treaties/pact-1905.ttl"} < set(merged.manifest.files)
    assert "# Just two" in (merged.dossier / STATES).read_text()


def test_files_alone_are_published_where_that_is_said(committed, dossier):
    home, found = committed
    done = run("build", dossier, "--again", home=home)
    assert (done.returncode, "--without-commits" in done.stderr) == (1, True)
    assert run("build", dossier, "--without-commits", home=home).returncode == 0
    assert current_snapshot(home).manifest.id == found[0].manifest.id
    assert found[2] in published_snapshots(home)


def test_after_an_export_the_files_may_change_freely(committed, dossier):
    home, _ = committed
    assert run("export", dossier, home=home).returncode == 0
    assert run("build", dossier, home=home).returncode == 0
    spoil(dossier / "data/treaties/pact-1905.ttl", '"Pact"', '"The pact"')
    assert run("build", dossier, home=home).returncode == 0
    assert current_snapshot(home).manifest.author == ""


def test_what_another_process_builds_is_what_the_next_commit_goes_on_from(
    homes, dossier, token_file
):
    with serving(dossier, homes, "--writable", "--token-file", str(token_file)) as (client, _):
        assert Writer(client).update(ALONE).status == 422
        spoil(dossier / STATES, '"Arcadia"', '"Arcady"')
        assert run("build", dossier, home=homes).returncode == 0
        assert Writer(client).update(INSERT).status == 200
        assert "Arcady" in client.sparql(f"SELECT ?l {{ <{STATE}> ?p ?l }}").text


def test_commits_of_another_format_are_not_built_over(committed, dossier):
    home, found = committed
    manifest = found[2].path / "manifest.json"
    told = json.loads(manifest.read_text())
    manifest.unlink()
    manifest.write_text(json.dumps({**told, "format": 1}))
    done = run("build", dossier, home=home)
    assert (done.returncode, "of format 1" in done.stderr) == (1, True)

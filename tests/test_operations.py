"""What an operator needs: health, counters, a log, an orderly end, and a proxy in front."""

import http.client
import json
import signal
import socket
import struct
import threading
import time
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from conftest import SAMPLE, free_port, run, serving
from support.endpoint import ENDLESS, ROWS, connected, get

pytestmark = pytest.mark.slow

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d) }"


def counters(client):
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_health_answers_a_query_and_live_asks_nothing(client):
    assert json.loads(client.get("/health").body)["status"] == "ok"
    assert json.loads(client.get("/live").body) == {"status": "ok"}
    assert client.get("/health").headers["Cache-Control"] == "no-store"


def test_prometheus_reads_what_was_counted(home):
    with serving(SAMPLE, home) as (client, _):
        for _ in range(3):
            assert client.sparql(ROWS).status == 200
        client.sparql("SELEC")
        counted = counters(client)
    assert counted["comity_requests_total", "200", "GET"] == 3
    assert counted["comity_requests_total", "400", "GET"] == 1
    assert counted["comity_warm_total",] == 2
    assert counted["comity_request_seconds_count",] == 4


def test_the_log_has_a_line_for_each_request_and_no_query(home, tmp_path):
    path = tmp_path / "access.log"
    limits = ("--access-log", str(path), "--result-bytes", "1000000")
    with serving(SAMPLE, home, *limits) as (client, _):
        client.sparql(ROWS)
        client.sparql(ROWS)
        with pytest.raises(http.client.IncompleteRead):
            client.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        client.get("/nowhere")
        time.sleep(0.2)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    first, warm, broken, missing = lines
    assert first["question"] == warm["question"] != broken["question"]
    assert (first["warm"], warm["warm"]) == (False, True)
    assert broken["broken"] == "result_bytes"
    assert (missing["status"], missing["path"]) == (404, "/nowhere")
    assert "SELECT" not in path.read_text()


def test_a_log_that_cannot_be_written_is_said_in_one_sentence(home):
    port = free_port()
    done = run("serve", SAMPLE, "--port", port, "--access-log", "/nowhere/log", home=home)
    assert done.returncode == 1
    assert done.stderr.startswith("comity: The access log /nowhere/log cannot be written")
    assert done.stderr.count("\n") == 1


def test_a_log_that_nobody_reads_stops_nobody(home):
    with serving(SAMPLE, home, "--access-log", "-") as (client, _):
        # a pipe takes a few hundred lines
        assert {client.get(f"/live?n={number}").status for number in range(2_000)} == {200}


def test_clients_that_leave_a_pipeline_are_no_fault(home):
    with serving(SAMPLE, home) as (client, process):
        for number in range(200):
            with connected(client) as connection:
                connection.sendall(b"GET /limits?n=%d HTTP/1.1\r\nHost: x\r\n\r\n" % number * 20)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        process.terminate()
        assert process.communicate(timeout=30)[1] == ""


def test_a_running_query_is_finished_before_the_server_ends(home):
    with serving(SAMPLE, home) as (client, process):
        replies = []
        begun = time.monotonic()
        asker = threading.Thread(target=lambda: replies.append(client.sparql(SLOW)))
        asker.start()
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        asker.join()
        ended = time.monotonic()
        assert process.wait(20) == 0
    assert replies[0].status == 200
    assert ended - begun > 0.5, "the query was over before the signal came"


def test_a_query_that_does_not_end_keeps_the_server_only_for_its_bound(home):
    with serving(SAMPLE, home, "--shutdown-seconds", "1") as (client, process):
        asker = threading.Thread(target=_ask_in_vain, args=(client,))
        asker.start()
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        asker.join()


def _ask_in_vain(client):
    try:
        client.sparql(ENDLESS)
    except OSError:
        return


def test_behind_a_proxy_every_link_leads_through_it(home):
    forwarded = {
        "X_Forwarded_Prefix": "/dossier",
        "X_Forwarded_Host": "data.example",
        "X_Forwarded_Proto": "https",
    }
    with serving(SAMPLE, home, "--proxies", "1") as (client, _):
        page = get(client, "/about/id/country/arcadia", Accept="text/html", **forwarded).text
        assert 'href="/dossier/id/country/ruritania"' in page
        assert 'href="/id/' not in page
        assert 'href="/"' not in page
        description = get(client, "/sparql", Accept="text/turtle", **forwarded).text
        assert "<https://data.example/dossier/sparql>" in description
        sent = get(client, "/id/country/arcadia", Accept="text/turtle", **forwarded)
        assert sent.headers["Location"].startswith("/dossier/about/id/country/arcadia")


def test_no_header_is_taken_for_another_with_hyphens(home):
    with serving(SAMPLE, home, "--proxies", "1") as (client, _):
        sly = urllib.request.Request(
            client.base + "/sparql", headers={"Accept": "text/turtle", "X_Forwarded_Host": "evil"}
        )
        assert "evil" not in client.send(sly).text


def test_without_a_proxy_nobody_is_believed_to_be_one(client):
    reply = get(client, "/sparql", Accept="text/turtle", X_Forwarded_Host="evil.example")
    assert "evil.example" not in reply.text

"""Every limit a stranger meets: it is published, it is answered with its problem document, and others go on."""

import contextlib
import gzip
import http.client
import json
import os
import signal
import threading
import time
import urllib.parse
import urllib.request

import pytest

from comity.settings import table
from conftest import SAMPLE, serving
from support.endpoint import ENDLESS, GREEDY, ROWS, assert_problem, children, connected, post

pytestmark = pytest.mark.slow

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . "
TIME, MEMORY = "query_seconds", "query_bytes"
HOSTILE = {
    "a cross product": (ENDLESS, {TIME}),
    "memory": (GREEDY, {TIME, MEMORY}),
    "a sort": (f"SELECT * {{ {CROSS} }} ORDER BY DESC(?a) ?f ?l LIMIT 1", {TIME, MEMORY}),
    "a regular expression": (
        f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(!REGEX(STR(?a), '^(.*a.*b.*){{40}}$')) }}",
        {TIME},
    ),
    "a deep property path": (
        "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"?s{i} ((!<x:y>|^!<x:y>)+/(!<x:y>)*)+ ?o{i} ." for i in range(7))
        + " }",
        {TIME, MEMORY},
    ),
    "a chain of paths": ("SELECT * { ?s " + "<x:y>/" * 2000 + "<x:y> ?o }", {TIME}),
    "deep groups": ("SELECT * " + "{" * 20000 + "}" * 20000, {MEMORY}),
    "deep brackets": ("ASK { FILTER(" + "(" * 20000 + "1" + ")" * 20000 + ") }", {MEMORY}),
    "a long sum": ("ASK { FILTER(" + "1+" * 30000 + "1) }", {MEMORY}),
    "a long list": ("ASK { ?s ?p " + "(" * 20000 + "1" + ")" * 20000 + " }", {MEMORY}),
    "a huge VALUES": (
        "SELECT (COUNT(*) AS ?n) { "
        + "".join(f"VALUES ?v{i} {{ {'1 ' * 900} }} " for i in range(9))
        + "}",
        {TIME, MEMORY},
    ),
}


LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3000"
"""Its answer is longer than what a pipe holds."""


def assert_limit(reply, status, *limits):
    assert_problem(reply, status)
    told = json.loads(reply.body)
    assert told["limit"] in limits
    assert told["type"] == f"/limits#{told['limit']}"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_at_its_limit_while_others_go_on(client, name):
    query, limits = HOSTILE[name]
    replies, others = [], []
    hostile = threading.Thread(target=lambda: replies.append(post(client, query)))
    hostile.start()
    while hostile.is_alive():
        others.append(client.sparql(ROWS).status)
        time.sleep(0.02)
    hostile.join()
    assert set(others) == {200}
    assert_limit(replies[0], 503, *limits)
    assert client.sparql(ROWS).status == 200


def test_every_limit_is_published_with_its_value(client):
    published = {row["name"]: row["value"] for row in json.loads(client.get("/limits").body)}
    assert set(published) == {name for name, _, _ in table()}
    assert published["query_seconds"] == 2
    page = client.get("/limits", "text/html").text
    for name in published:
        assert f'id="{name}"' in page


def test_a_full_queue_is_refused_at_once_and_says_when_to_come_back(home):
    limits = ("--query-seconds", "3", "--query-processes", "1", "--query-queue", "1")
    with serving(SAMPLE, home, *limits) as (client, _):
        replies = []
        threads = [
            threading.Thread(target=lambda: replies.append(client.sparql(ENDLESS)))
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for reply in replies[:3]:
            assert_limit(reply, 503, "query_queue")
            assert int(reply.headers["Retry-After"]) >= 1
        assert client.sparql(ROWS).status == 200


def test_too_many_open_requests_are_refused_at_once(home):
    with serving(SAMPLE, home, "--requests", "1", "--query-seconds", "2") as (client, _):
        hostile = threading.Thread(target=client.sparql, args=(ENDLESS,))
        hostile.start()
        time.sleep(0.5)
        refused = client.get("/limits")
        assert refused.status == 503
        assert json.loads(refused.body)["limit"] == "requests"
        assert refused.headers["Retry-After"]
        hostile.join()
        assert client.get("/limits").status == 200


def test_a_zip_bomb_is_refused_and_an_honest_gzip_is_read(client):
    bomb = gzip.compress(bytes(2**28), 9)
    assert len(bomb) > 100_000
    assert_limit(post(client, bomb, **{"Content-Encoding": "gzip"}), 413, "request_bytes")
    small = gzip.compress(b"#" * 2_000_000)
    assert len(small) < 100_000
    assert_limit(post(client, small, **{"Content-Encoding": "gzip"}), 413, "request_bytes")
    honest = post(client, gzip.compress(ROWS.encode()), **{"Content-Encoding": "gzip"})
    assert honest.text == client.sparql(ROWS).text


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_body_that_cannot_be_unpacked_says_what_can(client, coding):
    reply = post(client, b"no such thing", **{"Content-Encoding": coding})
    assert_problem(reply, 415, "coding")
    assert "gzip" in reply.headers["Accept-Encoding"]


def test_a_request_past_its_size_is_refused_whether_it_tells_its_length_or_not(client):
    assert_limit(post(client, b"#" * 200_000), 413, "request_bytes")
    with connected(client) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n" + 30 * (b"2000\r\n" + b"#" * 0x2000 + b"\r\n")
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_a_head_without_end_is_refused(client):
    with connected(client) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ")
        connection.sendall(b"a" * 200_000)
        assert connection.recv(100).startswith(b"HTTP/1.1 431")


def test_a_request_that_comes_too_slowly_is_refused(home):
    with serving(SAMPLE, home, "--request-seconds", "1") as (client, _):
        with connected(client) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost:")
            assert connection.recv(100).startswith(b"HTTP/1.1 408")
        with connected(client) as connection:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n12")
            assert connection.recv(100).startswith(b"HTTP/1.1 408")


def test_readers_who_do_not_read_lose_their_process_when_others_wait(home):
    limits = ("--client-seconds", "1", "--query-processes", "1")
    with serving(SAMPLE, home, *limits) as (client, _), connected(client) as slow:
        query = urllib.parse.quote(f"SELECT * {{ {CROSS} }}")
        slow.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(1)
        assert client.sparql(ROWS).status == 200


def test_an_answer_too_large_for_a_page_says_how_to_have_it(home):
    with serving(SAMPLE, home, "--page-bytes", "10000") as (client, _):
        query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
        page = client.sparql(query, "text/html;q=0.9, application/problem+json;q=0.1")
        assert page.status == 503
        assert "10000 bytes" in page.text
        assert "csv" in page.text
        assert client.sparql(query, "text/csv").status == 200


def test_an_answer_that_takes_too_long_on_the_whole_is_broken_off(home):
    limits = ("--answer-seconds", "2", "--query-seconds", "100")
    with serving(SAMPLE, home, *limits) as (client, _):
        with pytest.raises(http.client.IncompleteRead):
            client.sparql(f"SELECT * {{ {CROSS} }}")
        assert_limit(post(client, ENDLESS), 503, "answer_seconds")
        assert client.sparql(ROWS).status == 200


def test_a_client_that_leaves_frees_its_process(home):
    with serving(SAMPLE, home, "--query-processes", "1") as (client, process):
        before = children(process.pid)
        with connected(client) as leaving:
            query = urllib.parse.quote(ENDLESS)
            leaving.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.5)
        assert client.sparql(ROWS).status == 200
        assert children(process.pid) != before


def test_clients_that_leave_while_they_wait_cost_no_process(home):
    with serving(SAMPLE, home, "--query-processes", "1") as (client, process):
        before = children(process.pid)
        holder = threading.Thread(target=client.sparql, args=(SLOW,))
        holder.start()
        time.sleep(0.2)
        for number in range(1, 10):
            with connected(client) as leaving:
                query = urllib.parse.quote(ROWS + f" LIMIT {number}")
                leaving.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                time.sleep(0.01)
        holder.join()
        assert client.sparql(ROWS).status == 200
        assert children(process.pid) == before


def test_a_wrong_query_costs_no_process(home):
    with serving(SAMPLE, home) as (client, process):
        before = children(process.pid)
        for _ in range(5):
            assert client.sparql("SELEC").status == 400
        assert children(process.pid) == before


def test_a_process_that_stops_in_the_middle_of_an_answer_holds_up_nobody(home):
    with serving(SAMPLE, home) as (client, process):
        assert client.sparql(ROWS).status == 200
        over = threading.Event()

        def stop_and_go():
            """Stop the processes for two seconds, wherever they are, over and over."""
            while not over.is_set():
                for number, seconds in ((signal.SIGSTOP, 2), (signal.SIGCONT, 0.1)):
                    for child in children(process.pid):
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(int(child), number)
                    time.sleep(seconds)

        stopping = threading.Thread(target=stop_and_go)
        stopping.start()

        def ask(number):
            with contextlib.suppress(http.client.HTTPException):  # broken off, as others wait
                client.sparql(f"{LARGE} #{number}")

        askers = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
        for asker in askers:
            asker.start()
        waits = []
        while any(asker.is_alive() for asker in askers):
            start = time.monotonic()
            assert client.get("/live").status == 200
            waits.append(time.monotonic() - start)
        over.set()
        stopping.join()
        assert max(waits) < 1, "half as long as a process is stopped"

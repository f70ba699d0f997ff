"""Answers that leave before they are whole: in constant memory, and never taken for whole when they are not."""

import http.client
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from conftest import SAMPLE, serving

pytestmark = pytest.mark.slow

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
CONSTRUCTED = (
    "CONSTRUCT { ?a <http://example.org/says> ?x } WHERE { "
    + PRODUCT
    + "BIND(CONCAT('"
    + "long " * 800
    + "', STR(RAND())) AS ?x) } LIMIT 270000"
)


def opened(client, query, accept):
    body = urllib.parse.urlencode({"query": query}).encode()
    request = urllib.request.Request(client.base + "/sparql", data=body, headers={"Accept": accept})
    return urllib.request.urlopen(request, timeout=60)


def resident(pid):
    """Memory of a process, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def test_the_first_byte_leaves_before_the_last_is_computed(home):
    with serving(SAMPLE, home, "--query-seconds", "600") as (client, _):
        start = time.monotonic()
        with opened(client, f"SELECT * {{ {PRODUCT} }}", "text/csv") as answer:
            assert answer.read(1) == b"a"
            assert "Content-Length" not in answer.headers
            assert time.monotonic() - start < 10, "the whole answer takes minutes"


def test_an_answer_that_meets_a_limit_after_it_began_is_broken_off(home):
    limits = ("--result-bytes", "1000000")
    with (
        serving(SAMPLE, home, *limits) as (client, _),
        opened(client, f"SELECT * {{ {PRODUCT} }}", "text/csv") as answer,
        pytest.raises(http.client.IncompleteRead),
    ):
        answer.read()


def test_a_whole_answer_tells_its_length(client):
    reply = client.sparql("SELECT * { ?a ?b ?c }")
    assert int(reply.headers["Content-Length"]) == len(reply.body)


def test_a_gigabyte_of_construct_passes_through_a_small_server(home):
    limits = ("--query-seconds", "600", "--query-bytes", str(8 * 2**30))
    with serving(SAMPLE, home, *limits) as (client, process):
        size = most = 0
        with opened(client, CONSTRUCTED, "application/n-triples") as answer:
            while chunk := answer.read(2**22):
                size += len(chunk)
                most = max(most, resident(process.pid))
        assert size > 2**30
        assert most < 300 * 2**20

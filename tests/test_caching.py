"""Exact caching and compression: a validator stands for one sequence of bytes, of one snapshot."""

import gzip
import time
import urllib.request

import brotli
import pytest
from flask_compress.flask_compress import compression

from conftest import SAMPLE, run, serving
from support.endpoint import ROWS, STATE, get

pytestmark = pytest.mark.slow

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": compression.zstd.decompress}
LONG = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
ADDRESSES = (
    "/",
    "/api/",
    "/api/openapi.json",
    "/api/neighbours?format=csv",
    "/sparql?format=turtle",
    "/graph-store?default",
    "/about/id/country/arcadia?format=turtle",
    "/about/id/country/arcadia?format=html",
    "/.well-known/void",
    "/report",
    "/conformance",
)


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_is_not_sent_twice_to_who_has_it(client, path):
    first = get(client, path)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["Vary"].split(", "))
    for _ in range(2):
        again = get(client, path, If_None_Match=tag)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
    other = get(client, path, If_None_Match='"other"')
    assert (other.status, other.body) == (200, first.body)


def test_what_has_the_same_validator_has_the_same_bytes_in_another_process_too(home, client):
    with serving(SAMPLE, home) as (other, _):
        for path in ADDRESSES:
            one, two = get(client, path), get(other, path)
            assert one.headers["ETag"] != two.headers["ETag"] or one.body == two.body, path
        reply = client.sparql(LONG)
        assert other.sparql(LONG).headers["ETag"] == reply.headers["ETag"]
        assert other.sparql(LONG).body == reply.body


def test_whatever_changes_the_answer_changes_the_validator(client):
    replies = [
        client.sparql(LONG),
        client.sparql(LONG, accept="application/sparql-results+json"),
        client.sparql(LONG, entailment="none"),
        client.sparql(LONG, contested="exclude"),
        client.sparql(LONG, perspective="ruritania"),
        client.sparql(LONG + " LIMIT 1"),
        client.sparql(LONG, **{"default-graph-uri": STATE}),
    ]
    assert len({reply.headers["ETag"] for reply in replies}) == len(replies)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT (rand() AS ?x) {}",
        "SELECT (struuid() AS ?x) {}",
        "CONSTRUCT { [] a ?c } WHERE { ?s a ?c }",
        "CONSTRUCT { _:x a ?c } WHERE { ?s a ?c }",
    ],
)
def test_an_answer_that_may_differ_next_time_is_not_cached(client, query):
    reply = client.sparql(query, accept=None)
    assert reply.status == 200
    assert "ETag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.body != client.sparql(query, accept=None).body


def test_an_error_is_not_cached(client):
    reply = client.sparql("SELEC")
    assert "ETag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_new_snapshot_makes_every_validator_old(dossier, tmp_path):
    home = tmp_path / "home"
    with serving(dossier, home) as (client, _):
        tag = client.get("/api/treaties-of-a-state", "text/csv", state=STATE).headers["ETag"]
        path = dossier / "data/treaties/concord-1901.ttl"
        path.write_text(path.read_text().replace("1901-05-04", "1901-05-09"))
        assert run("build", dossier, home=home).returncode == 0
        url = f"/api/treaties-of-a-state?state={STATE}"
        reply = get(client, url, Accept="text/csv", If_None_Match=tag)
        assert reply.status == 200
        assert "1901-05-09" in reply.text


def test_another_build_of_the_same_files_has_validators_of_its_own(dossier, tmp_path):
    home = tmp_path / "home"
    with serving(dossier, home) as (client, _):
        before = client.get("/", "text/html")
        time.sleep(1.1)  # a snapshot's time is told to the second
        assert run("build", dossier, "--again", home=home).returncode == 0
        after = client.get("/", "text/html")
    assert before.body != after.body
    assert before.headers["ETag"] != after.headers["ETag"]


@pytest.mark.parametrize("coding", UNPACK)
def test_an_answer_is_compressed_as_the_client_takes_it(client, coding):
    plain = client.sparql(LONG)
    url = "/sparql?query=" + urllib.request.quote(LONG)
    for _ in range(2):
        packed = get(client, url, Accept="text/csv", Accept_Encoding=coding)
        assert packed.headers["Content-Encoding"] == coding
        assert UNPACK[coding](packed.body) == plain.body
        assert len(packed.body) < len(plain.body)
        assert packed.headers["ETag"] != plain.headers["ETag"]
    tag = packed.headers["ETag"]
    assert (
        get(client, url, Accept="text/csv", Accept_Encoding=coding, If_None_Match=tag).status == 304
    )


@pytest.mark.parametrize("coding", UNPACK)
def test_a_stream_is_compressed_too(home, coding):
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with serving(SAMPLE, home) as (client, _):
        url = "/sparql?query=" + urllib.request.quote(query)
        plain = get(client, url, Accept="text/csv")
        packed = get(client, url, Accept="text/csv", Accept_Encoding=coding)
    assert "Content-Length" not in packed.headers
    if coding == "zstd":
        assert compression.zstd.ZstdDecompressor().decompress(packed.body) == plain.body
    else:
        assert UNPACK[coding](packed.body) == plain.body


def test_a_head_request_has_the_headers_of_a_get_and_no_body(client):
    url = "/sparql?query=" + urllib.request.quote(ROWS)
    got = get(client, url, Accept="text/csv")
    for _ in range(2):
        asked = urllib.request.Request(
            client.base + url, headers={"Accept": "text/csv"}, method="HEAD"
        )
        head = client.send(asked)
        assert (head.status, head.body) == (200, b"")
        for name in ("ETag", "Content-Type", "Content-Length"):
            assert head.headers[name] == got.headers[name]


def test_a_browser_elsewhere_may_read_and_asks_first_in_the_right_way(client):
    origin = {"Origin": "https://elsewhere.example"}
    assert get(client, "/api/", **origin).headers["Access-Control-Allow-Origin"] == "*"
    ask = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    reply = client.send(
        urllib.request.Request(client.base + "/sparql", headers=ask, method="OPTIONS")
    )
    assert reply.status == 200
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert "content-type" in reply.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in reply.headers


def test_answers_are_forgotten_when_there_are_too_many_and_come_again(home):
    with serving(SAMPLE, home, "--cache-bytes", "20000") as (client, _):
        texts = [client.sparql(f"{LONG} LIMIT {n}").text for n in range(1, 60)]
        again = [client.sparql(f"{LONG} LIMIT {n}").text for n in range(1, 60)]
        assert texts == again

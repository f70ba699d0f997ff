"""What a hostile client sends: names that climb, headers that smuggle, texts that are scripts, noise."""

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.endpoint import ROWS, assert_problem, post, raw

pytestmark = pytest.mark.slow

CLIMBING = [
    "/graph/../../../../etc/passwd",
    "/graph/..%2f..%2f..%2fetc%2fpasswd",
    "/graph/%2e%2e/%2e%2e/etc/passwd",
    "/about/graph/..%2fproofs.json",
    "/about/../manifest.json",
    "/static/../__init__.py",
    "/static/..%2f__init__.py",
    "/static/%2e%2e/templates/layout.html",
    "/static//etc/passwd",
    "/api/..%2f..%2fmanifest",
    "/api/%00",
    "/id/%ff%fe",
    "/graph-store?graph=file%3A%2F%2F%2Fetc%2Fpasswd",
]
SCRIPT = "<script>alert(1)</script>"
WORDS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS"),
    *("BIND", "VALUES", "GRAPH", "FROM", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "EXISTS", "AS"),
    *("*", "{", "}", "(", ")", "[", "]", ".", ";", ",", "?x", "?y", "<x:a>", '"a"', "1", "1e9999"),
    *("a", "/", "|", "^", "+", "!", "=", "<", "&&", "COUNT(*)", "REGEX(?x, '(a*)*')", "<<(", ")>>"),
    *("\\u0041", "#", "'''", "@en", "^^", "_:b", "PREFIX p:", "BASE", "REDUCED", "DISTINCT"),
)
QUERIES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
BOUNDED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("path", CLIMBING)
def test_no_name_climbs_out_of_where_it_belongs(client, path):
    answer = raw(client, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] in (b"303", b"308", b"400", b"404"), answer
    for secret in (b"root:", b"import ", b"{% ", b'"premises"'):
        assert secret not in answer


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
@pytest.mark.parametrize("path", ["/sparql", "/graph-store?default", "/graph/states/states", "/"])
def test_no_method_writes(client, method, path):
    reply = client.send(
        urllib.request.Request(client.base + path, data=b"<x:a> <x:b> <x:c> .", method=method)
    )
    assert reply.status in (400, 403, 404, 405)


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nquery1",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\nY\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX\x00: y\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET \xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_read_in_none(client, request_):
    answer = raw(client, request_)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501"))
    assert client.sparql(ROWS).status == 200


@pytest.mark.parametrize("name", ["entailment", "perspective", "format", "query", "graph"])
def test_a_value_cannot_add_a_header(client, name):
    value = "x\r\nSet-Cookie: a=b\r\n\r\n" + SCRIPT
    for path in ("/sparql", "/id/country/arcadia", "/graph-store", "/api/neighbours"):
        reply = client.get(path, "text/turtle", **{name: value})
        assert "Set-Cookie" not in reply.headers
        assert reply.status in (
            200,
            303,
            400,
            404,
            406,
        )  # a format that is none gives way to Accept


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ('{SCRIPT}' AS ?x) {{}}",
        "SELECT (<javascript:alert(1)> AS ?x) {}",
        "SELECT (<data:text/html,x> AS ?x) {}",
        f"SELECT (STRDT('{SCRIPT}', <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>) AS ?x) {{}}",
        f"SELECT (STRDT('{SCRIPT}', <http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>) AS ?x) {{}}",
        f"CONSTRUCT {{ <x:a> <x:b> '{SCRIPT}' }} WHERE {{}}",
        f"SELECT * {{ {SCRIPT} }}",
    ],
)
def test_a_page_shows_what_a_query_gives_as_text(client, query):
    reply = client.sparql(query, "text/html")
    assert reply.headers["Content-Type"].startswith("text/html")
    assert SCRIPT not in reply.text
    assert 'href="javascript:' not in reply.text
    assert 'href="data:' not in reply.text
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


def test_a_hostile_name_in_a_url_is_shown_as_text(client):
    for path in (
        f"/nowhere/{SCRIPT}",
        f"/api/{SCRIPT}",
        f"/about/id/{SCRIPT}",
        f"/sparql?format={SCRIPT}",
    ):
        reply = client.get(urllib.parse.quote(path, safe="/?="), "text/html")
        assert SCRIPT not in reply.text


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/api/", "/limits", "/nowhere", "/threats", "/health"]
)
def test_every_answer_is_hardened(client, path):
    headers = client.get(path, "text/html").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    if path == "/sparql":  # its editor is a script of our own
        policy = policy.replace("; script-src 'self'", "")
    assert "script-src" not in policy
    assert "connect-src 'self';" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/sparql", "/threats", "/about/id/treaty/concord-1901"])
def test_no_page_has_a_script_or_anything_from_elsewhere(client, path):
    page = client.get(path, "text/html").text.replace('<script type="application/ld+json">', "")
    page = page.replace('<script type="module" src="/static/editor.js">', "")
    for bad in ("<script", "<iframe", "<object", " onload=", " onclick=", 'src="http', "style="):
        assert bad not in page


@given(query=QUERIES)
@BOUNDED
def test_whatever_is_sent_as_a_query_has_an_answer_or_a_problem(client, query):
    reply = post(client, query)
    assert reply.status in (200, 400, 403, 406, 503)
    if reply.status != 200:
        assert_problem(reply, reply.status)


@given(query=st.text(max_size=200))
@BOUNDED
def test_whatever_text_is_sent_as_a_query_has_an_answer_or_a_problem(client, query):
    reply = post(client, query.encode("utf-8", "surrogatepass"))
    assert reply.status in (200, 400, 403, 406)


@given(body=st.binary(max_size=300), coding=st.sampled_from(["gzip", "deflate", "identity"]))
@BOUNDED
def test_whatever_bytes_are_sent_have_an_answer_or_a_problem(client, body, coding):
    reply = post(client, body, **{"Content-Encoding": coding})
    assert reply.status in (200, 400, 403, 413, 415)
    assert json.loads(reply.body) or reply.status == 200


def test_the_openapi_document_is_true_of_whatever_follows_from_it(client, tmp_path):
    """Schemathesis makes requests from the document, good and bad, and holds the answers against it."""
    tool = Path(sys.executable).with_name("schemathesis")
    document = client.base + "/api/openapi.json"
    lenient = (
        "--exclude-checks",
        "negative_data_rejection",
    )  # an empty argument counts as left out
    options = ("--checks", "all", *lenient, "--max-examples", "25", "--seed", "1", "--no-color")
    done = subprocess.run(
        [tool, "run", document, *options], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout
    assert "Tested: " in done.stdout

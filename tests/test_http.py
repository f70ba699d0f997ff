"""HTTP to the letter: heads, versions, hosts, pipelines, conditions, negotiation, names beyond ASCII."""

import gzip
import json
import urllib.request
import zlib

import pyoxigraph as ox
import pytest

from conftest import TOKEN, serving
from support.endpoint import ROWS, assert_problem, children, raw

pytestmark = pytest.mark.slow

TURTLE = "text/turtle"


def asked(client, path, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.send(urllib.request.Request(client.base + path, headers=named))


def status_of(answer):
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /live HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: a b<x>\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET /live HTTP/1.1\r\nHost: x\r\n" + b"X: 1\r\n" * 5000 + b"\r\n", 431),
        (b"GET /live HTTP/1.1\r\nHost: x\r\n" + b"X: 1\r\n" * 120 + b"\r\n", 431),
        (b"GET /live?" + b"a" * 150_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nAccept: " + b"a/b," * 2000 + b"\r\n\r\n", 431),
        (b"GET /about/id" + b"/a" * 3000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /live HTTP/1.0\r\n\r\n", 200),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
    ],
)
def test_a_head_is_read_whole_or_refused_with_a_problem(client, request_, status):
    answer = raw(client, request_)
    assert status_of(answer) == status
    if status != 200:
        assert b"application/problem+json" in answer
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == status


def test_a_request_without_a_version_is_no_request(client):
    answer = raw(client, b"GET /limits\r\n\r\n")
    assert b" 200 " not in answer[:20]


def test_http_1_0_gets_a_length_and_no_chunks(client):
    path = "/sparql?query=SELECT%20*%20%7B%20GRAPH%20%3Fg%20%7B%3Fs%20%3Fp%20%3Fo%7D%20%7D"
    answer = raw(client, f"GET {path} HTTP/1.0\r\nAccept: text/csv\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in head.lower()
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    assert length == len(body) > 1000


def test_a_pipeline_is_answered_in_order_however_long(client):
    one = b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /limits?format=json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = raw(client, one * 500 + last)
    assert answer.count(b"HTTP/1.1 200") == 501


def test_a_body_behind_a_pipeline_is_whole(client):
    text = ROWS.encode()
    post = b"POST /sparql HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n%b"
    large = text + b" #" + b"x" * 20_000
    answer = raw(
        client,
        b"".join(post % (len(t), t) for t in [text, large] * 8)
        + b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    assert answer.count(b"HTTP/1.1 200") == 17
    assert answer.count(b"ruritania") == 32


def test_a_weak_tag_is_the_same_tag_to_if_none_match(client):
    for path in (
        "/limits?format=json",
        "/about/id/country/arcadia?format=turtle",
        "/graph/states/states?format=turtle",
        "/sparql?query=ASK%7B%7D",
    ):
        tag = asked(client, path).headers["ETag"]
        assert asked(client, path, If_None_Match=f"W/{tag}").status == 304, path
        assert asked(client, path, If_None_Match=f'"x", W/{tag}').status == 304, path
        assert asked(client, path, If_None_Match='W/"x"').status == 200, path


def test_if_match_is_heeded_by_what_only_reads(client):
    for path in ("/limits?format=json", "/sparql?query=ASK%7B%7D"):
        tag = asked(client, path).headers["ETag"]
        for expected in (tag, f'"x", {tag}', "*"):
            assert asked(client, path, If_Match=expected).status == 200, expected
        for expected in ('"x"', f"W/{tag}"):
            assert_problem(asked(client, path, If_Match=expected), 412, "If-Match")


def test_what_if_match_refuses_asks_nothing(dossier, tmp_path):
    query = "SELECT%20*%20%7B%20?a%20?b%20?c%20.%20?d%20?e%20?f%20.%20?g%20?h%20?i%20%7D%23"
    with serving(dossier, tmp_path / "home") as (own, process):
        asked(own, "/sparql?query=ASK%7B%7D")
        before = children(process.pid)
        for number in range(20):
            reply = asked(
                own, f"/sparql?query={query}{number}", If_Match='"x"', If_None_Match='"x"'
            )
            assert_problem(reply, 412, "If-Match")
        assert before <= children(process.pid), "a query process was held by an answer, and killed"


@pytest.mark.parametrize(
    ("query", "accept", "found"),
    [
        ("SELECT", "text/*", "text/csv"),
        ("SELECT", "application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        (
            "SELECT",
            "application/sparql-results+json;version=1.2",
            "application/sparql-results+json",
        ),
        ("SELECT", "text/csv; header=present", "text/csv"),
        ("SELECT", "application/json", "application/sparql-results+json"),
        ("CONSTRUCT", "application/json", "application/ld+json"),
        (
            "CONSTRUCT",
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
            "application/ld+json",
        ),
        ("CONSTRUCT", "text/turtle;version=1.2", "text/turtle"),
        ("CONSTRUCT", "text/n3", "text/turtle"),
        ("CONSTRUCT", "application/xml", "application/rdf+xml"),
    ],
)
def test_an_accept_header_means_what_it_says(client, query, accept, found):
    text = ROWS if query == "SELECT" else "CONSTRUCT WHERE { ?s ?p ?o }"
    reply = client.sparql(text, accept)
    assert reply.status == 200, reply.text
    assert reply.headers["Content-Type"].startswith(found)


@pytest.mark.parametrize(
    "name", ["xml", "json", "rdf+xml", "json-ld", "n3", "ttl", "nt", "rdf", "application/rdf+xml"]
)
def test_the_usual_names_of_forms_are_taken_for_triples(client, name):
    assert client.get("/sparql", query="CONSTRUCT WHERE { ?s ?p ?o }", format=name).status == 200


def test_a_format_that_does_not_fit_gives_way_to_a_header_that_does(client):
    reply = client.sparql(
        "CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", format="csv", output="csv"
    )
    assert reply.headers["Content-Type"] == "application/rdf+xml"
    assert client.sparql("CONSTRUCT WHERE { ?s ?p ?o }", "*/*", format="csv").status == 406
    assert_problem(client.sparql(ROWS, "*/*", format="word"), 400, "format")


def test_a_parameter_is_given_once_and_in_utf_8(client):
    path = "/api/treaties-of-a-state?state=country:arcadia"
    assert client.get(path).status == 200
    assert_problem(client.get(path + "&state=country:ruritania"), 400, "state", "2 times")
    assert_problem(client.get(path + "&entailment=rl&entailment=none"), 400, "entailment")
    assert_problem(client.get("/sparql?query=ASK%7B%7D&format=csv&format=json"), 400, "format")
    assert_problem(client.get("/about/id/country/%E9"), 400, "UTF-8")
    assert_problem(client.get("/sparql?query=ASK%7B%7D&x=%E9"), 400, "UTF-8")
    assert_problem(client.get("/sparql?" + "a=1&" * 1100 + "query=ASK%7B%7D"), 400, "1000")


def test_a_short_name_is_understood_and_a_wrong_one_is_not_an_empty_table(client):
    short = client.get("/api/treaties-of-a-state", "text/csv", state="country:arcadia").body
    full = client.get(
        "/api/treaties-of-a-state", "text/csv", state="https://w3id.org/comity/id/country/arcadia"
    ).body
    assert short == full
    assert short.count(b"\n") > 1
    assert_problem(
        client.get("/api/treaties-of-a-state", state="country:arcadja"), 404, "arcadja", "state"
    )


@pytest.mark.parametrize(
    "since",
    [
        "19010505",
        "1901-W18-7",
        "1901-05-32",
        "1901-02-29",
        "١٩٠١-٠٥-٠٥",
        " 1901-05-05",
        "1901-5-5",
        "1901-05-05T00:00:00",
    ],
)
def test_a_date_that_is_none_of_xsd_is_refused(client, since):
    assert_problem(
        client.get("/api/treaties-of-a-state", state="country:arcadia", since=since),
        400,
        "date",
        "1999-01-31",
    )


@pytest.mark.parametrize("charset", ["utf-8", "utf8", "UTF-8", "us-ascii"])
def test_an_encoding_is_known_by_its_names(client, charset):
    reply = client.post("/sparql", b"ASK {}", f"application/sparql-query; charset={charset}")
    assert reply.status == 200


def test_a_byte_order_mark_is_no_part_of_a_query(client):
    assert client.post("/sparql", b"\xef\xbb\xbfASK {}", "application/sparql-query").status == 200
    assert client.sparql("\ufeffASK {}").status == 200


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"named-graph-uri": "G"}, (0, 1)),
        ({"default-graph-uri": "G"}, (1, 0)),
        ({"default-graph-uri": "G", "named-graph-uri": "G"}, (1, 1)),
    ],
)
def test_the_dataset_of_the_protocol_is_the_whole_dataset(client, query, rows):
    graph = "https://w3id.org/comity/graph/states/states"
    given = {name: graph for name in query}
    for text, some in zip(("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }"), rows, strict=True):
        for clause in ("", " FROM <x:no> FROM NAMED <https://w3id.org/comity/graph/meta> "):
            reply = client.sparql(
                f"SELECT (COUNT(DISTINCT STR(?s)) AS ?n) {clause} {text}", **given
            )
            assert (int(reply.text.split()[1]) > 0) == bool(some), (text, clause)


@pytest.mark.parametrize(
    "choice", [{"entailment": "none"}, {"contested": "exclude"}, {"perspective": "ruritania"}]
)
def test_a_dataset_beside_a_choice_is_refused(client, choice):
    graph = "https://w3id.org/comity/graph/meta"
    assert_problem(client.sparql(f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}", **choice), 400, "FROM")
    assert_problem(
        client.sparql("ASK {}", **{"default-graph-uri": graph}, **choice), 400, "default-graph-uri"
    )
    assert client.sparql("SELECT ?from { ?from ?p 'FROM' } LIMIT 1", **choice).status == 200
    assert_problem(
        client.sparql("ASK {}", **{"default-graph-uri": graph, "entailment": "bogus"}),
        400,
        "entailment",
    )


@pytest.mark.parametrize("path", ["/ontology/", "/ontology", "/about/ontology/"])
def test_the_ontology_answers_as_a_whole(client, path):
    reply = client.get(path, TURTLE)
    for _ in range(3):
        if reply.status in (303, 308):
            where = reply.headers["Location"]
            reply = client.send(
                urllib.request.Request(
                    where if where.startswith("http") else client.base + where,
                    headers={"Accept": TURTLE},
                )
            )
    assert reply.status == 200
    assert "comity:Treaty" in reply.text


def test_xml_is_what_a_parser_reads_or_is_refused(client):
    bad = "CONSTRUCT { <x:s> <http://e/1> 'a' } WHERE {}"
    assert_problem(client.sparql(bad, "application/rdf+xml"), 406, "property")
    assert client.sparql(bad, TURTLE).status == 200
    control = "SELECT ('a\\u0001b' AS ?x) {}"
    assert_problem(client.sparql(control, "application/sparql-results+xml"), 406, "character")
    assert client.sparql(control, "application/json").status == 200
    returned = client.sparql("SELECT ('a\\rb' AS ?x) {}", "application/sparql-results+xml")
    assert "a&#xD;b" in returned.text
    triple = "CONSTRUCT { <x:s> <x:p> <<( <x:a> <x:b> <x:c> )>> } WHERE {}"
    assert_problem(client.sparql(triple, "application/ld+json"), 406, "triple terms")


def test_a_head_alone_does_not_run_a_query_to_its_end(writable):
    text = "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } }"
    path = "/sparql?" + urllib.parse.urlencode({"query": text})
    answer = raw(
        writable,
        f"HEAD {path} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nConnection: close\r\n\r\n".encode(),
    )
    assert status_of(answer) == 200
    assert answer.endswith(b"\r\n\r\n")


NAMES = [
    "мінск",
    "a%2Fb",
    "a/b",
    "a%20b",
    "%D0%BC",
    "aé",
    "a%23b",
    "日本",
    "a%25b",
    "a'b",
    "a~b",
    "м%2Fб",
]


@pytest.fixture(scope="module")
def writable(tmp_path_factory, home):
    import shutil

    folder = tmp_path_factory.mktemp("writable")
    shutil.copytree(home, folder / "home", symlinks=True)
    tokens = folder / "tokens"
    tokens.write_text(f"alice {TOKEN}\n")
    tokens.chmod(0o600)
    from conftest import SAMPLE

    with serving(SAMPLE, folder / "home", "--writable", "--token-file", str(tokens)) as (client, _):
        yield client


def put(client, path, body, media_type=TURTLE, method="PUT", **headers):
    given = {"Authorization": f"Bearer {TOKEN}", "Content-Type": media_type, **headers}
    return client.send(urllib.request.Request(client.base + path, body, given, method=method))


def test_things_of_any_name_answer_with_themselves(writable):
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    body = "".join(
        f'<https://w3id.org/comity/id/thing/{name}> {label} "name {name}"@en .\n' for name in NAMES
    )
    assert put(writable, "/graph/things", body.encode()).status == 201
    for name in NAMES:
        path = "/id/thing/" + urllib.parse.quote(name, safe="/%'~")
        for accept, wanted in ((TURTLE, f'"name {name}"@en'), ("text/html", "name")):
            first = writable.get(path, accept)
            assert first.status == 303, (name, first.text)
            where = first.headers["Location"]
            assert where.isascii()
            reply = writable.get(where.removeprefix(writable.base), accept)
            assert reply.status == 200, (name, reply.text)
            assert wanted in reply.text
            if accept == TURTLE:
                link = reply.headers["Link"]
                assert link.isascii()
                assert reply.text.count("rdf-schema#label") + reply.text.count("rdfs:label") == 1, (
                    name
                )


@pytest.mark.parametrize(
    "name", ["t/мінск", "t/a.b", "elsewhere/foo", "ontology/shapes", "x.ttl", "t/日本_1", "t/a~b"]
)
def test_a_graph_is_the_same_after_a_round_trip(writable, name):
    path = "/graph/" + urllib.parse.quote(name)
    body = '<x:s> <http://www.w3.org/2000/01/rdf-schema#label> "01"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> , "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> , "x"@en .'
    assert put(writable, path, body.encode()).status == 201
    got = writable.get(path, TURTLE)
    assert got.status == 200
    assert "nonNegativeInteger" in got.text
    for accept in (TURTLE, "application/n-triples", "application/ld+json", "application/rdf+xml"):
        same = writable.get(path, accept)
        done = json.loads(put(writable, path, same.body, accept).body)
        assert (done["added"], done["removed"]) == (0, 0), accept
    assert put(writable, path, None, method="DELETE").status == 200


def test_lists_and_nameless_things_are_the_same_after_a_round_trip(writable):
    label, p, q = (
        f"<http://www.w3.org/2000/01/rdf-schema#{n}>" for n in ("label", "seeAlso", "isDefinedBy")
    )
    body = (
        f'<x:s> {p} ( 1 ( "a" "b"@en ) [ {q} [ {label} "deep" ] ] () ) ; {p} _:b .\n'
        f'_:b {q} _:c . _:c {q} _:b ; {label} "circle" .'
    )
    assert put(writable, "/graph/t/lists", body.encode()).status == 201
    before = isomorphic_form(writable.get("/graph/t/lists", TURTLE).body)
    for accept in (TURTLE, "application/n-triples", "application/ld+json", "application/rdf+xml"):
        same = writable.get("/graph/t/lists", accept)
        done = json.loads(put(writable, "/graph/t/lists", same.body, accept).body)
        assert (done["added"], done["removed"]) == (0, 0), accept
        assert isomorphic_form(writable.get("/graph/t/lists", TURTLE).body) == before, accept
    assert put(writable, "/graph/t/lists", None, method="DELETE").status == 200


def isomorphic_form(turtle):
    graph = ox.Dataset(ox.parse(input=turtle, format=ox.RdfFormat.TURTLE))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_256)
    return {str(quad) for quad in graph}


def test_a_key_of_json_that_stands_twice_is_refused(writable):
    body = b'{"@id": "x:s", "x:p": "one", "x:p": "two"}'
    reply = put(writable, "/graph/t/json", body, "application/ld+json")
    assert_problem(reply, 400, "the key 'x:p' twice")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("shapes", 403),
        ("shapes/x", 403),
        ("ontology/shapes/x", 403),
        ("aa.ttl/bb", 403),
        ("a%20b", 403),
        ("inferred", 403),
        ("a" * 300, 403),
        ("/".join(["a" * 100] * 20), 403),
    ],
)
def test_a_graph_that_can_be_no_file_is_refused(writable, name, status):
    assert_problem(
        put(
            writable,
            f"/graph/{name}",
            b"<x:s> <http://www.w3.org/2000/01/rdf-schema#label> 'x'@en .",
        ),
        status,
        "graph",
    )


def packed(*parts):
    return b"".join(gzip.compress(part) for part in parts)


LINES = [
    f'<x:s{i}> <http://www.w3.org/2000/01/rdf-schema#label> "{i}"@en .\n'.encode()
    for i in range(200)
]
WHOLE = b"".join(LINES)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (packed(WHOLE), "gzip"),
        (packed(*LINES), "gzip"),
        (packed(WHOLE[:1000], b"", WHOLE[1000:]), "x-gzip"),
        (zlib.compress(WHOLE), "deflate"),
        (
            zlib.compressobj(wbits=-15).compress(b"")
            + (lambda c: c.compress(WHOLE) + c.flush())(zlib.compressobj(wbits=-15)),
            "deflate",
        ),
        (WHOLE, "identity"),
    ],
)
def test_a_packed_body_is_stored_whole(writable, body, coding):
    reply = put(
        writable, "/graph/packed", body, "application/n-triples", **{"Content-Encoding": coding}
    )
    assert reply.status in (200, 201), reply.text
    assert writable.get("/graph/packed", "application/n-triples").body.count(b"\n") == len(LINES)
    put(writable, "/graph/packed", None, method="DELETE")


def flushed():
    """A gzip body whose first half ends where a line and a block do."""
    packer = zlib.compressobj(wbits=31)
    half = b"".join(LINES[:100])
    return packer.compress(half) + packer.flush(zlib.Z_FULL_FLUSH)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        *((packed(WHOLE)[:-cut], "gzip") for cut in (1, 4, 8, 12, 100)),
        (flushed(), "gzip"),
        (packed(WHOLE) + packed(WHOLE)[:30], "gzip"),
        (packed(WHOLE) + b"junk", "gzip"),
        (zlib.compress(WHOLE) + b"junk", "deflate"),
        (zlib.compress(WHOLE)[:-2], "deflate"),
        (b"", "gzip"),
        (packed(WHOLE)[:-8] + b"\0" * 8, "gzip"),
    ],
)
def test_a_packed_body_that_is_not_whole_is_refused(writable, body, coding):
    reply = put(
        writable, "/graph/cut", body, "application/n-triples", **{"Content-Encoding": coding}
    )
    assert reply.status in (400, 415), reply.text
    assert writable.get("/graph/cut", TURTLE).status == 404


def test_a_small_body_does_not_become_a_large_one(writable):
    bomb = gzip.compress(b"\n" * 50_000_000)
    assert put(writable, "/graph/bomb", bomb, TURTLE, **{"Content-Encoding": "gzip"}).status == 413
    members = gzip.compress(b"") * 1000
    assert (
        put(writable, "/graph/bomb", members, TURTLE, **{"Content-Encoding": "gzip"}).status == 200
    )
    many = put(writable, "/graph/bomb", members * 40, TURTLE, **{"Content-Encoding": "gzip"})
    assert_problem(many, 400, "more than 1000 members")


def test_json_ld_may_name_the_context_of_this_dossier_and_no_other(writable):
    def document(context):
        return json.dumps(
            {"@context": context, "@id": "x:s", "rdfs:label": {"@value": "x", "@language": "en"}}
        ).encode()

    for context in ("https://w3id.org/comity/context.jsonld", writable.base + "/context.jsonld"):
        reply = put(writable, "/graph/context", document(context), "application/ld+json")
        assert reply.status in (200, 201), reply.text
    assert_problem(
        put(writable, "/graph/context", document("http://127.0.0.1:9/c"), "application/ld+json"),
        400,
        "context",
        "fetched",
    )

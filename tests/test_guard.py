"""The first wall beside the bare engine: whatever the guard lets through makes the engine reach for nothing."""

import socket
import threading

import pyoxigraph as ox
import pytest

from comity.errors import Refused
from comity.query import guard
from support.cases import cases

PREFIXES = [
    "",
    "PREFIX : <URL>",
    "PREFIX x: <URL>",
    "PREFIX service: <URL>",
    "PREFIX x: <http://h:80>",
    "PREFIX load: <http://a/%>",
    "BASE <URL>",
    "PREFIX SERVICE: <URL> PREFIX x: <x:y>",
    "PREFIX x:<URL>#SERVICE\n",
]
WORDS = [
    "SERVICE",
    "service",
    "SerVice",
    "SERVICE SILENT",
    "SERVICESILENT",
    "service\tsilent",
    "SERVICE#c\n",
]
WORDS += ["SERVI\\u0043E", "\u017fERVICE", "SERVICE'", "XSERVICE", "SERVICEX", "_SERVICE"]
NAMES = [
    "<URL>",
    ":",
    ":x",
    "x:",
    "x:SERVICE",
    "service:",
    "?g",
    "SERVICE:",
    "<SERVICE>",
    "<#SERVICE>",
]
BEFORE = [
    "",
    "?s ?p 1",
    "?s ?p 1.",
    "?s ?p 'x'",
    '?s ?p """SERVICE""" .',
    "?s ?p 'SERVICE'@en",
    "?s ?p 'a\\''",
    "?s ?p x:SERVICE",
    "?s ?p service:LOAD .",
    "?s ?p <http://h/SERVICE>",
    "?s ?p true",
    "?s ?p ?SERVICE .",
    "?s x:SERVICE ?o .",
    "FILTER(?a<?b)",
    "FILTER(?a<'>')",
    "BIND(<URL> AS ?g)",
    "VALUES ?g { <URL> }",
    "# SERVICE\n",
    "{} UNION",
    "OPTIONAL",
    "{ SELECT * {",
    "GRAPH ?h {",
    "?s ?p ( 1 )",
    "[] ?p _:SERVICE .",
    "?s ?p 'x'^^x:SERVICE",
    "?s (x:SERVICE|x:b)* ?o .",
]
BODIES = ["{ ?a ?b ?c }", "{}", "{ SELECT ?a { ?a ?b 'SERVICE' } }", "", "{ ?a ?b ?c", "'SERVICE'"]
FORMS = [
    "SELECT * {",
    "SELECT * WHERE{",
    "ASK {",
    "ASK{",
    "CONSTRUCT { ?a ?b ?c } WHERE {",
    "DESCRIBE ?a {",
]
OPERATIONS = [
    "LOAD <URL>",
    "load<URL>",
    "LOADSILENT<URL>INTO GRAPH<x:g>",
    "LOAD SILENT :x",
    "LOAD:x",
    "INSERT DATA { <x:s> <x:p> 'LOAD' }",
    "INSERT DATA { x:LOAD :p :load }",
    "CLEAR GRAPH :load",
    "INSERT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "INSERT { ?a ?b ?c } WHERE { ?a ?b 1SERVICE<URL>{ ?a ?b ?c } }",
    "DELETE WHERE { ?a ?b 'LOAD <URL>' } # LOAD <URL>",
    "INSERT DATA {} LOAD <URL>",
    "CREATE SILENT GRAPH <x:SERVICE>",
]


class Listener:
    """Counts the connections that anybody makes to it."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.count = 0
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def _accept(self):
        try:
            while True:
                connection, _ = self.socket.accept()
                self.count += 1
                connection.close()
        except OSError:
            return

    def __exit__(self, *_):
        self.socket.close()


@pytest.fixture(scope="module")
def listening():
    with Listener() as found:
        yield found


def query(chance):
    before = " ".join(chance.choice(BEFORE) for _ in range(chance.randrange(3)))
    gap = [chance.choice(["", " ", "\n", "#x\n"]) for _ in range(3)]
    service = f"{chance.choice(WORDS)}{gap[0]}{chance.choice(NAMES)}{gap[1]}{chance.choice(BODIES)}"
    closing = "}" * (before.count("{ SELECT * {") * 2 + before.count("GRAPH ?h {") + 1)
    return f"{chance.choice(PREFIXES)} {chance.choice(FORMS)} {before}{gap[2]}{service} {closing}"


def update(chance):
    stated = [chance.choice(OPERATIONS) for _ in range(chance.randrange(1, 4))]
    return f"{chance.choice(PREFIXES)} " + chance.choice([";", " ; ", ";\n"]).join(stated)


def evaluated(ask, text):
    """Have the bare engine do *text* whole, whatever comes of it."""
    try:
        for _ in ask(text) or ():
            pass
    except (SyntaxError, OSError, RuntimeError, ValueError, TypeError):
        pass


@pytest.mark.parametrize("kind", ["query", "update"])
def test_what_the_guard_lets_through_reaches_for_nothing(listening, kind):
    make, check = (query, guard.check) if kind == "query" else (update, guard.check_update)
    refused = passed = 0
    for chance in cases(1500):
        text = make(chance).replace("URL", listening.url)
        try:
            check(text)
        except Refused:
            refused += 1
            continue
        passed += 1
        before = listening.count
        store = ox.Store()
        evaluated(store.query if kind == "query" else store.update, text)
        assert listening.count == before, text
    assert refused > 50, "nothing was refused, so nothing was tried"
    assert passed > 50, "everything was refused, so nothing was tried"


def test_the_listener_notices_the_engine(listening):
    before = listening.count
    evaluated(ox.Store().query, f"SELECT * {{ SERVICE <{listening.url}> {{ ?s ?p ?o }} }}")
    assert listening.count > before


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a sd:Service }",
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT * { ?s dcat:accessService ?service }",
        "SELECT ('a SERVICE <x:y> { }' AS ?x) {} # LOAD <x:y>",
        "SELECT * { ?s <http://x/SERVICE/LOAD> ?download }",
        "SELECT ?service ?SERVICE ?Service { ?service a ?SERVICE , ?Service }",
        "PREFIX load: <http://x/> PREFIX Load: <http://y/> SELECT * { ?load load:Load Load:load }",
    ],
)
def test_a_query_that_only_names_services_is_let_through(text):
    guard.check(text)


def test_a_text_that_has_every_word_that_could_stand_for_another_is_still_judged():
    text = "SELECT * { ?s ?p 'LOAD' } #" + " ".join(f"{a}{b}AA" for a in "ZQJK" for b in "ABCDEFG")
    guard.check(text)

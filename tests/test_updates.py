"""Updates beside the bare engine: what it refuses is refused, what it adds is added, what it takes is taken."""

import pyoxigraph as ox
import pytest

from comity.commits.applying import Graphs
from comity.errors import BadQuery, ComityError, Refused
from comity.namespace import Namespace
from comity.query.commit_log import Update
from comity.settings import Settings
from comity.vocabulary import BASE
from support.cases import cases

pytestmark = pytest.mark.slow

PROLOGUE = "PREFIX : <http://x/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
START = (
    PROLOGUE
    + """INSERT DATA { GRAPH :g { :s :p :o , 1 , "01"^^xsd:integer ; :q [ :p "a"@en ] }
  GRAPH :h { :s :p "2000-01-01"^^xsd:date , true , 1.50 } }"""
)
TERMS = [
    ":s",
    ":o",
    "1",
    '"01"^^xsd:integer',
    "1.0",
    "true",
    "'a;b'",
    '"a}b"',
    "'''{'''",
    '"x"@en',
    "<http://x/o>",
]
NODES = [
    *TERMS,
    "_:b",
    "[]",
    "[ :p 1 ]",
    "( 1 2 )",
    "-1",
    "+1.5",
    "1e3",
    '"a\\"b"',
    '"é\\u0041"',
    ":a\\-b",
    "?v",
]
BREAKS = [
    "",
    "",
    "",
    "",
    "{",
    "}",
    ";",
    "junk",
    "'junk'",
    ":junk",
    ".",
    "GRAPH",
    "}}",
    "{ :a :b :c }",
    "#x\n",
    "WHERE {}",
    ",",
]
GRAPHS = [":g", ":h", ":new", "_:g", "[]", "<http://x/g>", ""]


def triples(chance, terms):
    def one():
        return f"{chance.choice(terms[:2] + terms)} :p {chance.choice(terms)}"

    return " . ".join(one() for _ in range(chance.randrange(1, 3)))


def block(chance, terms):
    graph = chance.choice(GRAPHS[:3] if chance.random() < 0.8 else GRAPHS)
    inside = triples(chance, terms)
    if chance.random() < 0.08:
        return f"{graph} {{ {inside} }}"
    return f"GRAPH {graph} {{ {inside} {chance.choice(['', '.', ''])} }}"


def operation(chance):
    terms = TERMS if chance.random() < 0.6 else NODES
    kind = chance.choice(
        [
            "INSERT DATA",
            "DELETE DATA",
            "insert data",
            "INSERTDATA",
            "DELETE WHERE",
            "MODIFY",
            "CLEAR",
        ]
    )
    blocks = " ".join(block(chance, terms) for _ in range(chance.randrange(0, 3)))
    if kind == "MODIFY":
        return f"DELETE {{ GRAPH ?g {{ ?s :p ?v }} }} INSERT {{ {blocks} }} WHERE {{ GRAPH ?g {{ ?s :p ?v }} }}"
    if kind == "CLEAR":
        return chance.choice(
            [
                "CLEAR GRAPH :g",
                "CLEARGRAPH:g",
                "DROP SILENT GRAPH :h",
                "COPY :g TO :new",
                "MOVE:g TO:h",
                "ADD :g TO :h",
            ]
        )
    return f"{kind} {{ {blocks} {chance.choice(BREAKS)} }} {chance.choice(BREAKS)}"


def update(chance):
    return PROLOGUE + ";".join(operation(chance) for _ in range(chance.randrange(1, 4)))


def canonical(quads):
    """Return quads as the engine keeps them, blank nodes by what is said of them."""
    store = ox.Store()
    store.extend(quads)
    found = ox.Dataset(store)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, found))


@pytest.fixture(scope="module")
def start():
    store = ox.Store()
    store.update(START)
    return list(store)


def by_the_engine(start, text):
    store = ox.Store()
    store.extend(start)
    try:
        store.update(text, base_iri=BASE)
    except (SyntaxError, RuntimeError, ValueError):
        return None
    return canonical(q for q in store)


def by_us(graphs, start, quads, text):
    try:
        change = graphs.change(Update("x", text), quads, Settings())
    except BadQuery:
        return None
    except Refused:
        return "refused"
    kept = [
        quad
        for quad in start
        if graphs.forms.stored(quad) not in set(map(graphs.forms.stored, change.removed))
    ]
    return canonical([*kept, *change.added])


def test_an_update_does_what_the_bare_engine_does(start):
    quads = {}
    for quad in start:
        quads.setdefault(quad.graph_name.value, []).append(quad)
    graphs, done, refused = Graphs(start, Namespace()), 0, 0
    for chance in cases(150):
        text = update(chance)
        wanted, found = by_the_engine(start, text), by_us(graphs, start, quads, text)
        assert found == wanted, text
        done += wanted is not None
        refused += wanted is None
    assert done > 20
    assert refused > 20


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH :g { :s :p :o } } { GRAPH :g { :s2 :p :o } }",
        "DELETE DATA { GRAPH :g { :s :p :o } } { GRAPH :g { :s :p 1 } }",
        "INSERT DATA { GRAPH :g { :s :p :o } } 'junk'",
        "INSERT DATA { GRAPH :g { :s :p :o } } :junk",
        "INSERT DATA { GRAPH :g { :s :p :o } } }",
        "INSERT DATA { GRAPH :g { _:b :p :o } } ; INSERT DATA { GRAPH :g { _:b :q :o } }",
        "INSERT DATA { :g { :s :p :o } }",
        "INSERT DATA { GRAPH _:g { :s :p :o } }",
        "DELETE DATA { GRAPH :g { _:b :p :o } }",
    ],
)
def test_what_is_no_sparql_is_refused_whole(start, text):
    with pytest.raises(ComityError, match="does not parse"):
        Graphs(start, Namespace()).change(Update("x", PROLOGUE + text), {}, Settings())

"""The evidence of a row: it stands in what was read, and the query asked of it alone gives the row again."""

import itertools
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from comity.errors import NoSuchRow
from comity.query.dataset import Datasets
from comity.query.request import Request
from comity.rows import checking
from comity.rows.asked import Asked
from comity.rows.checking import unsliced
from comity.rows.evidence import Rows
from comity.rows.parsing import parse
from comity.rows.solutions import SHOWN, is_same
from comity.rows.writing import select_text
from comity.vocabulary import BASE
from support.cases import cases
from support.query_cases import Queries, dataset


def rows_of(store, text):
    """Return the answer to a query as mappings; of an ASK, one with its answer."""
    found = store.query(text)
    if isinstance(found, ox.QueryBoolean):
        return [{"answer": ox.Literal(bool(found))}]
    names = [variable.value for variable in found.variables]
    return [{n: row[n] for n in names if row[n] is not None} for row in found]


def answered(count):
    """Yield random datasets and queries with their answers, and what each was drawn from."""
    for chance in cases(count):
        store, text = dataset(chance), Queries(chance).query()
        with suppress(SyntaxError):
            yield chance, store, text, rows_of(store, text)


def alone(statements):
    store = ox.Store()
    for s, p, o, graph in statements:
        store.add(ox.Quad(s, p, o, graph or ox.DefaultGraph()))
    return store


def comes_again(statements, parsed, text, row):
    """Tell whether a query gives a row when it is asked of statements alone; rows that are counted off put aside."""
    select = parsed.select
    found = [
        other
        for one in (text, select_text(unsliced(select)))
        for other in rows_of(alone(statements), one)
    ]
    return row in found or any(
        all(is_same(select, n, row.get(n), other.get(n)) for n in select.names)
        for other in found
        if not select.is_ask
    )


def counted(rows, text):
    """Count equal rows; of those with a value that depends on an order, how many there are."""
    is_ordered = any(word in text for word in ("SAMPLE", "GROUP_CONCAT"))
    return Counter("a row" if is_ordered else frozenset(row.items()) for row in rows)


def quads(statements):
    return {ox.Quad(s, p, o, graph or ox.DefaultGraph()) for s, p, o, graph in statements}


class Tally:
    """How many rows were looked at, and of how many the evidence itself says that it could not be traced."""

    def __init__(self):
        self.rows = self.untraced = 0

    def add(self, evidence, statements, parsed, text):
        self.rows += 1
        if evidence.is_checked is False:
            self.untraced += 1
        elif evidence.count <= SHOWN:
            assert comes_again(statements, parsed, text, evidence.row), text

    def assert_enough(self):
        print(f"{self.rows} rows, {self.untraced} not traced and said to be")
        assert self.rows > 50
        assert self.untraced <= self.rows / 500


def test_of_random_rows_the_evidence_is_in_the_dataset_and_gives_the_row_again():
    tally = Tally()
    for chance, store, text, rows in answered(300):
        if not rows:
            continue
        row, request, parsed = chance.choice(rows), Request(text), parse(text)
        asked = Asked.of(Datasets(store, Path()), request, parsed)
        wanted = {name: row.get(name) for name in parsed.select.names}
        evidence = Rows(asked, request, parsed, 2000).evidence(wanted)
        if not any(word in text for word in ("SAMPLE", "GROUP_CONCAT")):
            assert evidence.row == row, text
        assert quads(evidence.statements) <= set(store), text
        if row != {"answer": ox.Literal(False)}:
            tally.add(evidence, evidence.statements, parsed, text)
    tally.assert_enough()


def test_of_all_rows_at_once_the_evidence_is_the_same_kind():
    tally = Tally()
    for _, store, text, rows in answered(300):
        request, parsed = Request(text), parse(text)
        if parsed.select.is_ask:
            continue
        asked = Asked.of(Datasets(store, Path()), request, parsed)
        found = list(Rows(asked, request, parsed, 100_000).every())
        if not parsed.select.is_sliced:
            assert counted(rows, text) == counted((one.row for one in found), text), text
        for one in found[:20]:
            assert quads(one.statements) <= set(store), text
            tally.add(one, one.statements, parsed, text)
    tally.assert_enough()


PREFIX = "PREFIX : <http://x/> "
DATA = """
@prefix : <http://x/> .
:a :p :b, :c ; :label "тест"@be . :b :p :c ; :n 5 . :c :p :a . :d :q [ :p :e ] .
:g { :a :p :d } :h { :d :r 1 }
"""


@pytest.fixture
def little():
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    return Datasets(store, Path())


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("SELECT ?x { :a :p ?x } ORDER BY ?x", {"a p b"}),
        ("SELECT ?x { :d :q/:p ?x }", {"d q _", "_ p e"}),
        ("SELECT ?x { :d :q [ :p ?x ] }", {"d q _", "_ p e"}),
        ("SELECT ?y { :a :p+ ?y FILTER(?y = :a) }", {"a p c", "c p a"}),
        ("SELECT ?y { ?y ^:p/:n ?n }", {"b p c", "b n 5"}),
        ("SELECT ?y { :d !:q ?y }", None),
        ("SELECT ?x { :d :p* ?x FILTER(?x = :d) }", {"d q _"}),
        ("SELECT ?x { { ?x :nothing ?y } UNION { ?x :n ?y } }", {"b n 5"}),
        ("SELECT ?x ?l { ?x :p :c OPTIONAL { ?x :label ?l } } ORDER BY ?x", {"a p c", "a label тест"}),
        ("SELECT ?x { ?x :p :c FILTER NOT EXISTS { ?x :n ?n } }", {"a p c"}),
        ("SELECT ?x { ?x :p :c MINUS { ?x :n ?n } }", {"a p c"}),
        ("SELECT ?x { ?x :p :c FILTER EXISTS { ?x :n ?n } }", {"b p c", "b n 5"}),
        ("SELECT ?g { GRAPH ?g { :a :p ?x } }", {"g: a p d"}),
        ("SELECT ?x { GRAPH :h { ?x :r ?y } }", {"h: d r 1"}),
        ("SELECT (COUNT(?x) AS ?n) { ?x :p :c }", {"a p c", "b p c"}),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x :p ?y } GROUP BY ?x HAVING(COUNT(*) > 1)", {"a p b", "a p c"}),
        ("SELECT DISTINCT ?x { ?x :p ?y FILTER(?x = :a) }", {"a p b", "a p c"}),
        ("SELECT ?x { { SELECT ?x (MAX(?y) AS ?m) { ?x :n ?y } GROUP BY ?x } ?x :p :c }", {"b n 5", "b p c"}),
        ("SELECT ?x { VALUES ?x { :b } BIND(2 AS ?two) ?x :n ?n FILTER(?n > ?two) }", {"b n 5"}),
        ("ASK { :a :p ?x }", {"a p c"}),
        ("SELECT ?x FROM :g { :a :p ?x }", {"a p d"}),
        ("SELECT (COUNT(*) AS ?n) { ?x :nothing ?y }", set()),
    ],
)  # fmt: skip
def test_each_construct_rests_on_these_statements(little, text, statements):
    request, parsed = Request(PREFIX + text), parse(PREFIX + text)
    rows = Rows(Asked.of(little, request, parsed), request, parsed, 100)
    if statements is None:
        with pytest.raises(NoSuchRow):
            rows.evidence({})
        return
    evidence = rows.evidence({})
    assert {short(one) for one in evidence.statements} == statements or text.startswith("ASK")
    assert evidence.is_checked


def short(statement):
    terms = [getattr(term, "value", "").removeprefix("http://x/") for term in statement[:3]]
    terms = [
        "_" if isinstance(t, ox.BlankNode) else n for t, n in zip(statement, terms, strict=False)
    ]
    graph = f"{statement.graph.value.removeprefix('http://x/')}: " if statement.graph else ""
    return graph + " ".join(terms)


def test_a_path_is_shown_at_its_shortest():
    store = ox.Store()
    node = [ox.NamedNode(f"http://x/n{n}") for n in range(200)]
    step = ox.NamedNode("http://x/p")
    for one, other in [*itertools.pairwise(node), (node[0], node[197])]:
        store.add(ox.Quad(one, step, other))
    text = f"SELECT ?x {{ {node[0]} <http://x/p>* ?x FILTER(?x = {node[199]}) }}"
    request, parsed = Request(text), parse(text)
    asked = Asked.of(Datasets(store, Path()), request, parsed)
    evidence = Rows(asked, request, parsed, 100).evidence({})
    assert [one.object for one in evidence.statements] == node[197:]


def test_evidence_that_was_wrong_would_be_found_out(little):
    text = PREFIX + "SELECT ?x { ?x :p :c FILTER EXISTS { ?x :n ?n } }"
    request, parsed = Request(text), parse(text)
    evidence = Rows(Asked.of(little, request, parsed), request, parsed, 100).evidence({})
    for one in evidence.statements:
        fewer = {other: None for other in evidence.statements if other != one}
        assert checking.comes_again(fewer, request, parsed, evidence.row, BASE) == (False, False)

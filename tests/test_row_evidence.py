"""The evidence of a row: it stands in what was read, and the query asked of it alone gives the row again."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from comity.query.dataset import Datasets
from comity.query.request import Request
from comity.rows.asked import Asked
from comity.rows.checking import unsliced
from comity.rows.evidence import Rows
from comity.rows.parsing import parse
from comity.rows.solutions import SHOWN, is_same
from comity.rows.writing import select_text
from support.cases import cases
from support.query_cases import Queries, dataset


def rows_of(store, text):
    """Return the answer to a query as mappings; of an ASK, one with its answer."""
    found = store.query(text)
    if isinstance(found, ox.QueryBoolean):
        return [{"answer": ox.Literal(bool(found))}]
    names = [variable.value for variable in found.variables]
    return [{n: row[n] for n in names if row[n] is not None} for row in found]


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


def test_of_random_rows_the_evidence_is_in_the_dataset_and_gives_the_row_again():
    asked_of = 0
    for chance in cases(300):
        store, text = dataset(chance), Queries(chance).query()
        try:
            rows = rows_of(store, text)
        except SyntaxError:
            continue
        if not rows:
            continue
        row, request, parsed = chance.choice(rows), Request(text), parse(text)
        asked = Asked.of(Datasets(store, Path()), request, parsed)
        wanted = {name: row.get(name) for name in parsed.select.names}
        evidence = Rows(asked, request, parsed, 2000).evidence(wanted)
        if not any(word in text for word in ("SAMPLE", "GROUP_CONCAT")):
            assert evidence.row == row, text
        assert quads(evidence.statements) <= set(store), text
        if row != {"answer": ox.Literal(False)} and evidence.count <= SHOWN:
            assert evidence.is_checked, text
            assert comes_again(evidence.statements, parsed, text, row), text
        asked_of += 1
    assert asked_of > 50


def test_of_all_rows_at_once_the_evidence_is_the_same_kind():
    asked_of = 0
    for chance in cases(300):
        store, text = dataset(chance), Queries(chance).query()
        try:
            rows = rows_of(store, text)
        except SyntaxError:
            continue
        request, parsed = Request(text), parse(text)
        if parsed.select.is_ask:
            continue
        asked = Asked.of(Datasets(store, Path()), request, parsed)
        told = list(Rows(asked, request, parsed, 100_000).every())
        if not parsed.select.is_sliced:
            assert counted(rows, text) == counted((found.row for found in told), text), text
        for found in told:
            statements = found.statements
            assert quads(statements) <= set(store), text
            assert found.count > SHOWN or comes_again(statements, parsed, text, found.row), text
            asked_of += 1
    assert asked_of > 50

"""Rows of terms as columns of one type each."""

from datetime import UTC, date, datetime

import pyoxigraph as ox
import pytest

from comity.notebooks.columns import columns
from comity.vocabulary import XSD

THING = ox.NamedNode("https://example.org/a")


def typed(text, local):
    return ox.Literal(text, datatype=ox.NamedNode(XSD + local))


@pytest.mark.parametrize(
    ("terms", "kind", "values"),
    [
        ([THING, None], "iri", (THING.value, None)),
        ([ox.Literal("x", language="be"), ox.Literal("y")], "text", ("x", "y")),
        ([typed("1", "integer"), typed("-7", "int")], "integer", (1, -7)),
        ([typed("1", "integer"), typed("0.5", "decimal")], "number", (1.0, 0.5)),
        ([typed("true", "boolean"), typed("0", "boolean")], "boolean", (True, False)),
        ([typed("1999-12-08", "date")], "date", (date(1999, 12, 8),)),
        ([typed("1999-12-08T01:02:03Z", "dateTime")], "dateTime", (datetime(1999, 12, 8, 1, 2, 3, tzinfo=UTC),)),
        ([typed("-0044-03-15", "date")], "term", (f'"-0044-03-15"^^<{XSD}date>',)),
        ([typed("1999-12-08T01:02:03", "dateTime")], "term", (f'"1999-12-08T01:02:03"^^<{XSD}dateTime>',)),
        ([typed("many", "decimal")], "term", (f'"many"^^<{XSD}decimal>',)),
        ([typed("много", "integer")], "term", (f'"много"^^<{XSD}integer>',)),
        ([typed("1_000", "integer")], "term", (f'"1_000"^^<{XSD}integer>',)),
        ([typed("perhaps", "boolean")], "term", (f'"perhaps"^^<{XSD}boolean>',)),
        ([typed(str(2**70), "integer")], "term", (f'"{2**70}"^^<{XSD}integer>',)),
        ([THING, ox.Literal("x")], "term", (str(THING), '"x"')),
        ([typed("1999", "gYear")], "term", (f'"1999"^^<{XSD}gYear>',)),
        ([None], "text", (None,)),
        ([], "text", ()),
    ],
)  # fmt: skip
def test_a_column_has_the_type_that_its_values_have_in_common(terms, kind, values):
    [column] = columns(["x"], [{} if term is None else {"x": term} for term in terms])
    assert (column.kind, column.values) == (kind, values)


def test_a_column_of_texts_names_their_languages():
    rows = [{"x": ox.Literal("a", language=tag)} for tag in ("ru", "be", "ru")]
    assert columns(["x"], rows)[0].languages == ("be", "ru")

"""The header of a canned query: what is wrong with it is said by file, key and remedy."""

import pytest

from comity.errors import BadQuery, NotFound, SourceError
from comity.query.canned import named
from comity.query.header import RESERVED, read_queries, read_query

BODY = "SELECT * { ?s ?p ?date }"


def written(**keys):
    header = {"summary": '"One?"', "description": '"Two."', "example": "{}"} | keys
    return "".join(f"#+ {key}: {value}\n" for key, value in header.items() if value) + BODY


def test_a_header_is_read():
    text = written(
        parameters="{date: {type: date, required: true, about: A day}}",
        example="{date: 1999-01-31}",
        order="3",
    )
    query = read_query("x", "\ufeff" + text)
    assert (query.summary, query.order, query.form) == ("One?", 3, "select")
    assert query.example == {"date": "1999-01-31"}
    with pytest.raises(BadQuery, match="needs the parameter date: A day"):
        query.bind({})
    with pytest.raises(BadQuery, match="has no parameter day; it takes date"):
        query.bind({"day": "1999-01-31"})


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"summary": ""}, "summary is missing"),
        ({"example": ""}, "lacks example"),
        ({"sumary": '"x"'}, "unknown key sumary"),
        ({"order": '"first"'}, "its place among the queries"),
        ({"parameters": "[date]"}, "must be a mapping"),
        (
            {"parameters": "{date: {type: gYear, about: A}}"},
            "has type gYear; it must be one of iri",
        ),
        ({"parameters": "{day: {type: date, about: A}}"}, r"no variable of the query; write \?day"),
        ({"parameters": "{date: {type: date, about: A, must: true}}"}, "unknown key must"),
        ({"example": "{date: 1}"}, "its example does not fit"),
        ({"summary": "'a"}, "not YAML"),
    ],
)
def test_a_header_that_is_not_what_it_should_be_is_refused(keys, sentence):
    with pytest.raises(SourceError, match=rf"queries/x\.rq.*{sentence}"):
        read_query("x", written(**keys))


@pytest.mark.parametrize("name", RESERVED)
def test_a_reserved_name_is_no_parameter(name):
    text = written(parameters=f"{{{name}: {{type: string, about: A}}}}").replace(
        "?date", f"?{name}"
    )
    with pytest.raises(SourceError, match="the name of what every question takes"):
        read_query("x", text)


def test_queries_come_in_their_order_and_by_name():
    queries = read_queries({"b": written(), "a": written(), "c": written(order="1")})
    assert list(queries) == ["c", "a", "b"]
    assert named(queries, "a").name == "a"
    with pytest.raises(NotFound, match="There is no canned query z"):
        named(queries, "z")

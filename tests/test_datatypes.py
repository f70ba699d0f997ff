"""The value spaces of datatypes: what is the same, what differs for certain, and what is of what."""

import pytest
from pyoxigraph import Literal, NamedNode

from comity.reasoner.datatypes import KNOWN, differ, is_member, value
from comity.vocabulary import RDF, XSD


def literal(text, datatype):
    return Literal(text, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1", "integer"), ("01", "integer")),
        (("1", "byte"), ("1.0", "decimal")),
        (("true", "boolean"), ("1", "boolean")),
        (("1e0", "double"), ("1.0", "double")),
        (("2000-01-01T12:00:00Z", "dateTime"), ("2000-01-01T13:00:00+01:00", "dateTime")),
        (("ab", "hexBinary"), ("AB", "hexBinary")),
        (("a", "token"), ("a", "string")),
    ],
    ids=str,
)
def test_two_forms_of_one_value_are_the_same(one, other):
    assert value(literal(*one)) == value(literal(*other)) is not None
    assert not differ(literal(*one), literal(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1", "integer"), ("2", "integer")),
        (("1", "integer"), ("1", "string")),
        (("1", "decimal"), ("1", "double")),
        (("2000-01-01", "date"), ("2000-01-02", "date")),
        (("2000", "gYear"), ("2000-01", "gYearMonth")),
        (("0.0", "double"), ("-0.0", "double")),
    ],
    ids=str,
)
def test_two_values_differ(one, other):
    assert differ(literal(*one), literal(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2000-01-01", "date"), ("2000-01-01Z", "date")),
        (("2000-01-01T00:00:00", "dateTime"), ("2000-01-01T00:00:00Z", "dateTime")),
        (("P1Y", "duration"), ("P12M", "duration")),
    ],
    ids=str,
)
def test_what_may_be_the_same_does_not_differ(one, other):
    assert not differ(literal(*one), literal(*other))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("one", "integer"),
        ("1.0", "integer"),
        ("128", "byte"),
        ("-1", "unsignedInt"),
        ("1e3", "decimal"),
        ("yes", "boolean"),
        ("2000-13-01", "date"),
        ("2000", "gYearMonth"),
        ("abc", "hexBinary"),
        ("a\tb", "normalizedString"),
        ("a b", "NCName"),
    ],
)
def test_a_form_that_is_none_of_its_datatype_is_refused(text, datatype):
    with pytest.raises(ValueError, match=r".*"):
        value(literal(text, datatype))


def test_a_value_is_of_the_datatypes_that_hold_it():
    held = {name.removeprefix(XSD) for name in KNOWN if is_member(literal("5", "integer"), name)}
    assert {"decimal", "byte", "unsignedByte", "positiveInteger"} <= held
    assert not {"string", "double", "boolean", "date", "negativeInteger"} & held
    assert is_member(Literal("a", language="en"), RDF + "langString")
    assert not is_member(Literal("a", language="en"), XSD + "string")
    assert not is_member(literal("2000-01-01", "date"), XSD + "dateTime")


def test_of_a_datatype_that_is_not_known_nothing_is_certain():
    mine = Literal("a", datatype=NamedNode("https://example.org/mine"))
    assert value(mine) is None
    assert is_member(mine, XSD + "integer")
    assert not differ(mine, literal("1", "integer"))

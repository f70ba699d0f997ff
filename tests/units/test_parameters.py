"""What a parameter of each type takes and refuses, and what is told of it."""

import pytest

from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.query.parameters import TYPES, Parameter

CASES = {
    "iri": (["https://example.org/a", "country:belarus", "<urn:a>"], ["belarus", "", "a b", "_:x"]),
    "string": (["", "any", "Беларусь"], []),
    "language": (["en", "be-tarask"], ["e n", "", "ру", "toolongtag1"]),
    "boolean": (["true", "0"], ["yes", "TRUE", ""]),
    "integer": (["12", "-5", "+0012"], ["1.0", "١٢", "1e3", "9" * 400]),
    "decimal": (["1.5", ".5", "3"], ["1,5", "1e3", "."]),
    "date": (["1999-01-31", "2000-02-29Z"], ["1999-02-30", "31.1.1999", "1999-1-31", "99-01-01"]),
    "dateTime": (["1999-01-31T24:00:00Z"], ["1999-01-31", "1999-01-31T25:00:00"]),
}


def test_every_type_has_cases():
    assert CASES.keys() == TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_a_type_takes_and_refuses(name):
    parameter = Parameter("x", TYPES[name], "something")
    good, bad = CASES[name]
    for text in good:
        assert parameter.term(text, Namespace()).to_engine()
    for text in bad:
        with pytest.raises(
            BadQuery, match=f"not of type {name}; write it as {TYPES[name].written}"
        ):
            parameter.term(text, Namespace())


@pytest.mark.parametrize("row", TYPES.values(), ids=TYPES)
def test_a_type_says_what_a_client_has_to_know(row):
    assert row.schema["type"] in {"string", "boolean", "integer", "number"}
    assert row.input in {"text", "date", "number", "checkbox"}

"""What stands under a cursor: names, the prefixes there are, and what belongs where."""

import pytest

from comity.editing.documents import insertion, iri_of, place, prefixes, word_at

HEAD = "@prefix a: <http://a.example/> .\n  PREFIX c: <http://c.example/>\n"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a:th|ing a:b .", "a:thing"),
        ("a:thing| a:b .", "a:thing"),
        ("x <http://a.exa|mple/b> .", "<http://a.example/b>"),
        ("a:v1.2|.\n", "a:v1.2"),
        ("країна:біла|русь", "країна:біларусь"),
        ("ac|", "ac"),
        (" |", None),
    ],
)
def test_the_name_at_a_cursor(text, word):
    offset = text.index("|")
    found = word_at(text.replace("|", ""), offset)
    assert (found and found.text) == word


def test_prefixes_are_those_of_turtle_and_of_queries():
    assert prefixes(HEAD) == {"a": "http://a.example/", "c": "http://c.example/"}
    assert iri_of("c:x", prefixes(HEAD)) == "http://c.example/x"
    assert iri_of("<x:y>", {}) == "x:y"
    assert iri_of("b:x", prefixes(HEAD)) == ""


def test_a_prefix_is_declared_by_its_name():
    at = insertion(HEAD, "b")
    assert HEAD[at:].startswith("  PREFIX c:")
    assert insertion(HEAD, "d") == len(HEAD)
    assert insertion("", "d") == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|", "subject"),
        (f"{HEAD}|", "subject"),
        (f"{HEAD}a:x|", "subject"),
        (f"{HEAD}a:x |", "property"),
        (f"{HEAD}a:x a:p|", "property"),
        (f"{HEAD}a:x a:p |", "value"),
        (f"{HEAD}a:x a:p a:y , |", "value"),
        (f"{HEAD}a:x a |", "class"),
        (f"{HEAD}a:x a a:K , |", "class"),
        (f"{HEAD}a:x a a:K ; |", "property"),
        (f"{HEAD}a:x a a:K ;\n    a:p |", "value"),
        (f'{HEAD}a:x a:p "a ; b" ; |', "property"),
        (f"{HEAD}a:x a:p [ |", "property"),
        (f"{HEAD}a:x a:p a:y .\n|", "subject"),
    ],
)
def test_what_belongs_where(text, expected):
    assert place(text.replace("|", ""), text.index("|")) == expected

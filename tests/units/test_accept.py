"""Which format an Accept header takes: named before let through, dear before cheap, none at quality nought."""

import pytest

from comity.web.accept import choose


@pytest.mark.parametrize(
    ("header", "rows", "triples", "page"),
    [
        ("", "json", "turtle", False),
        ("*/*", "json", "turtle", False),
        ("text/csv", "csv", None, False),
        ("text/turtle;q=0.5, application/ld+json", None, "jsonld", False),
        ("application/json", "json", "jsonld", False),
        ("application/xml", "xml", "rdfxml", False),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "htmltable", "turtle", True),
        ("text/html;q=0.2, text/csv", "csv", None, False),
        ("application/*", "json", "jsonld", False),
        ("*/*, application/sparql-results+json;q=0", "xml", "turtle", False),
        ("application/geo+json", "geojson", None, False),
        ("TEXT/CSV; charset=utf-8", "csv", None, False),
        ("nonsense", None, None, False),
        ("image/png", None, None, False),
        ("text/csv;q=0", None, None, False),
    ],
)
def test_a_header_takes(header, rows, triples, page):
    found = choose(header)
    assert (found.rows, found.triples, found.page) == (rows, triples, page)


def test_a_header_of_any_length_is_read_in_no_time():
    assert choose(",".join(f"a/{n}" for n in range(100_000))).rows is None

"""What came of the W3C's test suites: the EARL report of the tests, as it is and as a page.

Source: EARL 1.0 https://www.w3.org/TR/EARL10-Schema/
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from flask import Blueprint, Response

from comity.vocabulary import PREFIXES
from comity.web.pages import layout
from comity.web.representation import represent

bp = Blueprint("conformance", __name__)
REPORT = Path(__file__).parent / "conformance.ttl"
EARL, DCTERMS = "http://www.w3.org/ns/earl#", PREFIXES["dcterms"]


@bp.get("/conformance")
def conformance() -> Response:
    """Show which of the W3C's tests this version passes, and why it does not pass the others."""
    return represent(page=_page, turtle=REPORT.read_bytes)


def _page() -> Response:
    rows = list(_rows())
    counts = Counter(row["outcome"] for row in rows)
    return layout.page("conformance.html", rows=rows, counts=counts)


def _rows() -> Iterator[dict[str, str]]:
    said = {
        (quad.subject, quad.predicate.value): quad.object
        for quad in ox.parse(path=REPORT, format=ox.RdfFormat.TURTLE)
    }
    for (assertion, predicate), result in said.items():
        if predicate == EARL + "result":
            reason = said.get((result, DCTERMS + "description"))
            yield {
                "test": said[assertion, EARL + "test"].value,
                "title": said[assertion, DCTERMS + "title"].value,
                "outcome": said[result, EARL + "outcome"].value.removeprefix(EARL),
                "reason": reason.value if reason else "",
            }

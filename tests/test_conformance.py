"""The W3C's protocol suites against the server as a user starts it, and the report that it publishes of them."""

import pytest

from comity.web.protocols.conformance import REPORT
from conftest import ROOT, serving
from support import w3c
from support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow

FOLDER = SHARED / "conformance" / "sparql11"
CASES, DATA = w3c.read(FOLDER) if FOLDER.is_dir() else ([], {})
PERMISSIVE = ROOT / "tests" / "permissive"
REASONS = {
    "put_get_default": "The default graph is made from the graphs of data/ and from what follows, and is written to through those."
}
RESET = "DROP ALL" + "".join(
    f" ; INSERT DATA {{ GRAPH <{iri}> {{ {path.read_text()} }} }}" for iri, path in DATA.items()
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What came of each case: None, or a sentence.

    The server takes writes, to a dossier that declares the terms of the tests and has no shapes. Before each case it
    is given the graphs that the manifests need, and no others.
    """
    with serving(PERMISSIVE, tmp_path_factory.mktemp("w3c"), "--writable") as (client, _):
        host, port = client.base.removeprefix("http://").split(":")
        found = {}
        for case in CASES:
            reply = client.post("/sparql", RESET.encode(), "application/sparql-update")
            assert reply.status == 200, reply.text
            found[case.iri] = w3c.run(case, host, int(port))
        return found


@needs_shared
def test_the_suites_are_all_there():
    counts = {suite: sum(case.suite == suite for case in CASES) for suite in w3c.SUITES}
    assert counts == {"protocol": 34, "graph store": 14, "service description": 3}
    assert len(DATA) == 3


@needs_shared
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_of_the_w3c_passes(case, outcomes, request):
    if case.id in REASONS:
        request.applymarker(pytest.mark.xfail(reason=REASONS[case.id], strict=True))
    assert outcomes[case.iri] is None, outcomes[case.iri]


@needs_shared
def test_the_published_report_is_of_this_run(outcomes):
    found = w3c.report(CASES, outcomes, REASONS)
    written = REPORT.read_text() if REPORT.exists() else ""
    if written != found:
        REPORT.write_text(found)
    assert written == found, f"{REPORT.name} was out of date and has been written again; commit it"


def test_the_page_shows_each_case_with_its_outcome(client):
    page = client.get("/conformance", "text/html").text
    triples = client.get("/conformance", "text/turtle").text
    assert page.count("<tr>") - 1 == triples.count("earl:TestResult ;") > 40
    assert REASONS["put_get_default"] in page

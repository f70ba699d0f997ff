"""The W3C's protocol suites against the server as a user starts it, and the report that it publishes of them."""

import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import w3c
from comity import snapshot as snapshots
from comity.web.conformance import REPORT
from conftest import ROOT, SAMPLE, serving

SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
FOLDER = SHARED / "conformance" / "sparql11"
CASES, DATA = w3c.read(FOLDER) if FOLDER.is_dir() else ([], {})
WRITES = "It writes, and this server is started for reading only."
REASONS = {
    case.id: WRITES
    for case in CASES
    if case.id.startswith(("update_", "put_", "post_", "head_existing"))
}
needs_shared = pytest.mark.skipif(not CASES, reason=f"{FOLDER} with the W3C's manifests is absent")


@pytest.fixture(scope="module")
def outcomes(home, tmp_path_factory):
    """What came of each case: None, or a sentence.

    The graphs that the manifests need have names that no file of a dossier can have, so
    they are put into the store of a snapshot before the server starts.
    """
    copy = Path(shutil.copytree(home, tmp_path_factory.mktemp("w3c") / "home", symlinks=True))
    store = ox.Store(str(snapshots.current(copy).store))
    for iri, path in DATA.items():
        store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(iri))
    store.flush()
    del store
    with serving(SAMPLE, copy) as (client, _):
        host, port = client.base.removeprefix("http://").split(":")
        return {case.iri: w3c.run(case, host, int(port)) for case in CASES}


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
    assert "started for reading only" in page

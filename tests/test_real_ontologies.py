"""Published ontologies as dossiers: whatever their authors did, each check ends, and OWL's own words are known."""

import gzip
import shutil

import pytest

from comity.builder.work import Options
from comity.checks import table
from comity.vocabulary import OWL, RDF, RDFS, XSD
from conftest import SAMPLE, run
from support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow

NAMES = sorted(path.name.split(".")[0] for path in (SHARED / "ontologies").glob("*.nt.gz"))
RESERVED = (OWL, RDF, RDFS, XSD)
CONTRADICTS_ITSELF = {"ssn"}


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_a_published_ontology_is_looked_at_to_the_end(name, tmp_path):
    for folder in ("data", "queries"):
        shutil.copytree(SAMPLE / folder, tmp_path / folder)
    (tmp_path / "ontology").mkdir()
    packed = (SHARED / "ontologies" / f"{name}.nt.gz").read_bytes()
    (tmp_path / "ontology" / f"{name}.nt").write_bytes(gzip.decompress(packed))
    work = table.check(tmp_path, Options())
    found = {finding.check for finding in work.findings}
    assert "syntax" not in found
    assert ("contradiction" in found) == (name in CONTRADICTS_ITSELF)
    undeclared = [f for f in work.findings if f.check in ("undeclared-term", "unknown-datatype")]
    assert not [f for f in undeclared if f.cause.startswith(RESERVED)]
    assert set(work.seconds) == {subject.step for subject in table.SUBJECTS}
    done = run("check", tmp_path)
    assert len(done.stdout.splitlines()) < 200, "a line a cause, and a bounded number of them"


@needs_shared
def test_there_are_such_ontologies():
    assert len(NAMES) > 10

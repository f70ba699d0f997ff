"""HermiT, a complete reasoner for OWL 2 DL, agrees that the ontology and the facts are consistent."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from comity.builder import dossier, load
from comity.vocabulary import OWL
from conftest import ROOT

ID, TERM = "https://w3id.org/comity/id/", "https://w3id.org/comity/ontology/"
FOUND = importlib.util.find_spec("owlready2")
JAVA = shutil.which("java")
pytestmark = [
    pytest.mark.skipif(JAVA is None, reason="HermiT needs Java, which is not here"),
    pytest.mark.skipif(FOUND is None, reason="HermiT comes with owlready2, which is not installed"),
]


def hermit(triples, tmp_path):
    """Return what HermiT says of the consistency of *triples*; literals are left out, for it knows no xsd:date."""
    kept = [
        t
        for t in triples
        if not isinstance(t.object, ox.Literal) and t.predicate.value != OWL + "imports"
    ]
    file = tmp_path / "all.owl"
    file.write_bytes(ox.serialize(kept, format=ox.RdfFormat.RDF_XML))
    folder = Path(FOUND.submodule_search_locations[0]) / "hermit"
    return subprocess.run(
        [JAVA, "-Xmx1000M", "-cp", f"{folder}:{folder / 'HermiT.jar'}", "org.semanticweb.HermiT.cli.CommandLine", "-U", f"file://{file}"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def triples():
    parts = load.load(dossier.read_dossier(ROOT))
    return [quad.triple for quad in parts["ontology"] + parts["data"]]


def test_the_dossier_is_consistent_and_no_class_is_empty(triples, tmp_path):
    done = hermit(triples, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "nconsistent" not in done.stdout + done.stderr
    empty = {line.strip() for line in done.stdout.splitlines() if TERM in line}
    assert not empty


def test_a_planted_contradiction_is_found(triples, tmp_path):
    radar = ox.NamedNode(f"{ID}facility/hantsavichy-radar")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    planted = ox.Triple(radar, kind, ox.NamedNode(f"{TERM}Person"))
    done = hermit([*triples, planted], tmp_path)
    assert "nconsistent" in done.stdout + done.stderr

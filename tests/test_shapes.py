"""Each property shape, with the nodes that keep it and the nodes that break it and nothing else."""

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SH

from comity.builder.shapes import validate
from conftest import ROOT, read

TERM = "https://w3id.org/comity/ontology/"
SHAPE = "https://w3id.org/comity/shape/"
CASES = sorted((ROOT / "tests" / "shapes").glob("*.ttl"))
FILES = sorted((ROOT / "ontology" / "shapes").rglob("*.ttl"))
ORED = {"Source-title": "shape:Source asks for it in an alternative"}
FREE = {
    "aboutEntity": "a claim may speak of anything",
    "reports": "a claim may report anything",
}


@pytest.fixture(scope="module")
def hierarchy():
    ontology = read(*(ROOT / "ontology").glob("*.ttl"))
    graph = rdflib.Graph()
    for s, o in ontology.subject_objects(RDFS.subClassOf):
        if isinstance(o, rdflib.URIRef):
            graph.add((s, RDFS.subClassOf, o))
    return graph


def declared(*paths):
    return {str(s).removeprefix(SHAPE) for s in read(*paths).subjects(RDF.type, SH.PropertyShape)}


def test_every_property_shape_has_a_case():
    assert declared(*FILES) - set(ORED) == {path.stem for path in CASES}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_shape_rejects_exactly_its_bad_nodes(path, hierarchy):
    own = next(file for file in FILES if path.stem in declared(file))
    gate = (
        read(own)
        if own.stem == "inferred"
        else read(*(file for file in FILES if file.stem != "inferred"))
    )
    data = read(path)
    bad = {node for node in data.subjects() if Path(str(node)).name.startswith("bad-")}
    report = validate(data + hierarchy, gate).graph
    results = list(report.subjects(RDF.type, SH.ValidationResult))
    broken = {
        (report.value(r, SH.focusNode), str(report.value(r, SH.sourceShape)).removeprefix(SHAPE))
        for r in results
    }
    assert bad, "a case without a bad node tests nothing"
    assert broken == {(node, path.stem) for node in bad}


def test_a_source_may_lack_a_title_only_when_it_is_lost_or_dead(hierarchy):
    data = rdflib.Graph().parse(
        data="""@prefix : <https://w3id.org/comity/id/case/> . @prefix comity: <https://w3id.org/comity/ontology/> .
        :lost a comity:Source ; comity:linkStatus comity:Lost . :live a comity:Source ; comity:linkStatus comity:Live ."""
    )
    report = validate(
        data + hierarchy, read(*(file for file in FILES if file.stem != "inferred"))
    ).graph
    assert {str(node).rsplit("/", 1)[1] for node in report.objects(None, SH.focusNode)} == {"live"}


def test_every_property_of_the_data_has_a_shape_or_a_reason_to_be_free():
    used = {
        str(p).removeprefix(TERM)
        for p in read(*(ROOT / "data").rglob("*.ttl")).predicates()
        if str(p).startswith(TERM)
    }
    shapes = read(*FILES)
    paths = {path for _, path in shapes.subject_objects(SH.path)}
    alternatives = {
        path
        for _, head in shapes.subject_objects(SH.alternativePath)
        for path in shapes.items(head)
    }
    shaped = {str(path).removeprefix(TERM) for path in paths | alternatives}
    assert len(used) > 80
    assert used - shaped == set(FREE)


def test_every_property_shape_has_a_severity_and_a_message():
    shapes = read(*FILES)
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert shapes.value(shape, SH.severity) is not None, shape
        assert str(shapes.value(shape, SH.message)).endswith("."), shape

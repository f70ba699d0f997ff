"""Each property shape, with the nodes that keep it and the nodes that break it and nothing else."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, SH, SKOS

from comity.builder.shapes import validate
from conftest import ROOT, found, read, triples

pytestmark = pytest.mark.slow

TERM = "https://w3id.org/comity/ontology/"
SHAPE = "https://w3id.org/comity/shape/"
CASES = sorted((ROOT / "tests" / "shapes").glob("*.ttl"))
FILES = sorted(
    path
    for folder in ("ontology/shapes", "data/terms/shapes")
    for path in (ROOT / folder).rglob("*.ttl")
)
PREFIXES = ROOT / "ontology" / "shapes" / "prefixes.ttl"
BEFORE = [file for file in FILES if file.stem != "inferred"]
ORED = {"Source-title": "shape:Source asks for it in an alternative"}
FREE = {
    "aboutEntity": "a claim may speak of anything",
    "disputedBy": "it is said of triples, and the check of evidence looks at it",
    "readOn": "it is said of triples too",
}


@pytest.fixture(scope="module")
def hierarchy():
    below = [
        t
        for t in triples(*(ROOT / "ontology").glob("*.ttl"))
        if t.predicate.value in (str(RDFS.subClassOf), TERM + "membershipBy", str(SKOS.inScheme))
    ]
    return [t for t in below if isinstance(t.object, ox.NamedNode)]


def declared(*paths):
    return {str(s).removeprefix(SHAPE) for s in read(*paths).subjects(RDF.type, SH.PropertyShape)}


def test_every_property_shape_has_a_case():
    assert declared(*FILES) - set(ORED) == {path.stem for path in CASES}


def gate_of(path):
    own = next(file for file in FILES if path.stem in declared(file))
    return triples(*((own, PREFIXES) if own.stem == "inferred" else BEFORE))


@pytest.mark.parametrize("validator", ["shacl", "pyshacl"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_shape_rejects_exactly_its_bad_nodes(path, validator, hierarchy):
    data = triples(path)
    bad = {t.subject.value for t in data if Path(t.subject.value).name.startswith("bad-")}
    report = validate(data + hierarchy, gate_of(path), validator=validator)
    broken = {(r.focus.value, r.shape.value.removeprefix(SHAPE)) for r in report.results}
    assert bad, "a case without a bad node tests nothing"
    assert broken == {(node, path.stem) for node in bad}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_engines_find_the_same_in_a_case(path, hierarchy):
    data, gate = triples(path) + hierarchy, gate_of(path)
    fast, reference = (found(validate(data, gate, validator=v)) for v in ("shacl", "pyshacl"))
    assert fast == reference


def test_a_source_may_lack_a_title_only_when_it_is_lost_or_dead(hierarchy):
    text = """@prefix : <https://w3id.org/comity/id/case/> . @prefix comity: <https://w3id.org/comity/ontology/> .
        :lost a comity:Source ; comity:linkStatus comity:Lost . :live a comity:Source ; comity:linkStatus comity:Live ."""
    data = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    report = validate(data + hierarchy, triples(*BEFORE))
    assert {r.focus.value.rsplit("/", 1)[1] for r in report.results} == {"live"}


def test_every_property_of_the_data_has_a_shape_or_a_reason_to_be_free():
    used = {
        str(p).removeprefix(TERM)
        for p in read(
            *(path for path in (ROOT / "data").rglob("*.ttl") if "terms" not in path.parts)
        ).predicates()
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

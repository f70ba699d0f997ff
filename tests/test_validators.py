"""Both SHACL engines on the W3C suite, by manifest, and beside each other on our shapes and spoilt data."""

import os
import random
from functools import cache
from pathlib import Path
from string import ascii_lowercase

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH
from rdflib.compare import isomorphic

from comity.builder import dossier, load, pipeline, validators
from comity.builder.shapes import validate
from comity.errors import SourceError
from comity.vocabulary import XSD
from conftest import ROOT, found

SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
SUITE = SHARED / "conformance" / "shacl"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
COMPARED = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.sourceShape,
    SH.sourceConstraintComponent,
    SH.resultSeverity,
)
EXPECTED_FAILURES = {
    ("pyshacl", "core/property/uniqueLang-002"): "it takes sh:uniqueLang 1 for true",
    ("pyshacl", "sparql/node/prefixes-001"): "it takes no prefixes from what sh:prefixes imports",
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "it binds no $shapesGraph",
}


@cache
def triples(path):
    parsed = ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return [quad.triple for quad in parsed]


def entries(manifest):
    graph = load.to_rdflib(triples(manifest))
    for included in graph.objects(None, MF.include):
        yield from entries(path_of(included))
    for head in graph.objects(None, MF.entries):
        for test in graph.items(head):
            yield str(test).removeprefix(SUITE.as_uri() + "/"), graph, test


def path_of(iri):
    return Path(str(iri).removeprefix("file://"))


CASES = list(entries(SUITE / "manifest.ttl")) if SUITE.is_dir() else []


def marked(validator):
    for name, graph, test in CASES:
        reason = EXPECTED_FAILURES.get((validator, name))
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(validator, graph, test, id=f"{validator}-{name}", marks=marks)


def compared(graph, report):
    """Copy of *graph* what two reports of the same validation have in common."""
    plain, node = rdflib.Graph(), rdflib.BNode()
    plain.add((node, SH.conforms, graph.value(report, SH.conforms)))
    for result in graph.objects(report, SH.result):
        found = rdflib.BNode()
        plain.add((node, SH.result, found))
        for predicate in COMPARED:
            for value in graph.objects(result, predicate):
                plain.add((found, predicate, value))
                if predicate == SH.resultPath and isinstance(value, rdflib.BNode):
                    for triple in graph.cbd(value):
                        plain.add(triple)
    return plain


def ours(report):
    graph = load.to_rdflib(report.graph)
    return compared(graph, graph.value(None, RDF.type, SH.ValidationReport))


@pytest.mark.skipif(not CASES, reason="the W3C suite is not beside the project")
def test_the_w3c_suite_is_whole():
    names = [name for name, _, _ in CASES]
    assert len(set(names)) == len(names)
    assert sum(name.startswith("core/") for name in names) == 98
    assert sum(name.startswith("sparql/") for name in names) == 22


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@pytest.mark.parametrize(("validator", "graph", "test"), [*marked("shacl"), *marked("pyshacl")])
def test_w3c(validator, graph, test):
    action, expected = graph.value(test, MF.action), graph.value(test, MF.result)
    data, shapes = (
        triples(path_of(graph.value(action, which))) for which in (SHT.dataGraph, SHT.shapesGraph)
    )
    if expected == SHT.Failure:
        with pytest.raises(SourceError):
            validate(data, shapes, validator=validator)
    else:
        report = validate(data, shapes, validator=validator)
        assert isomorphic(ours(report), compared(graph, expected))


@pytest.fixture(scope="module")
def work():
    return pipeline.examine(ROOT)


@pytest.fixture(scope="module")
def gates(work):
    return pipeline.gates(work.quads["shapes"])


def both(data, gate):
    return [found(validate(data, gate, validator=validator)) for validator in ("shacl", "pyshacl")]


def test_both_engines_find_the_same_in_the_dossier_when_it_lacks_half_its_triples(work, gates):
    chance = random.Random(3)
    facts = [*work.quads["data"], *pipeline.hierarchy(work.quads["ontology"])]
    before, after = gates
    for data, gate in ((facts, before), ([*facts, *work.outcome.inferred], after)):
        fast, reference = both([t for t in data if chance.random() < 0.5], gate)
        assert fast == reference
        assert fast.total() > 100, "nothing is compared where nothing is found"


LITERALS = st.one_of(
    st.builds(ox.Literal, st.sampled_from(["", "x", "Q42", "POLAND", "2020-13-01", "POINT(1 2)"])),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), st.text(ascii_lowercase, max_size=3), st.sampled_from(["en", "EN", "ru", "en-GB"])),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.sampled_from(["1", "01", "-1", "1.0", "1e3", "true", "2020-01-01", "2020-02-30", "2020", "--02", "2020-01-01Z", "http://a b", "http://x.org/", "NaN", " 1 "]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear", "gYearMonth", "anyURI", "string", "nonNegativeInteger", "dateTime"]),
    ),
)  # fmt: skip


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_both_engines_find_the_same_in_spoilt_data(work, gates, data):
    asserted = [quad.triple for quad in work.quads["data"]]
    subjects = sorted({t.subject for t in asserted}, key=str)
    chosen = data.draw(st.sets(st.sampled_from(subjects), min_size=1, max_size=12))
    some = [t for t in asserted if t.subject in chosen]
    kept = data.draw(st.lists(st.sampled_from(some), unique=True))
    predicates = sorted({t.predicate for t in asserted}, key=str)
    added = st.builds(
        ox.Triple,
        st.sampled_from(sorted(chosen, key=str)),
        st.sampled_from(predicates),
        st.one_of(LITERALS, st.sampled_from(subjects)),
    )
    spoilt = kept + data.draw(st.lists(added, max_size=12))
    hierarchy = pipeline.hierarchy(work.quads["ontology"])
    for gate in gates:
        fast, reference = both([*set(spoilt), *hierarchy], gate)
        assert fast == reference

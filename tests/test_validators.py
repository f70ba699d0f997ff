"""Both SHACL engines on the W3C suite, by manifest, and beside each other on our shapes and spoilt data."""

import random
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH
from rdflib.compare import isomorphic

from comity.builder import load, pipeline, routing
from comity.builder.shapes import validate
from comity.builder.work import gates as gates_of
from comity.builder.work import hierarchy
from comity.errors import SourceError
from comity.vocabulary import XSD
from conftest import ROOT, found
from support.cases import examples
from support.shacls import Case
from support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow

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


@needs_shared
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
    return gates_of(work.quads["shapes"])


def both(data, gate):
    return [found(validate(data, gate, validator=validator)) for validator in ("shacl", "pyshacl")]


@pytest.mark.parametrize("share", [1, 0.5], ids=["whole", "half"])
def test_both_engines_find_the_same_in_the_dossier_asserted_and_closed(work, gates, share):
    chance = random.Random(3)
    facts = [*work.quads["data"], *hierarchy(work.quads["ontology"])]
    before, after = gates
    for data, gate in ((facts, before), ([*facts, *work.outcome.inferred], after)):
        fast, reference = both([t for t in data if chance.random() < share], gate)
        assert fast == reference
        assert (fast.total() > 100) == (share < 1), "the half lacks what the shapes want"


TEXTS = [
    *("", "x", "Q42", "POLAND", "POINT(1 2)", "http://x.org/", "http://a b", "true"),
    *("1", "01", "-1", "+1", "1.0", "1e3", "NaN"),
    *("2020", "2020-01", "2020-01-01", "2020-01-01Z", "2020-02-30", "--02"),
]
DATATYPES = [
    *("string", "integer", "nonNegativeInteger", "decimal", "double", "boolean"),
    *("date", "dateTime", "gYear", "gYearMonth", "anyURI"),
]
LITERALS = st.one_of(
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.sampled_from(TEXTS),
        st.sampled_from(DATATYPES),
    ),
    st.builds(
        lambda text, language: ox.Literal(text, language=language),
        st.sampled_from(TEXTS),
        st.sampled_from(["en", "EN", "en-GB", "ru"]),
    ),
)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_both_engines_find_the_same_in_spoilt_data(work, gates, data):
    asserted = [quad.triple for quad in work.quads["data"]]
    subjects = sorted({t.subject for t in asserted}, key=str)
    chosen = data.draw(st.lists(st.sampled_from(subjects), min_size=1, max_size=12, unique=True))
    some = [t for t in asserted if t.subject in chosen]
    kept = data.draw(st.lists(st.sampled_from(some), unique=True))
    added = st.builds(
        lambda like, value: ox.Triple(like.subject, like.predicate, value),
        st.sampled_from(some),
        st.one_of(LITERALS, st.sampled_from(subjects)),
    )
    spoilt = dict.fromkeys([*kept, *data.draw(st.lists(added, max_size=12))])
    for gate in gates:
        fast, reference = both([*spoilt, *hierarchy(work.quads["ontology"])], gate)
        assert reference <= fast
        assert well_typed(fast) == well_typed(reference)


def well_typed(results):
    """Leave out comparisons at a node with an ill-typed literal, which pySHACL compares all the same."""
    ill = {
        focus
        for focus, *_, component, _ in results
        if component.value == str(SH.DatatypeConstraintComponent)
    }
    return Counter(
        {
            result: number
            for result, number in results.items()
            if not (result[0] in ill and "LessThan" in result[5].value)
        }
    )


GATE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://example.org/> .
:Event a sh:NodeShape ; sh:targetSubjectsOf :begin ; sh:property :begin-before-end .
:begin-before-end a sh:PropertyShape ; sh:path :begin ; sh:datatype xsd:integer ; sh:lessThan :end ."""


@pytest.mark.parametrize(
    ("literals", "fast", "reference"),
    [
        ('"1" "2"', 0, 0),
        ('"1" "0"', 1, 1),
        ('"1" "1e3"', 1, 0),  # pySHACL compares what is ill-typed; SHACL §4.5.3 wants a result
        (
            '" 1 " "2"',
            2,
            0,
        ),  # pySHACL takes spaces for a part of a number; XSD 1.1 §3.4.13 does not
    ],
)
def test_where_the_engines_differ_shacl_keeps_to_the_specification(literals, fast, reference):
    begin, end = (f"{text}^^<{XSD}integer>" for text in re.findall('"[^"]*"', literals))
    text = f"<http://example.org/e> <http://example.org/begin> {begin} ; <http://example.org/end> {end} ."
    data, gate = (
        [quad.triple for quad in ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)]
        for turtle in (text, GATE)
    )
    assert [results.total() for results in both(data, gate)] == [fast, reference]


MALFORMED = {
    "a property shape without a path": ("sh:property [ sh:minCount 1 ]", "without sh:path"),
    "a pattern that is none": ('sh:property [ sh:path :p ; sh:pattern "[" ]', "pattern"),
    "a count that is none": ('sh:property [ sh:path :p ; sh:minCount "many" ]', "minCount"),
    "a query that is none": ('sh:sparql [ sh:select "SELECT nonsense" ]', "SPARQL"),
    "a query that reaches out": (
        'sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }" ]',
        "SERVICE",
    ),
    "a path of one step": ("sh:property [ sh:path ( :p ) ; sh:minCount 1 ]", "path"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_shapes_are_refused_with_a_sentence(case):
    shape, word = MALFORMED[case]
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
    :Shape a sh:NodeShape ; sh:targetClass :Class ; {shape} .
    :node a :Class ; :p "a" ."""
    both = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    with pytest.raises(SourceError, match=word):
        validate(both, both)


@pytest.mark.parametrize(
    "pattern", [r"^(.)\\1$", "^(?=a)", "^(?!b)"], ids=["back-reference", "ahead", "not ahead"]
)
def test_what_shacl_cannot_do_pyshacl_does(pattern):
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
    :Shape a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:pattern "{pattern}" ] .
    :good :p "aa" . :bad :p "bc" ."""
    both = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    assert list(routing.beyond(both))
    assert [result.focus.value for result in validate(both, both).results] == [
        "http://example.org/bad"
    ]


def test_where_shacl_has_no_wheel_pyshacl_validates(monkeypatch, work, gates):
    broken = [t for t in work.quads["data"] if not t.predicate.value.endswith("#label")][:500]
    with_shacl = found(validate(broken, gates[0]))
    monkeypatch.setitem(sys.modules, "shacl", None)
    assert found(validate(broken, gates[0])) == with_shacl
    assert with_shacl


def test_a_result_about_a_blank_node_names_the_node_of_the_data():
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
    :Shape a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:nodeKind sh:IRI ."""
    gate = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    node = ox.BlankNode("somebody")
    data = [ox.Triple(node, ox.NamedNode("http://example.org/p"), ox.Literal("a"))]
    assert [result.focus for result in validate(data, gate).results] == [node]


def gate_of(shapes):
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    {shapes}"""
    return [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]


BARE = gate_of(':a a :Class . :b a :Below . :Below rdfs:subClassOf :Class . :c :p "zz" .')
LOOKS = ':Other a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:pattern "^(?!a)" ] .'
TARGETED = {
    "an owl:Class": (":Class a owl:Class , sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ] .", "ab"),
    "an rdfs:Class": (":Class a rdfs:Class , sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ] .", "ab"),
    "a query": (':Shape a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a ?any }" ] ; sh:property [ sh:path :p ; sh:minCount 1 ] .', "ab"),
}  # fmt: skip


@pytest.mark.parametrize("validator", ["shacl", "pyshacl"])
@pytest.mark.parametrize("beside", ["", LOOKS], ids=["alone", "beside what shacl cannot do"])
@pytest.mark.parametrize("case", TARGETED)
def test_a_target_is_a_target_to_both_engines_and_whatever_stands_beside_it(
    case, beside, validator
):
    shapes, found_in = TARGETED[case]
    report = validate(BARE, gate_of(shapes + beside), validator=validator)
    focus = {result.focus.value.removeprefix("http://example.org/") for result in report.results}
    assert focus == set(found_in)


def test_a_rule_changes_no_data():
    gate = gate_of(
        ":Shape a sh:NodeShape ; sh:targetClass :Class ; sh:property [ sh:path :p ; sh:maxCount 0 ] ;"
        " sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate :p ; sh:object :made ] ."
    )
    assert not any(results.total() for results in both(BARE, gate))


def test_of_an_inverse_sequence_shacl_takes_the_steps_as_sparql_does():
    data = gate_of(":a :q :b . :b :r :c . :x :r :b . :c :q :x .")
    gate = gate_of(":S a sh:PropertyShape ; sh:targetNode :a , :b , :c , :x ; sh:path [ sh:inversePath ( :q :r ) ] ; sh:in () .")  # fmt: skip
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in data)
    rows = store.query("PREFIX : <http://example.org/> SELECT ?f ?v { ?f ^(:q/:r) ?v }")
    wanted = {(row["f"], row["v"]) for row in rows}
    fast, reference = (
        {(r.focus, r.value) for r in validate(data, gate, validator=validator).results}
        for validator in ("shacl", "pyshacl")
    )
    assert fast == wanted
    assert reference != wanted


def test_a_blank_node_is_shorter_than_any_length_to_shacl_as_in_the_specification():
    data = gate_of("[] a :Class .")
    gate = gate_of(":S a sh:NodeShape ; sh:targetClass :Class ; sh:not [ sh:minLength 0 ] .")
    assert [results.total() for results in both(data, gate)] == [0, 1]


RANDOM = range(examples(300))


@pytest.mark.parametrize("part", range(10))
def test_both_engines_find_the_same_in_random_shapes(part):
    results = 0
    for seed in RANDOM[part::10]:
        case = Case(seed)
        data, gate = parsed(case.data), parsed(case.shapes)
        fast, reference = map(told, both(data, gate))
        assert fast == reference, case.shapes
        results += len(fast)
    assert results > 30


def told(results):
    """Return the results, each once, without the words in which an engine describes a path."""
    return {(*result[:2], *result[3:]) for result in results}


def parsed(text):
    return [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]

"""The reasoner by itself: what it reads, what it writes, as a library and as a command."""

import gzip
import json
import re

import pyoxigraph as ox
import pytest
import rdflib

import comity
from comity.errors import BadInput, NotFound, SourceError
from comity.reasoner import read
from conftest import run

TURTLE = """@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:C rdfs:subClassOf :D .
:a a :C ; :says "é\\n\\"quoted\\"", "colour"@EN-gb, 01 .
"""
INFERRED = ox.Triple(
    ox.NamedNode("https://example.org/a"),
    ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
    ox.NamedNode("https://example.org/D"),
)


@pytest.fixture
def files(tmp_path):
    """The same triples in every syntax."""
    triples = list(ox.parse(input=TURTLE, format=ox.RdfFormat.TURTLE))
    for suffix, form in read.FORMATS.items():
        if form != ox.RdfFormat.N3:
            ox.serialize((t.triple for t in triples), tmp_path / f"x{suffix}", format=form)
    (tmp_path / "x.n3").write_text(TURTLE)
    (tmp_path / "x.nt.gz").write_bytes(gzip.compress((tmp_path / "x.nt").read_bytes()))
    return sorted(tmp_path.iterdir())


def test_every_syntax_gives_the_same_closure(files):
    assert {path.name[1:] for path in files} == {*read.FORMATS, ".nt.gz"}
    for path in files:
        found = comity.reason(path)
        assert list(found.inferred()) == [INFERRED], path
        assert len(found.asserted()) == 5
        assert found.why(INFERRED).rule == "cax-sco"


def test_rdflib_and_pyoxigraph_graphs_are_read():
    graph = rdflib.Graph().parse(data=TURTLE)
    dataset = rdflib.Dataset()
    for triple in graph:
        dataset.add((*triple, rdflib.URIRef("https://example.org/graph")))
    quads = list(ox.parse(input=TURTLE, format=ox.RdfFormat.TURTLE))
    store = ox.Store()
    store.extend(quads)
    for source in (graph, dataset, quads, ox.Dataset(quads), store):
        assert list(comity.reason(source).inferred()) == [INFERRED]


def test_plainly_written_n_triples_are_read_as_the_parser_reads_them(files):
    path = next(path for path in files if path.suffix == ".nt")
    fast = read.read(path)
    slow = read.encode(ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES))
    told = [[tuple(map(r.terms.forms.__getitem__, row)) for row in r.rows] for r in (fast, slow)]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('"a" <x:p> <x:b> .', "a literal as subject"),
        ("<x:a> _:p <x:b> .", "a blank node as predicate"),
        ("<x:a> <x:p> .", "no object"),
        ("<x:a> <x:p> <x:b>", "no end"),
        ("<x:a b> <x:p> <x:b> .", "a space in an IRI"),
        ('<x:a> <x:p> "a .', "a literal without its end"),
    ],
    ids=lambda value: value if " " not in value[:2] and not value.startswith(("<", '"')) else "",
)
def test_a_spoilt_file_is_told_with_its_line(tmp_path, line, what):
    path = tmp_path / "spoilt.nt"
    path.write_text(f"<x:a> <x:p> <x:b> .\n{line}\n")
    with pytest.raises(SourceError, match=r"spoilt\.nt, line [23]: not valid N-Triples"):
        read.read(path)


def test_a_literal_as_subject_of_a_graph_is_told():
    graph = rdflib.Graph()
    graph.add((rdflib.Literal("a"), rdflib.RDFS.label, rdflib.Literal("b")))
    with pytest.raises(SourceError, match='none of RDF: "a" <'):
        comity.reason(graph)


def test_blank_nodes_of_two_files_are_two(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.nt").write_text("_:x <x:p> <x:o> .\n")
    assert len(comity.reason([tmp_path / "a.nt", tmp_path / "b.nt"]).asserted()) == 2


def test_the_command_writes_asserted_and_inferred_and_counts(tmp_path):
    (tmp_path / "x.ttl").write_text(TURTLE)
    done = run("reason", tmp_path / "x.ttl", "--stats")
    assert done.returncode == 0
    written = {t.triple for t in ox.parse(input=done.stdout, format=ox.RdfFormat.N_TRIPLES)}
    asserted = {t.triple for t in ox.parse(input=TURTLE, format=ox.RdfFormat.TURTLE)}
    assert written == asserted | {INFERRED}
    stats = json.loads(done.stderr)
    assert (stats["triples_in"], stats["inferred"]) == (5, 1)
    assert stats.keys() == {"triples_in", "inferred", "parse_s", "close_s", "peak_mib"}


def test_the_command_writes_what_is_trivial_on_request(tmp_path):
    (tmp_path / "x.ttl").write_text(TURTLE + ":C a <http://www.w3.org/2002/07/owl#Class> .")
    out = tmp_path / "out.nt"
    assert run("reason", tmp_path / "x.ttl", "--trivial", "-o", out).returncode == 0
    lines = out.read_text().splitlines()
    owl, rdfs = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
    for triple in (
        f"<https://example.org/a> <{owl}sameAs> <https://example.org/a> .",
        f"<https://example.org/C> <{rdfs}subClassOf> <{owl}Thing> .",
        f"<{rdfs}label> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{owl}AnnotationProperty> .",
    ):
        assert triple in lines
    assert len(lines) == len(set(lines))


def test_the_command_refuses_in_one_sentence(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text(TURTLE)
    out = tmp_path / "out.nt"
    out.write_text("kept")
    for arguments, message in (
        ((tmp_path / "none.ttl",), "cannot be read"),
        ((tmp_path / "x.txt",), "none of the suffixes"),
        ((path, "--triples", "5"), "bound of 5 triples"),
    ):
        done = run("reason", *arguments)
        assert done.returncode == 1
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert out.read_text() == "kept"
    assert not list(tmp_path.glob(".out*"))


CLASH = """
[] a owl:AllDisjointClasses ;
   owl:members ( :D
                 :E ) .
:a a
   :E .
"""


@pytest.mark.parametrize("suffix", [".ttl", ".ttl.gz", ".nt", ".nq", ".rdf"])
def test_a_contradiction_is_told_with_triples_files_and_lines(tmp_path, suffix):
    text = TURTLE + "@prefix owl: <http://www.w3.org/2002/07/owl#> ." + CLASH
    path, other, out = (tmp_path / name for name in (f"x{suffix}", "other.nt", "out.nt"))
    other.write_text("<https://example.org/z> <https://example.org/p> <https://example.org/z> .\n")
    turtle = suffix.startswith(".ttl")
    packed = text.encode()
    if not turtle:
        quads = ox.parse(input=text, format=ox.RdfFormat.TURTLE)
        packed = ox.serialize((q.triple for q in quads), format=read.FORMATS[suffix])
    path.write_bytes(gzip.compress(packed) if suffix.endswith(".gz") else packed)
    for asked, written in ((), "is not written; --inconsistent writes it"), (("--inconsistent",), "is written all the same"):  # fmt: skip
        done = run("reason", other, path, "-o", out, *asked)
        assert done.returncode == 1
        head, told = done.stderr.splitlines()
        assert head == f"comity: The triples contradict themselves in 1 way, and {out} {written}."
        assert out.exists() == bool(asked)
        assert "_:" not in told
        assert "rdf:first" not in told
        assert re.search(r"\[\] owl:members \( \S+/D \S+/E \)", told), told
        assert re.search(r"from which follows \S+/a rdf:type \S+/D; take", told), told
        assert told.endswith("; take one of them away. [cax-adc]")
        if turtle:
            rows = [row.strip() for row in text.splitlines()]
            for row, end in (("owl:members ( :D", r"\)"), (":E .", "rdf:type [^ ]+/E")):
                line = rows.index(row) + 1
                assert re.search(rf"{end} \({re.escape(str(path))}, line {line}\)", told), told
        else:
            lines = suffix != ".rdf"
            assert bool(re.search(rf"{re.escape(str(path))}, line [0-9]+\)", told)) == lines
            assert str(path) in told
    assert f"{INFERRED.subject} {INFERRED.predicate} {INFERRED.object} .\n" in out.read_text()


def test_without_a_file_to_write_a_contradiction_leaves_standard_output_empty(tmp_path):
    (tmp_path / "x.nt").write_text(
        '<x:a> <x:p> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    done = run("reason", tmp_path / "x.nt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "and the closure is not written" in done.stderr
    assert f"({tmp_path / 'x.nt'}, line 1)" in done.stderr
    assert run("reason", tmp_path / "x.nt", "--inconsistent").stdout.count("\n") == 1


@pytest.mark.parametrize(
    "source",
    [5, None, b"x.ttl", ..., {"a": 1}, [5], [("a", "b")], [("<x:a>", "<x:p>", 5)], [b"x"]],
    ids=repr,
)
def test_what_is_no_graph_is_refused_in_one_sentence(source):
    with pytest.raises(BadInput) as caught:
        comity.reason(source)
    assert isinstance(caught.value, ValueError)
    assert re.fullmatch(r"[^\n]+; give [^\n]+\.", str(caught.value))


@pytest.mark.parametrize("bounds", [{"triples": "5"}, {"triples": 0}, {"seconds": float("nan")}])
def test_a_bound_that_is_none_is_refused(bounds):
    with pytest.raises(BadInput, match="no number above 0"):
        comity.reason([], **bounds)


def test_terms_of_rdflib_and_texts_are_taken_for_terms():
    graph = rdflib.Graph().parse(data=TURTLE)
    found = comity.reason(list(graph))
    c, a, d = (rdflib.URIRef(f"https://example.org/{name}") for name in "CaD")
    ways = [
        (INFERRED,),
        ((a, rdflib.RDF.type, d),),
        (a, rdflib.RDF.type, d),
        ("https://example.org/a", "rdf:type", "<https://example.org/D>"),
        (INFERRED.subject, INFERRED.predicate, INFERRED.object),
    ]
    assert {found.why(*way).rule for way in ways} == {"cax-sco"}
    says = rdflib.URIRef("https://example.org/says")
    for literal in (rdflib.Literal('é\n"quoted"'), rdflib.Literal("colour", lang="en-GB"), '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'):  # fmt: skip
        assert found.why(a, says, literal).rule is None
    found.update(remove=[(a, rdflib.RDF.type, c)], add=[(says, rdflib.RDFS.range, d)])
    assert list(found.inferred()) == []
    for wrong in ((5,), (a, a), (rdflib.Literal("x"), a, a), (a, rdflib.BNode(), a), ("", a, a), ("no iri", a, a)):  # fmt: skip
        with pytest.raises(BadInput):
            found.why(*wrong)
    with pytest.raises(NotFound, match="does not follow"):
        found.why(a, a, a)


def test_an_update_that_is_refused_changes_nothing():
    found = comity.reason(list(ox.parse(input=TURTLE, format=ox.RdfFormat.TURTLE)))
    before = found.asserted().tolist()
    loop = "https://example.org/loop"
    bad = [("https://example.org/D", "owl:unionOf", loop), (loop, "rdf:first", loop), (loop, "rdf:rest", loop)]  # fmt: skip
    with pytest.raises(SourceError, match="malformed"):
        found.update(add=bad, remove=[INFERRED])
    with pytest.raises(BadInput):
        found.update(add=[5])
    assert found.asserted().tolist() == before
    assert list(found.inferred()) == [INFERRED]

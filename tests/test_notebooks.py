"""A snapshot as notebooks have it: data frames, rdflib's Dataset, a server's answers; and the example, run."""

import json
import os
import socket
import threading

import matplotlib
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

import comity
from comity import errors
from conftest import ROOT, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Dataset.default_context"),  # rdflib of itself
]
LIMIT = 20
TERM = "https://w3id.org/comity/ontology/"


@pytest.fixture(scope="module")
def snapshot(whole):
    with comity.open(whole) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(whole):
    with serving(ROOT, whole) as (client, _):
        yield client


def test_data_frames_of_three_kinds_have_the_same_values(snapshot):
    answer = snapshot.run("disputes")
    next(answer)  # what has been taken does not go from the frame
    pandas, arrow, polars = answer.to_pandas(), answer.to_arrow(), answer.to_polars()
    assert list(pandas.columns) == arrow.column_names == polars.columns
    assert len(pandas) == arrow.num_rows == polars.height > 1
    assert arrow.to_pylist() == polars.to_dicts()
    assert pandas["beginEarliest"].dtype.kind == "M"
    assert pandas.attrs["columns"]["dispute"] == {"kind": "iri"}
    assert pandas.attrs["snapshot"] == snapshot.path.name
    assert arrow.schema.field("name").metadata[b"languages"] == b"en"
    assert [d.isoformat() for d in arrow.column("beginEarliest").to_pylist() if d] == [
        d.date().isoformat() for d in pandas["beginEarliest"] if d == d
    ]


def test_a_query_or_a_canned_one_by_its_name_is_a_frame(snapshot):
    one = snapshot.to_pandas("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert one["n"][0] == snapshot.manifest.asserted + snapshot.manifest.inferred
    assert snapshot.to_pandas("members-on", date="2010-01-01").columns[0] == "date"


def test_a_dataset_is_read_where_it_is_and_never_written(snapshot):
    dataset = snapshot.dataset()
    default = dataset.default_graph
    assert len(default) == snapshot.manifest.asserted + snapshot.manifest.inferred
    named = {str(s) for s in default.subjects() if isinstance(s, rdflib.URIRef)}
    asked = snapshot.query("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }")
    assert named == {row["s"].value for row in asked}
    assert len(snapshot.dataset(entailment="none").default_graph) == snapshot.manifest.asserted
    with pytest.raises(comity.ComityError, match="not written to"):
        default.add((rdflib.RDF.type, rdflib.RDF.type, rdflib.RDF.type))
    with pytest.raises(comity.ComityError, match="not written to"):
        dataset.update("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(comity.ComityError, match="SERVICE"):
        list(dataset.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"))


def test_rdflib_answers_queries_over_it_as_the_snapshot_does(snapshot):
    for view in ({}, {"entailment": "none"}, {"contested": "exclude"}):
        dataset = snapshot.dataset(**view)
        for text in (
            "SELECT ?s ?c WHERE { ?s a ?c }",
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        ):
            ours = {tuple(sorted((n, str(t)) for n, t in row.items() if not isinstance(t, ox.BlankNode))) for row in snapshot.query(text, **view)}  # fmt: skip
            theirs = {tuple(sorted((str(n), t.n3()) for n, t in row.asdict().items() if t.n3()[0] != "_")) for row in dataset.query(text)}  # fmt: skip
            assert {tuple((n, t.replace("'", '"')) for n, t in row) for row in theirs} == ours


def test_other_libraries_take_it(snapshot):
    default = snapshot.dataset().default_graph
    assert rdflib_to_networkx_multidigraph(default).number_of_edges() == len(default)
    shapes = rdflib.Graph().parse(data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix comity: <https://w3id.org/comity/ontology/> .
        [] a sh:NodeShape ; sh:targetClass comity:Dispute ; sh:property [ sh:path comity:statement ; sh:minCount 1 ] .
        """)  # fmt: skip
    conforms, report, _ = pyshacl.validate(default, shacl_graph=shapes)
    disputes = {r["s"].value for r in snapshot.query("SELECT ?s { ?s a <https://w3id.org/comity/ontology/Dispute> }")}  # fmt: skip
    focused = {str(o) for o in report.objects(None, rdflib.SH.focusNode)}
    assert (conforms, focused) == (False, disputes)


def test_a_notebook_shows_names_and_lets_nothing_in(snapshot):
    shown = snapshot.run("disputes")._repr_html_()
    assert "<a href=" in shown
    hostile = snapshot.query('SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) {}')  # fmt: skip
    assert "<script" not in hostile._repr_html_()
    assert 'href="javascript' not in hostile._repr_html_()
    assert f"the first {LIMIT} shown" in snapshot.query("SELECT * { ?s ?p ?o }")._repr_html_()


def test_a_server_is_asked_by_the_same_methods(client, snapshot):
    with comity.connect(client.base + "/") as remote:
        for name in ("disputes", "claims-by-kind"):
            ours, theirs = snapshot.run(name), remote.run(name)
            assert list(theirs) == list(ours)
            assert theirs.to_pandas().equals(ours.to_pandas())
        row = next(snapshot.run("disputes"))
        mine, yours = (one.run("disputes").evidence(row) for one in (snapshot, remote))
        assert yours.as_dict() == mine.as_dict()
        text = "CONSTRUCT { ?s a ?c } { ?s a ?c }"
        assert set(remote.query(text)) == set(snapshot.query(text))
        assert next(remote.query("ASK { ?s ?p ?o }"))["answer"].value == "true"
        triple = next(snapshot.query("SELECT ?s ?c { ?s a ?c FILTER(isIRI(?s)) } ORDER BY ?s ?c LIMIT 1"))  # fmt: skip
        asked = (triple["s"], "rdf:type", triple["c"])
        assert remote.why(*asked).as_dict() == snapshot.why(*asked).as_dict()
        permanent = comity.connect(f"{client.base}/snapshots/{snapshot.path.name}")
        assert list(permanent.run("disputes")) == list(snapshot.run("disputes"))


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (lambda remote: remote.run("nonsense"), "no canned query nonsense"),
        (lambda remote: remote.query("SELECT"), "does not parse"),
        (lambda remote: remote.run("members-on", date="x"), "not of type date"),
        (lambda remote: remote.why("country:x", "comity:party", "country:y"), "does not hold"),
        (lambda remote: remote.query("ASK {}", contested="maybe"), "include or exclude"),
    ],
)
def test_what_a_server_refuses_is_one_sentence(client, work, says):
    with pytest.raises(comity.ComityError, match=says):
        work(comity.connect(client.base))


def test_a_server_that_is_not_there_is_said():
    with pytest.raises(comity.ComityError, match="no address of a server"):
        comity.connect("ftp://example.org/")
    with pytest.raises(comity.ComityError, match="cannot be reached"):
        comity.connect("http://127.0.0.1:1/").query("ASK {}")


@pytest.mark.slow
def test_the_example_runs_from_a_query_to_a_figure_with_its_sources(tmp_path, capsys, monkeypatch):
    matplotlib.use("agg")
    monkeypatch.setenv("COMITY_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(ROOT)
    comity.build(ROOT).close()
    book = json.loads((ROOT / "tests" / "examples" / "contested-years.ipynb").read_text())
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    assert sum(len(cell.splitlines()) for cell in cells) <= LIMIT
    known: dict[str, object] = {}
    for cell in cells:
        exec(cell, known)
    known["axes"].figure.savefig(tmp_path / "figure.png")
    assert os.path.getsize(tmp_path / "figure.png") > 5000
    assert "← https://w3id.org/comity/id/source/" in capsys.readouterr().out
    known["snapshot"].close()


def test_a_server_hears_all_claimants_and_long_queries(client, snapshot):
    remote, text = comity.connect(client.base), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    heard = ("belarus", "russia")
    long = f"{text} # {'x' * 100_000}"
    assert list(remote.query(text, perspectives=heard)) == list(snapshot.query(text, perspectives=heard))  # fmt: skip
    assert list(remote.query(long)) == list(snapshot.query(long))
    assert remote.query(long).evidence({}).as_dict() == snapshot.query(long).evidence({}).as_dict()
    for one in (remote, snapshot):
        plain = one.to_pandas(text, entailment="none")
        assert plain["n"][0] < one.to_pandas(text)["n"][0]


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        (lambda one: one.query("SELECT * { SERVICE <http://x> {} }"), errors.Refused),
        (lambda one: one.query("SELECT ?s { ?s ?p ?o }").evidence({"s": "country:x"}), errors.NoSuchRow),
        (lambda one: one.query("ASK {}").evidence({"s": object()}), errors.BadInput),
    ],
)  # fmt: skip
def test_a_server_refuses_as_a_snapshot_does(client, snapshot, work, kind):
    for one in (snapshot, comity.connect(client.base)):
        with pytest.raises(kind):
            work(one)


@pytest.mark.parametrize("url", ["http://exa mple/", "http://[::1/", "http://", 5])
def test_what_is_no_address_is_said(url):
    with pytest.raises(comity.ComityError, match="no address of a server"):
        comity.connect(url)


@pytest.mark.parametrize(
    "answer",
    [
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{}",
    ],
)
def test_an_answer_that_is_none_is_one_sentence(answer):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer_three():
            for _ in range(3):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=answer_three)
        thread.start()
        remote = comity.connect(f"http://127.0.0.1:{listening.getsockname()[1]}")
        for work in (
            lambda: list(remote.query("SELECT * {}")),
            lambda: remote.why("country:x", "comity:party", "country:y"),
            lambda: remote.run("disputes").to_pandas(),
        ):
            with pytest.raises(comity.ComityError, match="server"):
                work()
        thread.join()


@pytest.mark.parametrize("heard", [(), ("belarus",), ("belarus", "russia")])
@pytest.mark.parametrize("contested", ["include", "exclude"])
def test_a_dataset_has_what_the_view_reads_and_all_graphs(snapshot, contested, heard):
    view = {"contested": contested, "perspectives": heard}
    graph = snapshot.dataset(**view)
    rows = snapshot.query("SELECT ?s ?p ?o { ?s ?p ?o }", **view)
    assert len(graph.default_graph) == len({tuple(map(str, row.values())) for row in rows})
    assert len(list(graph.graphs())) == len(list(snapshot.dataset().graphs())) > 100


def test_what_does_not_parse_over_a_dataset_is_one_sentence(snapshot):
    with pytest.raises(errors.BadQuery, match=r"The query does not parse: .*\.$"):
        snapshot.dataset().query("SELECT")

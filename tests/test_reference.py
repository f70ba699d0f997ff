"""A dossier that names the published ontology: its terms, shapes and the general questions come with the package."""

import shutil
import urllib.request

import pytest

import comity
from comity.builder.dossier import read_dossier
from conftest import ROOT, run, serving
from support.another_base import NAMED, OTHER

pytestmark = pytest.mark.slow
PAIR = ROOT / "tests" / "pair" / "data"
SAID = f"""@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Two invented states.

<{OTHER}graph/dataset> dcterms:modified "2026-11-29"^^xsd:date .

<{OTHER}dataset> a dcat:Dataset ;
    dcterms:title "Arcadia–Ruritania"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:subject <{OTHER}id/country/arcadia> , <{OTHER}id/country/ruritania> ;
    dcterms:conformsTo <https://w3id.org/comity/ontology/0.2.0> .
"""


@pytest.fixture
def referring(tmp_path):
    """The invented states, under a base of their own, with no ontology and no question."""
    folder = tmp_path / "pair"
    shutil.copytree(PAIR, folder / "data")
    for path in (folder / "data").rglob("*.ttl"):
        path.write_text(NAMED.sub(OTHER, path.read_text()))
    (folder / "data" / "dataset.ttl").write_text(SAID)
    return folder


def test_a_folder_of_data_alone_is_a_whole_dossier(referring, tmp_path):
    done = run("check", referring)
    assert done.returncode == 0, done.stdout
    assert "no fault" in done.stdout
    assert sorted(path.name for path in referring.iterdir()) == ["data"]
    with comity.build(referring, tmp_path / "home") as snapshot:
        assert len(snapshot.engine.queries) == len(list((ROOT / "queries").glob("*.rq")))
        names = snapshot.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        graphs = {row["g"].value for row in names}
        assert "https://w3id.org/comity/graph/ontology/treaty" in graphs
        assert OTHER + "graph/treaties" in graphs
        assert not [g for g in graphs if g.startswith(OTHER + "graph/ontology")]
        rows = list(snapshot.run("missions-of-a-state"))
        assert {row["state"].value for row in rows} == {OTHER + "id/country/arcadia"}


def test_an_import_of_the_published_ontology_does_too(referring):
    said = referring / "data" / "dataset.ttl"
    said.write_text(
        said.read_text().replace(
            " ;\n    dcterms:conformsTo <https://w3id.org/comity/ontology/0.2.0> .", " ."
        )
    )
    (referring / "ontology").mkdir()
    (referring / "ontology" / "own.ttl").write_text(
        f"<{OTHER}ontology/> a <http://www.w3.org/2002/07/owl#Ontology> ;"
        " <http://www.w3.org/2002/07/owl#imports> <https://w3id.org/comity/ontology/> ."
    )
    dossier = read_dossier(referring)
    assert len(dossier.of("ontology")) > 20
    assert {file.graph for file in dossier.of("ontology") if not file.is_packaged} == {
        OTHER + "graph/ontology/own"
    }


def test_a_question_of_ones_own_takes_the_place_of_a_general_one_and_that_is_said_once(referring):
    (referring / "queries").mkdir()
    for name in ("timeline", "sources"):
        shutil.copy(ROOT / "queries" / f"{name}.rq", referring / "queries")
    told = run("check", referring, "--format", "json").stdout
    assert told.count('"own-question"') == 1
    assert "sources, timeline take the place" in told
    files = [
        f.path.as_posix()
        for f in read_dossier(referring).of("queries")
        if f.path.stem == "timeline"
    ]
    assert files == ["queries/timeline.rq"]


def test_another_version_has_one_sentence(referring):
    said = referring / "data" / "dataset.ttl"
    said.write_text(said.read_text().replace("ontology/0.2.0", "ontology/7.0.0"))
    done = run("build", referring)
    assert done.returncode == 1
    assert "it wants the ontology <https://w3id.org/comity/ontology/7.0.0>" in done.stderr


def test_a_fault_in_the_package_is_told_as_the_packages(referring):
    shutil.copytree(ROOT / "ontology", referring / ".comity" / "ontology")
    shutil.copytree(ROOT / "queries", referring / ".comity" / "queries")
    (referring / ".comity" / "ontology" / "treaty.ttl").write_text("treaty")
    assert ".comity/ontology/treaty.ttl, line 1" in run("check", referring).stdout


def test_it_is_written_to_and_exported_without_the_package(referring, tmp_path):
    home = tmp_path / "home"
    with serving(referring, home, "--writable") as (client, _):
        path = "/graph/treaties"
        graph = client.get(path, "text/turtle")
        assert send(client, "PUT", path, graph.body + f'\n<{OTHER}id/treaty/river-1890> <http://www.w3.org/2000/01/rdf-schema#label> "Flussvertrag"@de .'.encode()).status == 200  # fmt: skip
        term = "https://w3id.org/comity/graph/ontology/treaty"
        assert client.get("/graph-store", "text/turtle", graph=term).status == 200
        refused = send(client, "PUT", f"/graph-store?graph={term}", graph.body)
        assert (refused.status, "comes with Comity" in refused.text) == (403, True)
        for page in (
            "/",
            "/about/ontology/Treaty",
            "/ontology/",
            "/ontology/0.1.0",
            "/api/timeline",
            "/dataset.trig",
        ):
            assert client.get(page, "text/html" if "." not in page else None).status in (
                200,
                303,
            ), page
    done = run("export", tmp_path / "out", home=home)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["data"]
    assert "Flussvertrag" in (tmp_path / "out/data/treaties.ttl").read_text()
    assert run("check", tmp_path / "out").returncode == 0


def send(client, method, path, body):
    headers = {"Content-Type": "text/turtle"}
    return client.send(urllib.request.Request(client.base + path, body, headers, method=method))

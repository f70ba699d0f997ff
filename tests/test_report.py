"""The validation report: what each result rests on, in the file, on the page, and in the sentence of a refusal."""

import re
import subprocess
import sys

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH

from comity.vocabulary import BASE, TERM
from conftest import SAMPLE, run, serving

COMITY = rdflib.Namespace(TERM)
ID = rdflib.Namespace(BASE + "id/")
SHAPES = {
    "treaty": """
shape:Treaty-source a sh:PropertyShape ; sh:targetClass comity:Treaty ; sh:path <http://purl.org/dc/terms/source> ;
    sh:minCount 1 ; sh:severity sh:Warning ; sh:message "A treaty has a source."@en , "Договор имеет источник."@ru .
shape:Treaty-party a sh:PropertyShape ; sh:targetSubjectsOf comity:signedOn ; sh:path comity:hasParty ;
    sh:not [ sh:hasValue <https://w3id.org/comity/id/country/arcadia> ] ; sh:severity sh:Warning .
""",
    "inferred": """
shape:Country-neighbour a sh:PropertyShape ; sh:targetClass comity:Country ; sh:path comity:sharesBorderWith ;
    sh:nodeKind sh:Literal ; sh:severity sh:Warning ; sh:message "A neighbour is told in words."@en .
shape:Country-neighbour-of a sh:PropertyShape ; sh:targetClass comity:Country ; sh:path [ sh:inversePath comity:hasParty ] ;
    sh:nodeKind sh:Literal ; sh:severity sh:Warning .
""",
}


@pytest.fixture
def warned(dossier):
    """A dossier with shapes that warn of what is asserted and of what is inferred."""
    for name, text in SHAPES.items():
        path = dossier / "ontology" / "shapes" / f"{name}.ttl"
        path.write_text(path.read_text() + text)
    return dossier


def grounds(graph, shape):
    """Return the triples that the results of a shape rest on: each with its file and line, or its proof."""
    return {
        tuple(graph.value(ground, name) for name in (RDF.subject, RDF.predicate, RDF.object)): (
            str(graph.value(ground, COMITY.inFile)),
            graph.value(ground, COMITY.onLine).toPython(),
        )
        if (ground, COMITY.inFile, None) in graph
        else graph.value(ground, COMITY.provedAt)
        for result in graph.subjects(SH.sourceShape, rdflib.URIRef(f"{BASE}shape/{shape}"))
        for ground in graph.objects(result, COMITY.restsOn)
    }


@pytest.mark.parametrize("validator", ["shacl", "pyshacl"])
def test_the_report_tells_of_each_triple_where_it_comes_from(warned, tmp_path, validator):
    home = tmp_path / "home"
    done = run("build", warned, "--validator", validator, home=home)
    assert done.returncode == 0, done.stderr
    graph = rdflib.Graph().parse(home / "current" / "report.ttl")
    treaty, arcadia, ruritania = ID["treaty/concord-1901"], ID["country/arcadia"], ID["country/ruritania"]  # fmt: skip
    states, concord = "data/states/states.ttl", "data/treaties/concord-1901.ttl"
    assert next(graph.objects(None, SH.conforms)).toPython() is False
    assert grounds(graph, "Treaty-source") == {(treaty, RDF.type, COMITY.Treaty): (concord, 9)}
    assert grounds(graph, "Treaty-party") == {
        (treaty, COMITY.hasParty, arcadia): (concord, 11),
        (treaty, COMITY.signedOn, rdflib.Literal("1901-05-04", datatype=rdflib.XSD.date)): (concord, 12),
    }  # fmt: skip
    neighbours = grounds(graph, "Country-neighbour")
    proof = neighbours.pop((ruritania, COMITY.sharesBorderWith, arcadia))
    assert str(proof).startswith(f"{BASE}why?subject=")
    assert neighbours == {
        (arcadia, RDF.type, COMITY.Country): (states, 10),
        (ruritania, RDF.type, COMITY.Country): (states, 14),
        (arcadia, COMITY.sharesBorderWith, ruritania): (states, 12),
    }
    assert grounds(graph, "Country-neighbour-of")[treaty, COMITY.hasParty, ruritania] == (concord, 11)  # fmt: skip


def test_the_page_leads_from_a_result_to_its_lines_and_proofs(warned, tmp_path):
    with serving(warned, tmp_path / "home") as (client, _):
        page = client.get("/report", "text/html")
        turtle = client.get("/report")
        rows = client.get("/report", format="jsonld")
        assert page.headers["Content-Type"].startswith("text/html")
        assert "asserted in data/states/states.ttl, line 12" in page.text
        links = re.findall(r'href="(/why\?[^"]+)"', page.text)
        assert links
        for link in links:
            assert client.get(link.replace("&amp;", "&"), "application/json").status == 200
    read = [
        [*ox.parse(input=reply.body, format=form)]
        for reply, form in ((turtle, ox.RdfFormat.TURTLE), (rows, ox.RdfFormat.JSON_LD))
    ]
    assert len(read[0]) == len(read[1]) > 50


def test_the_page_of_data_without_results_says_so(client):
    assert "conform to every shape" in client.get("/report", "text/html").text


def test_a_refusal_says_where_each_triple_comes_from(dossier, tmp_path):
    states = dossier / "data" / "states" / "states.ttl"
    states.write_text(
        states.read_text() + "\ncountry:atlantis comity:sharesBorderWith country:ruritania .\n"
    )
    shape = dossier / "ontology" / "shapes" / "inferred.ttl"
    shape.write_text(
        shape.read_text() + "shape:Border a sh:PropertyShape ; sh:targetObjectsOf comity:sharesBorderWith ; "
        "sh:path comity:sharesBorderWith ; sh:maxCount 1 ; sh:severity sh:Violation ; sh:message \"One neighbour.\"@en ."
    )  # fmt: skip
    done = run("build", dossier, home=tmp_path / "home")
    assert done.returncode == 1
    assert "country/arcadia comity:sharesBorderWith country/ruritania is asserted in data/states/states.ttl, line 12" in done.stderr  # fmt: skip
    assert "country/ruritania comity:sharesBorderWith country/atlantis is inferred by prp-symp from data/states/states.ttl, line 17 and ontology/sample.ttl, line 25" in done.stderr  # fmt: skip
    assert done.stderr.count("\n") == 1


def test_a_build_by_default_loads_neither_rdflib_nor_pyshacl_nor_owlrl(tmp_path):
    program = (
        "import sys; from pathlib import Path; from comity.builder import pipeline;"
        f"pipeline.build(Path({str(SAMPLE)!r}), Path({str(tmp_path)!r}));"
        "print(sorted({'rdflib', 'pyshacl', 'owlrl', 'flask'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stdout + done.stderr

"""Graph ↔ file: one name each way, in every script, whatever a file may look like to a person."""

from pathlib import PurePosixPath

import pytest

import comity
from comity.namespace import Namespace
from comity.vocabulary import GRAPH
from conftest import plain, run
from support.cases import cases

COMITY = Namespace()
OTHER = Namespace("https://example.org/norway-russia/")
NAMES = [
    "notice",
    "notice-x",
    "readme",
    "licence",
    "changelog",
    "дагавор",
    "हिन्दी",
    "e\u0301tat",
    "état",
    "ไทย",
    "a.b",
    "_x",
]
SIGNS = ["a", "9", "_", ".", "~", "-", "/", "Ж", "\u0301", "ि", "%", " ", ".ttl", "#", "\u200d"]


@pytest.mark.parametrize("names", [COMITY, OTHER])
@pytest.mark.parametrize("name", NAMES)
def test_a_graph_of_any_script_is_a_file_and_back(name, names):
    path = names.file_of(names.graph + name)
    assert path == PurePosixPath(f"data/{name}.ttl")
    assert names.graph_of(path) == names.graph + name


def test_whatever_is_a_file_is_read_back_as_that_graph():
    for chance in cases(2000):
        names = chance.choice((COMITY, OTHER))
        iri = chance.choice((GRAPH, OTHER.graph)) + "".join(
            chance.choices(SIGNS, k=chance.randrange(1, 8))
        )
        path = names.file_of(iri)
        assert path is None or names.graph_of(path) == iri, iri


def test_what_a_build_makes_is_no_file_and_leaves_its_address_free():
    for names in (COMITY, OTHER):
        assert names.file_of(GRAPH + "asserted") is None
        assert names.file_of(names.graph + "evidence") is None


def test_an_address_of_a_server_is_of_the_dossier_or_of_the_vocabulary():
    treaty, term = OTHER.full("treaty:barents-2010"), GRAPH.replace("graph", "ontology") + "Treaty"
    assert treaty == "https://example.org/norway-russia/id/treaty/barents-2010"
    assert OTHER.at(OTHER.path_of(treaty)) == (treaty,)
    assert term in OTHER.at(OTHER.path_of(term))
    assert OTHER.path_of("https://w3id.org/comity/id/treaty/barents-2010") is None
    assert COMITY.path_of(treaty) is None


def test_what_is_short_in_one_namespace_is_written_whole_in_another():
    iri = "https://w3id.org/comity/id/country/arcadia"
    assert COMITY.shortened(iri) == "country/arcadia"
    assert OTHER.shortened(iri) == iri
    assert OTHER.full(OTHER.shortened(OTHER.full("country:arcadia"))) == OTHER.full(
        "country:arcadia"
    )
    assert (
        OTHER.told(f"of {OTHER.full('country:arcadia')} in <{OTHER.graph}x>")
        == f"of country/arcadia in <{OTHER.graph}x>"
    )


def test_the_file_of_each_is_read_by_a_build(dossier, tmp_path):
    text = '<https://w3id.org/comity/id/thing/x> <http://www.w3.org/2000/01/rdf-schema#label> "read"@en .\n'
    for name in NAMES:
        (dossier / "data" / f"{name}.ttl").write_text(text, encoding="utf-8")
    home = tmp_path / "home"
    done = run("build", dossier, home=home)
    assert done.returncode == 0, done.stderr
    query = 'SELECT ?g { GRAPH ?g { ?s ?p "read"@en } }'
    with comity.open(home) as snapshot:
        assert {GRAPH + name for name in NAMES} <= {
            row["g"] for row in plain(snapshot.query(query))
        }

"""Graph ↔ file: one name each way, in every script, whatever a file may look like to a person."""

from pathlib import PurePosixPath

import pytest

import comity
from comity.vocabulary import GRAPH, file_of, graph_of, is_graph
from conftest import plain, run
from support.cases import cases

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


@pytest.mark.parametrize("name", NAMES)
def test_a_graph_of_any_script_is_a_file_and_back(name):
    path = file_of(GRAPH + name)
    assert path == PurePosixPath(f"data/{name}.ttl")
    assert graph_of(path) == GRAPH + name


def test_whatever_is_a_file_is_read_back_as_that_graph():
    for chance in cases(2000):
        iri = GRAPH + "".join(chance.choices(SIGNS, k=chance.randrange(1, 8)))
        path = file_of(iri)
        assert path is None or (graph_of(path) == iri and is_graph(path)), iri


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

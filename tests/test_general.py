"""What is general names no state: neither the server nor a question knows which dossier it is asked of."""

import re
import shutil

import pyoxigraph as ox
import pytest

import comity
from comity.query.header import read_query
from conftest import ROOT, SAMPLE, run

ID = "https://w3id.org/comity/id/"
TABLES = re.compile(r"CURRENCIES|TONGUES|LANGUAGES")
"""The lines that name languages and currencies, which some states share their names with."""
WORDS = ROOT / "server" / "comity" / "reading" / "words"
STATES = """PREFIX comity: <https://w3id.org/comity/ontology/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?name { ?s a comity:State ; rdfs:label ?name FILTER(LANG(?name) = "en") }"""


def names():
    """The English names of the states that the dossier of the repository speaks of, their capitals and adjectives."""
    store = ox.Store()
    for path in (ROOT / "data" / "states").glob("*.ttl"):
        store.load(path=path)
    found = [row["name"].value for row in store.query(STATES)]
    assert len(found) > 3
    return re.compile(
        rf"\b({'|'.join(map(re.escape, found))}|Minsk|Moscow|Belarusian|Russian)\b", re.I
    )


def named(name):
    for folder, endings in (
        ("server", (".py", ".md", ".html", ".js", ".rq", ".toml")),
        ("queries", (".rq",)),
    ):
        for path in (ROOT / folder).rglob("*"):
            if (
                path.suffix in endings
                and "node_modules" not in path.parts
                and WORDS not in path.parents
            ):
                for line in path.read_text(encoding="utf-8").splitlines():
                    if name.search(line) and not TABLES.search(line):
                        yield path.relative_to(ROOT).as_posix(), line.strip()


def test_server_and_questions_name_no_state():
    assert list(named(re.compile("comity"))), "it reads the files"
    assert list(named(names())) == []
    assert [p.name for p in (ROOT / "queries").glob("*.rq") if f"<{ID}" in p.read_text()] == []


def test_a_question_that_is_told_nothing_is_about_the_states_of_the_dossier(dossier, tmp_path):
    shutil.copy(ROOT / "queries" / "common-memberships.rq", dossier / "queries")
    query = dossier / "queries" / "common-memberships.rq"
    (dossier / "data" / "dataset.ttl").write_text(
        f"<https://w3id.org/comity/dataset> a <http://www.w3.org/ns/dcat#Dataset> ;"
        f" <http://purl.org/dc/terms/subject> <{ID}country/ruritania> , <{ID}country/arcadia> ."
    )
    with comity.build(dossier, tmp_path / "home") as snapshot:
        takes = snapshot.engine.queries[query.stem].parameters
        assert [p.default for p in takes if p.state] == [
            f"{ID}country/ruritania",
            f"{ID}country/arcadia",
        ]
    with comity.build(SAMPLE, tmp_path / "other") as snapshot:
        assert not snapshot.manifest.states


def test_a_dossier_that_names_no_states_asks_of_all():
    query = read_query("x", (ROOT / "queries" / "common-memberships.rq").read_text())
    assert [p.default for p in query.parameters if p.state] == [None, None]


ASKED = {
    "no such query": ("[questions.treaties-of-a-stat]\n", "did you mean treaties-of-a-state?"),
    "no such parameter": ('[questions.treaties-of-a-state]\nparty = "country:arcadia"\n', "no parameter party"),
    "no value of its type": ('[questions.treaties-of-a-state]\nstate = "arcadia"\n', "not of type iri"),
    "no table": ('questions = "x"\n', "must be tables"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_a_question_that_cannot_be_asked_so_has_one_sentence(name, dossier):
    text, words = ASKED[name]
    (dossier / ".comity.toml").write_text(text)
    done = run("check", dossier)
    assert done.returncode == 1
    assert words in done.stdout + done.stderr


def test_a_dossier_says_what_a_question_asks_by_default(dossier, tmp_path):
    (dossier / ".comity.toml").write_text(
        '[questions.treaties-of-a-state]\nstate = "country:ruritania"\nanswer = "One."\n'
    )
    with comity.build(dossier, tmp_path / "home") as snapshot:
        query = snapshot.engine.queries["treaties-of-a-state"]
        assert query.answer == "One."
        assert query.parameters[0].default == ID + "country/ruritania"

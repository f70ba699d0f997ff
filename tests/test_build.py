"""Files → snapshot: what is published, what is refused, and that nothing already there is lost."""

import random
import signal
import subprocess
import time

import pytest

import comity
from comity.snapshot import current_snapshot, published_snapshots
from conftest import COMITY, SAMPLE, plain, run
from support.spoiling import STATES, spoil

pytestmark = pytest.mark.slow

TREATY = "data/treaties/concord-1901.ttl"


def refuse(dossier, home):
    """Build, expect one sentence and exit status 1, and return the sentence."""
    done = run("build", dossier, home=home)
    assert done.returncode == 1
    assert done.stderr.startswith("comity: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_the_same_files_give_the_same_snapshot_id(tmp_path):
    for name in ("one", "two"):
        assert run("build", SAMPLE, home=tmp_path / name).returncode == 0
    one, two = (current_snapshot(tmp_path / name) for name in ("one", "two"))
    assert one.manifest.id == two.manifest.id
    assert one.path.name.endswith(one.manifest.id)


def test_building_unchanged_files_again_adds_no_snapshot(home):
    before = published_snapshots(home)
    assert run("build", SAMPLE, home=home).returncode == 0
    assert published_snapshots(home) == before


def test_another_file_gives_another_id(dossier, home, tmp_path):
    spoil(dossier / TREATY, "1901-05-04", "1901-05-05")
    assert run("build", dossier, home=tmp_path / "home").returncode == 0
    assert current_snapshot(tmp_path / "home").manifest.id != current_snapshot(home).manifest.id


def test_what_is_inferred_is_what_the_ontology_says(home):
    with comity.open(home) as snapshot:
        rows = list(
            plain(
                snapshot.query(
                    "SELECT * { GRAPH <https://w3id.org/comity/graph/inferred> { ?s ?p ?o } }"
                )
            )
        )
    shown = {tuple(row[name].rsplit("/", 1)[-1] for name in "spo") for row in rows}
    assert shown == {
        ("ruritania", "sharesBorderWith", "arcadia"),
        ("arcadia", "partyTo", "concord-1901"),
        ("ruritania", "partyTo", "concord-1901"),
    }
    assert not any("#sameAs" in row["p"] and row["s"] == row["o"] for row in rows)


REFUSED = {
    "a syntax error": (
        TREATY,
        "comity:hasParty country",
        "comity:hasParty , country",
        ["concord-1901.ttl, line 11", "not valid Turtle"],
    ),
    "an undeclared class": (
        STATES,
        "country:ruritania a comity:Country",
        "country:ruritania a comity:Kingdom",
        ["states.ttl, line 14", "class", "Kingdom"],
    ),
    "an undeclared property": (
        TREATY,
        "comity:signedOn",
        "comity:sealedOn",
        ["concord-1901.ttl, line 12", "property", "sealedOn"],
    ),
    "an import of what is not there": (
        "ontology/sample.ttl",
        "a owl:Ontology ;",
        "a owl:Ontology ;\n    owl:imports <http://127.0.0.1:9/nowhere> ;",
        ["ontology/sample.ttl, line", "imports <http://127.0.0.1:9/nowhere>", "no file"],
    ),
    "a shape without a path": (
        "ontology/shapes/treaty.ttl",
        "    sh:path comity:hasParty ;\n",
        "",
        ["ontology/shapes/treaty.ttl, line", "not well formed", "without sh:path"],
    ),
    "a shape broken": (
        TREATY,
        "country:arcadia , country:ruritania",
        "country:arcadia",
        ["two parties or more", "concord-1901"],
    ),
    "a shape broken after reasoning": (
        STATES,
        "country:ruritania a comity:Country",
        "country:atlantis a comity:Country .\n\ncountry:ruritania a comity:Country",
        ["shape-after-reasoning", "atlantis"],
    ),
    "a contradiction": (
        STATES,
        "comity:sharesBorderWith country:ruritania",
        "comity:sharesBorderWith country:arcadia",
        ["contradict", "arcadia"],
    ),
    "a header that is not YAML": (
        "queries/neighbours.rq",
        "#+ tags: [states]",
        "#+ tags: [states",
        ["queries/neighbours.rq, line", "not YAML"],
    ),
    "a header with an unknown key": (
        "queries/neighbours.rq",
        "#+ tags:",
        "#+ labels:",
        ["queries/neighbours.rq", "labels"],
    ),
    "a header without an example": (
        "queries/neighbours.rq",
        "#+ example: {}\n",
        "",
        ["queries/neighbours.rq", "example"],
    ),
    "a parameter of an unknown type": (
        "queries/treaties-of-a-state.rq",
        "type: iri",
        "type: country",
        ["treaties-of-a-state.rq", "country"],
    ),
    "an example of the wrong type": (
        "queries/treaties-of-a-state.rq",
        '"https://w3id.org/comity/id/country/arcadia"',
        "arcadia",
        ["treaties-of-a-state.rq", "example"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_dossier_with_a_fault_is_not_published_and_the_last_good_one_stays(
    case, dossier, tmp_path
):
    path, old, new, words = REFUSED[case]
    home = tmp_path / "home"
    assert run("build", dossier, home=home).returncode == 0
    good = current_snapshot(home)
    spoil(dossier / path, old, new)
    sentence = refuse(dossier, home)
    for word in words:
        assert word in sentence
    assert current_snapshot(home) == good


@pytest.mark.parametrize("folder", ["ontology", "data", "queries"])
def test_a_missing_folder_is_named(folder, dossier, tmp_path):
    (dossier / folder).rename(tmp_path / "away")
    assert f"{folder}/" in refuse(dossier, tmp_path / "home")


def test_an_empty_folder_is_no_dossier(dossier, tmp_path):
    for path in (dossier / "data").rglob("*.ttl"):
        path.unlink()
    assert "put at least one .ttl file there" in refuse(dossier, tmp_path / "home")


def test_a_home_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert "cannot be written" in refuse(SAMPLE, tmp_path / "file" / "home")


def test_check_lists_the_faults_of_every_file(dossier):
    spoil(dossier / TREATY, "comity:hasParty country", "comity:hasParty , country")
    spoil(dossier / "queries/neighbours.rq", "#+ tags:", "#+ labels:")
    done = run("check", dossier)
    assert done.returncode == 1
    assert "concord-1901.ttl" in done.stdout
    assert "neighbours.rq" in done.stdout


def test_check_finds_nothing_in_the_sample():
    assert run("check", SAMPLE).returncode == 0


def test_fifty_kills_at_random_moments_leave_the_published_snapshot_intact(dossier, tmp_path):
    home = tmp_path / "home"
    began = time.monotonic()
    assert run("build", dossier, home=home).returncode == 0
    longest = 1.2 * (time.monotonic() - began)
    chance, finished = random.Random(7), 0
    for number in range(50):
        before = current_snapshot(home).path.name
        spoil(dossier / STATES, "# ", f"# {number} ")
        process = subprocess.Popen(
            [*COMITY, "build", str(dossier), "--home", str(home)], stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.05, longest))
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = current_snapshot(home)
        is_finished = after.path.name != before
        finished += is_finished
        longest *= (
            0.9 if is_finished else 1.1
        )  # whatever else the machine does, some are and some are not
        with comity.open(home) as snapshot:
            assert len(list(plain(snapshot.run("neighbours")))) == 2
    assert 0 < finished < 50, "the kills must fall on both sides of the switch"
    assert run("build", dossier, home=home).returncode == 0
    assert not list(home.glob(".building-*"))

"""Passages against the text they point into, and how much of the article they cover."""

import hashlib
import re
import shutil
from html import unescape

import pytest

import comity
from comity.reading.article import Passage, Section
from comity.reading.highlights import pieces
from conftest import ROOT, SAMPLE, plain, run, serving
from support.endpoint import PREFIX
from support.shared import SHARED, needs_shared

TEXT_OF_ARTICLE = SHARED / "seed" / "belarus-russia-relations.txt"
TEXT = "Arcadia and Ruritania agreed on a border. It was a Monday."
PASSAGE = """@prefix comity: <https://w3id.org/comity/ontology/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/comity/id/passage/gazette/> .

:source a comity:Source ; dcterms:title "Gazette"@en ; comity:linkStatus comity:Live ;
    comity:sha256 "{text}" ; comity:characterCount "{count}"^^xsd:nonNegativeInteger .
:one a comity:Passage , oa:SpecificResource ; comity:passageOf :source ; oa:hasSource :source ;
    comity:sha256 "{digest}" ; oa:hasSelector :selector .
:selector a oa:TextPositionSelector ;
    oa:start "{start}"^^xsd:nonNegativeInteger ; oa:end "{end}"^^xsd:nonNegativeInteger .
"""
WITHOUT_FACTS = {
    "navigation above the text": r"\AB[^\n]*\n\n(From [^\n]*\nJump [^\n]*\nB[^\n]*)",
    "headings": r"(?m)^([\w ]+\[edit\])$",
}


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def dossier(tmp_path):
    """A dossier of one passage under the ontology and shapes of the repository."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    shutil.copytree(SAMPLE / "queries", tmp_path / "queries")
    (tmp_path / "data").mkdir()
    return tmp_path


def spoil(dossier, start, end, digest, count=58):
    (dossier / "gazette.txt").write_text(TEXT)
    passage = PASSAGE.format(text=sha256(TEXT), count=count, digest=digest, start=start, end=end)
    (dossier / "data" / "gazette.ttl").write_text(passage)
    return run("check", dossier, "--text", dossier / "gazette.txt")


def test_a_passage_that_is_in_its_text_passes(dossier):
    done = spoil(dossier, 0, 7, sha256("Arcadia"))
    assert done.returncode == 0, done.stdout


def test_another_digest_is_refused_with_both(dossier):
    done = spoil(dossier, 0, 7, sha256("Ruritania"))
    assert done.returncode == 1
    assert sha256("Arcadia") in done.stdout
    assert sha256("Ruritania") in done.stdout


def test_a_passage_outside_its_text_is_refused(dossier):
    done = spoil(dossier, 50, 99, sha256("Monday"), count=200)
    assert done.returncode == 1
    assert f"lie outside the {len(TEXT)}" in done.stdout


def test_a_passage_beyond_the_character_count_is_refused_without_the_text(dossier):
    spoil(dossier, 50, 99, sha256("Monday"))
    done = run("build", dossier, home=dossier / "home")
    assert done.returncode == 1
    assert "comity:characterCount" in done.stderr


def test_a_text_that_is_no_sources_is_refused(dossier):
    spoil(dossier, 0, 7, sha256("Arcadia"))
    (dossier / "other.txt").write_text("Something else.")
    done = run("check", dossier, "--text", dossier / "other.txt")
    assert done.returncode == 1
    assert "No source has the comity:sha256" in done.stdout


@pytest.fixture(scope="module")
def spans(whole):
    with comity.open(whole) as snapshot:
        yield [
            (int(row["start"]), int(row["end"]))
            for row in plain(
                snapshot.query(
                    PREFIX
                    + "SELECT DISTINCT ?start ?end { ?any comity:supportedBy|comity:inContext ?p . ?p oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }"
                )
            )
        ]


@needs_shared
def test_the_passages_cover_the_factual_text_of_the_article(spans):
    article = (SHARED / "seed" / "belarus-russia-relations.txt").read_text(encoding="utf-8")
    covered = {position for start, end in spans for position in range(start, end)}
    left_out = {
        position
        for pattern in WITHOUT_FACTS.values()
        for match in re.finditer(pattern, article)
        for position in range(*match.span(1))
    }
    factual = {i for i, letter in enumerate(article) if not letter.isspace()} - left_out
    assert all(end - start <= 400 for start, end in spans)
    assert len(left_out) < 400
    assert len(factual & covered) / len(factual) >= 0.98


@needs_shared
@pytest.mark.slow
def test_a_text_is_shown_with_its_passages_on_ones_own_machine_alone(tmp_path):
    home, path = tmp_path / "home", "/article/belarus-russia-relations?at=5603"
    words = TEXT_OF_ARTICLE.read_text(encoding="utf-8")[5603:5638]
    with serving(ROOT, home, "--text", str(TEXT_OF_ARTICLE)) as (client, _):
        page = client.get(path, "text/html").text
    assert page.count("<mark>") > 10
    assert words in unescape(re.sub("<[^>]+>", "", page))
    with serving(ROOT, home) as (client, _):
        assert words not in unescape(re.sub("<[^>]+>", "", client.get(path, "text/html").text))
    refused = run("serve", ROOT, "--text", TEXT_OF_ARTICLE, "--host", "0.0.0.0", home=home)
    assert (refused.returncode, "a text is shown that may not be" in refused.stderr) == (1, True)


def test_pieces_of_a_text_are_the_whole_text():
    passages = [Passage("a", 2, 9), Passage("b", 4, 6), Passage("c", 8, 12)]
    found = pieces("0123456789abcdef", Section("x", tuple(passages)))
    assert "".join(piece.text for piece in found) == "23456789ab"
    assert [piece.passage.iri for piece in found] == ["a", "b", "a", "c", "c"]

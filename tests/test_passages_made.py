"""Passages made from words and marks, and found again in a new edition; tests of those that are checked are in test_passages."""

import hashlib

import pytest
import rdflib

from comity.authoring.marked_text import marked_spans
from comity.authoring.quotations import Text
from comity.errors import BadInput
from conftest import read, run
from support.own_dossier import BASE, SOURCES, begin, comity, contents, imported

ARTICLE = """The almanac says: “Both signed  the treaty – in Oslo – on 15 May.”
It was in force from July. Both had argued for forty years.
Обе страны подписали договор. Both had argued. 🦭 end
"""
OA = "http://www.w3.org/ns/oa#"
ALMANAC = ("--source", "An almanac")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    folder = begin(tmp_path_factory.mktemp("own") / "own")
    (folder.parent / "sources.csv").write_text(SOURCES)
    assert imported(folder, folder.parent / "sources.csv").exit_code == 0
    return folder


@pytest.fixture
def own(begun, tmp_path):
    import shutil

    (tmp_path / "article.txt").write_text(ARTICLE)
    return shutil.copytree(begun, tmp_path / "own")


def passages(own, text, *options):
    return comity("passages", text, "--dossier", own, *options)


def words_of(own, text):
    """Return the words of each passage in the dossier, by the characters that it says, held to its digest."""
    data, found = read(*(own / "data").rglob("*.ttl")), []
    for passage, selector in data.subject_objects(rdflib.URIRef(OA + "hasSelector")):
        start, end = (int(data.value(selector, rdflib.URIRef(OA + edge))) for edge in ("start", "end"))  # fmt: skip
        digest = data.value(passage, rdflib.URIRef("https://w3id.org/comity/ontology/sha256"))
        assert hashlib.sha256(text[start:end].encode()).hexdigest() == str(digest)
        found.append(text[start:end])
    return sorted(found)


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        ("in force from July", "in force from July"),
        ('"both signed the treaty - in OSLO', "“Both signed  the treaty – in Oslo"),
        ("обе страны подписали", "Обе страны подписали"),
        ("🦭 end", "🦭 end"),
        ("Both had argueed for fourty years", "Both had argued for forty years"),
    ],
)
def test_words_are_found_as_they_are_or_nearly(quoted, words, own, tmp_path):
    done = passages(own, tmp_path / "article.txt", *ALMANAC, "--quote", quoted, "--write")
    assert done.exit_code == 0, done.output
    assert words_of(own, ARTICLE) == [words]
    assert quoted not in "".join(contents(own).values())


def test_what_was_made_passes_the_check_with_its_text(own, tmp_path):
    text = tmp_path / "article.txt"
    assert passages(own, text, *ALMANAC, "--quote", "in force from July", "--write").exit_code == 0
    checked = run("check", own, "--text", text)
    assert checked.returncode == 0, checked.stdout
    text.write_text(ARTICLE.replace("July", "June"))
    assert run("check", own, "--text", text).returncode == 1


def test_without_write_the_difference_is_shown_and_nothing_written(own, tmp_path):
    before = contents(own)
    done = passages(own, tmp_path / "article.txt", *ALMANAC, "--quote", "in force from July")
    assert "+++ b/data/passages/an-almanac.ttl" in done.output
    assert contents(own) == before


def test_twice_is_as_once(own, tmp_path):
    for _ in range(2):
        done = passages(own, tmp_path / "article.txt", *ALMANAC, "--quote", "forty years", "--write")  # fmt: skip
    assert "0 files changed" in done.output
    assert words_of(own, ARTICLE) == ["forty years"]


def test_marks_name_passages(own, tmp_path):
    marked = ARTICLE.replace("the treaty", "[[what| the [[treaty]] ]]").replace("argued. ", "[[argued]]. ")  # fmt: skip
    (tmp_path / "marked.txt").write_text(marked)
    done = passages(own, tmp_path / "article.txt", *ALMANAC, "--marked", tmp_path / "marked.txt", "--write")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert words_of(own, ARTICLE) == ["argued", "the treaty", "treaty"]
    assert f"{BASE}id/passage/an-almanac/what" in done.output


def test_a_name_is_given_to_one_passage(own, tmp_path):
    marked = ARTICLE.replace("July", "[[one|July]]").replace("May", "[[one|May]]")
    (tmp_path / "marked.txt").write_text(marked)
    done = passages(own, tmp_path / "article.txt", *ALMANAC, "--marked", tmp_path / "marked.txt", "--write")  # fmt: skip
    assert "an-almanac/one already, of other characters" in done.output
    assert words_of(own, ARTICLE) == []


@pytest.mark.parametrize(
    ("copy", "sentence"),
    [
        ("a [[b c", "[[ in line 1 is not closed"),
        ("a b]] c", "]] in line 1 closes nothing"),
        ("a [[x| ]] b c", "has no words"),
        ("a [[b]] d", "differs from the text at line 1"),
        ("a [[b]] c d", "differs from the text at its end"),
    ],
)
def test_marks_that_are_wrong_are_told_with_their_line(copy, sentence):
    with pytest.raises(BadInput) as refused:
        marked_spans(copy, "a b c")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((*ALMANAC, "--quote", "both had argued"), "stand in 2 places: characters 94 to 109 (line 2:"),
        ((*ALMANAC, "--quote", "nothing of the kind"), "are not in the text"),
        ((*ALMANAC, "--quote", " "), "are not in the text"),
        (ALMANAC, "No passage is named"),
        (("--source", "An almanak", "--quote", "July"), "did you mean 'An almanac'?"),
        (("--quote", "July"), "no source has its digest"),
        ((*ALMANAC, "--renew"), "has no passages"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_has_one_sentence(options, sentence, own, tmp_path):
    before = contents(own)
    refused = passages(own, tmp_path / "article.txt", *options, "--write")
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert contents(own) == before


def test_a_text_in_another_encoding_or_place_has_one_sentence(own, tmp_path):
    (tmp_path / "cp1251.txt").write_bytes("договор".encode("cp1251"))
    for name in ("cp1251.txt", "absent.txt"):
        refused = passages(own, tmp_path / name, *ALMANAC, "--quote", "x")
        assert "cannot be read as a UTF-8 text" in refused.output


def test_a_new_edition_moves_passages_and_says_which_are_lost(own, tmp_path):
    quotes = [part for words in ("forty years", "in Oslo", "подписали договор") for part in ("--quote", words)]  # fmt: skip
    assert passages(own, tmp_path / "article.txt", *ALMANAC, *quotes, "--write").exit_code == 0
    newer = "Second edition.\n" + ARTICLE.replace("in Oslo", "at Oslo")
    (tmp_path / "newer.txt").write_text(newer)
    refused = passages(own, tmp_path / "newer.txt", *ALMANAC, "--quote", "July")
    assert "say --renew" in refused.output
    done = passages(own, tmp_path / "newer.txt", *ALMANAC, "--renew")
    assert done.exit_code == 1
    assert "0 stay, 2 moved, 0 changed, 0 open, 1 lost." in done.output
    renew = (*ALMANAC, "--renew", "--old", tmp_path / "article.txt", "--write")
    done = passages(own, tmp_path / "newer.txt", *renew)
    assert "0 stay, 2 moved, 0 changed, 0 open, 1 lost." in done.output  # "in Oslo" is too short
    (tmp_path / "newest.txt").write_text(newer.replace("at Oslo", "in Oslo"))


def test_words_that_changed_a_little_are_found_by_the_old_text(own, tmp_path):
    words = "It was in force from July"
    assert passages(own, tmp_path / "article.txt", *ALMANAC, "--quote", words, "--write").exit_code == 0  # fmt: skip
    newer = "New. " + ARTICLE.replace("from July", "from June")
    (tmp_path / "newer.txt").write_text(newer)
    renew = (*ALMANAC, "--renew", "--old", tmp_path / "article.txt", "--write")
    done = passages(own, tmp_path / "newer.txt", *renew)
    assert "changed" in done.output
    assert done.exit_code == 0
    assert words_of(own, newer) == ["It was in force from June"]
    again = passages(own, tmp_path / "newer.txt", *ALMANAC, "--renew", "--write")
    assert "1 stay" in again.output


def test_words_that_come_to_stand_twice_are_left_open(own, tmp_path):
    assert passages(own, tmp_path / "article.txt", *ALMANAC, "--quote", "forty years", "--write").exit_code == 0  # fmt: skip
    before = contents(own)
    (tmp_path / "newer.txt").write_text("forty years, forty years")
    done = passages(own, tmp_path / "newer.txt", *ALMANAC, "--renew")
    assert "its words stand in 2 places" in done.output
    assert contents(own) == before


def test_places_are_characters_of_the_text_whatever_signs_come_before():
    text = Text("ﬁrst… “ẞtraße”\r\n\r\n  and   so\u00ad on")
    for words, found in (("first...", "ﬁrst…"), ("ssTRASSE", "ẞtraße"), ("And so on", "and   so\u00ad on")):  # fmt: skip
        spans = text.find(words)
        assert [text.text[s.start : s.end] for s in spans] == [found]

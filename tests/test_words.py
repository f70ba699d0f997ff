"""The words of the pages: each stands in the table of each language, and no template has a sentence beside them."""

import ast
import re
import string
import urllib.request

import pytest
from jinja2 import Environment, nodes

from comity.reading import dates, facts, kinds, listing, moments, parts, silence, wording, words
from comity.reading.asking import LANGUAGES
from comity.reading.ontology import PLURALS, SORTS
from comity.rows.answer import SENTENCES
from comity.search.index import FIELDS
from comity.snapshot import SPOKEN
from comity.web.transport.fields import language_of
from conftest import ROOT

SERVER = ROOT / "server/comity"
TEMPLATES = sorted((SERVER / "web/templates").glob("*.html"))
FOR_OPERATORS = {"conformance", "limits", "manual", "problem", "report", "threats"}
"""Pages for whoever runs or examines a server, or a query, which are English and say so."""
OTHERS = [*SPOKEN]
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
READ_ALOUD = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
NAMES = {"Comity", "CSV", "TSV", "JSON", "JSON-LD", "CSL-JSON", "XML", "SVG", "Turtle", "PROV-O", "TriG", "N-Quads", "BibTeX", "OpenAPI", "SPARQL", "IRI"}  # fmt: skip
CHOSEN = {
    *("yes", "no", "unknown", "million", "billion", "contested", "confirmed", "one source alone"),
    *("confirmed elsewhere", "said to be said by another", "in this text alone", "term", "table"),
    *("In force", "Kind"),
    *SENTENCES.values(),
    "Asked of these statements alone the query gives this row again.",
    "Asked of these statements alone, its LIMIT and OFFSET left out, the query gives this row again.",
    "Asked of these statements alone, the query does not give this row again: something of it depends on more than could be traced.",
    *("replaced by", "carried on by", "ended by", "changed by", "prolonged by"),
}
"""Words that are looked up by a variable."""


def said():
    found = set(CHOSEN)
    for kind in (*kinds.KINDS, kinds.THING):
        found |= {kind.name, kind.plural}
    for shape in parts.SHAPES:
        found |= {shape.title, *(heading for heading, _ in shape.columns)}
    found |= {title for _, title, _ in moments.LANES}
    found |= {aspect.title for aspects in listing.ASPECTS.values() for aspect in aspects}
    found |= {word for missing in silence.MISSING.values() for _, word in missing}
    found |= {*dates.MONTHS, *(f"{month} alone" for month in dates.MONTHS)}
    found |= {*facts.CURRENCIES.values(), *facts.TONGUES.values()}
    found |= {field for field, _ in FIELDS.values()} | set(wording.OTHERS.values())
    return found | {*SORTS.values(), *PLURALS.values()} | set(in_templates()) | set(in_modules())


def in_templates():
    for path in TEMPLATES:
        tree = Environment().parse(path.read_text())
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                yield from constants(call.args[0])


def constants(node):
    if isinstance(node, nodes.CondExpr):
        return [*constants(node.expr1), *constants(node.expr2)]
    if isinstance(node, nodes.Const):
        return [node.value]
    chosen = next(node.find_all(nodes.Dict), None)
    values = [pair.value for pair in chosen.items] if chosen else []
    rest = node.args if isinstance(node, nodes.Call) else []
    return [one.value for one in (*values, *rest) if isinstance(one, nodes.Const)]


def in_modules():
    for path in SERVER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id == "say" and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


@pytest.mark.parametrize("language", OTHERS)
def test_a_table_has_what_is_said_and_nothing_else(language):
    assert sorted(words.table(language)) == sorted(said())


@pytest.mark.parametrize("language", OTHERS)
def test_words_fill_in_what_their_english_does(language):
    def holes(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    table = words.table(language)
    assert {k for k, text in table.items() if holes(k) != holes(text)} == set()
    assert {k for k, text in table.items() if not text.strip() or text == k} == set()


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.stem not in FOR_OPERATORS], ids=lambda p: p.stem
)
def test_a_template_has_no_sentence_of_its_own(path):
    text = JINJA.sub("\0", path.read_text())
    spoken = [*TAG.split(text), *READ_ALOUD.findall(text)]
    found = {word for part in spoken for word in re.findall(r"[A-Za-z][A-Za-z-]+", part)}
    assert found - NAMES == set()


@pytest.mark.parametrize("name", sorted(FOR_OPERATORS))
def test_a_page_for_operators_says_that_it_is_english(name):
    assert "{% set is_english = true %}" in (SERVER / f"web/templates/{name}.html").read_text()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"), ("ru", "ru"), ("be-BY,be;q=0.9,ru;q=0.8", "be"), ("de,ru;q=0.5", "ru"), ("de", "en"),
        ("en-US,en;q=0.9,ru;q=0.8", "en"), ("ru;q=0", "en"), ("*", "en"), ("ru;q=x", "en"), ("\xff" * 10_000, "en"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_language_that_it_prefers(header, language):
    assert language_of(header, ("en", "ru", "be")) == language


def test_each_language_that_pages_are_written_in_has_a_name():
    assert {words.ENGLISH, *SPOKEN} <= set(LANGUAGES)
    assert all(words.table(language) for language in SPOKEN)


def test_dates_are_said_as_the_language_says_them():
    span = dates.Span(dates.read_day("2004-02-18"), dates.read_day("2004-02-18"))
    try:
        words.speak("ru")
        assert dates.when(span, is_lasting=True) == "с 18 февраля 2004"
        assert (
            dates.between(dates.read_day("2004-02-01"), dates.read_day("2004-02-29"))
            == "февраль 2004"
        )
        words.speak("be")
        assert dates.when(span) == "18 лютага 2004"
    finally:
        words.speak("en")


@pytest.mark.slow
def test_a_page_speaks_one_language(client):
    def page(path, **headers):
        reply = client.send(
            urllib.request.Request(client.base + path, headers={"Accept": "text/html", **headers})
        )
        assert reply.status == 200
        return reply

    english = page("/treaties")
    preferred = page("/treaties", **{"Accept-Language": "ru-RU,ru;q=0.9"})
    named = page("/treaties?lang=be", **{"Accept-Language": "ru"})
    assert '<html lang="en">' in english.text
    assert '<html lang="ru">' in preferred.text
    assert "Договоры" in preferred.text
    assert '<html lang="be">' in named.text
    assert "Дагаворы" in named.text
    assert "Accept-Language" in preferred.headers["Vary"]
    assert len({r.headers["ETag"] for r in (english, preferred, named)}) == 3
    assert page("/treaties").text == english.text

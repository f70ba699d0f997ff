"""The line of a file at which a thing is described, or a triple is asserted."""

from pathlib import PurePosixPath

import pyoxigraph as ox
import pytest
import rdflib

from comity.builder.locations import line_of, line_of_triple, place_of, place_of_triple
from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.builder.vocabularies import is_known, usual

TEXT = """@prefix : <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:early :sees :late .

:late a :Thing ;
    :sees :early , <http://example.org/other> ;
    :knows :early ;
    :says "one" ,
        "two words"@en ,
        \"\"\"a text
of two lines\"\"\" ;
    :counts "7"^^xsd:integer .

<http://example.org/other> a :Thing ; :sees :early .
"""
FILE = SourceFile(PurePosixPath("data/a.ttl"), TEXT.encode(), "http://example.org/graph")


def node(name):
    return ox.NamedNode(f"http://example.org/{name}")


@pytest.mark.parametrize(
    ("name", "line"), [("early", 4), ("late", 6), ("other", 15), ("knows", 8), ("nobody", 0)]
)
def test_a_thing_is_found_where_it_is_a_subject_else_where_it_is_named(name, line):
    assert line_of(FILE, f"http://example.org/{name}") == line


LINES = [
    ("late", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", node("Thing"), 6),
    ("late", "sees", node("early"), 7),
    ("late", "knows", node("early"), 8),
    ("late", "says", ox.Literal("one"), 9),
    ("late", "says", ox.Literal("two words", language="en"), 10),
    ("late", "says", ox.Literal("a text\nof two lines"), 11),
    ("late", "counts", ox.Literal(7), 13),
    ("other", "sees", node("early"), 15),
]


@pytest.mark.parametrize(("subject", "predicate", "value", "line"), LINES)
def test_a_triple_is_found_on_the_line_of_its_object(subject, predicate, value, line):
    named = ox.NamedNode(predicate) if ":" in predicate else node(predicate)
    assert line_of_triple(FILE, ox.Triple(node(subject), named, value)) == line


def test_the_lines_are_those_of_triples_that_the_file_asserts():
    asserted = {quad.triple for quad in ox.parse(input=TEXT, format=ox.RdfFormat.TURTLE)}
    for subject, predicate, value, _ in LINES:
        named = ox.NamedNode(predicate) if ":" in predicate else node(predicate)
        assert ox.Triple(node(subject), named, value) in asserted


def test_the_usual_terms_are_terms_that_their_vocabularies_declare():
    assert len(usual()) > 60
    assert [term for term in usual() if not is_known(term)] == []
    assert not is_known(str(rdflib.SKOS) + "definitions")


def file(text, name="data/a.ttl"):
    return SourceFile(PurePosixPath(name), text.encode(), "http://example.org/graph")


def test_prefixes_that_end_alike_are_told_apart():
    text = "@prefix a: <http://a/> . @prefix b: <http://b/> .\n\na:x a a:T .\n\nb:x a a:T .\n"
    assert [line_of(file(text), f"http://{name}/x") for name in "ab"] == [3, 5]


@pytest.mark.parametrize("name", ["x\\-y", "a%2Fb", "e\\~f"])
def test_a_name_with_an_escape_is_found(name):
    text = f"@prefix a: <http://a/> .\n\n# a:{name}\n\na:{name} a a:T .\n"
    assert line_of(file(text), "http://a/" + name.replace("\\", "")) == 5


def test_an_iri_with_an_escape_is_found():
    assert line_of(file("\n\n<http://a/\\u0434> a <http://a/T> ."), "http://a/д") == 3


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0c", "\x1c", "\x0b"])
def test_what_no_editor_calls_a_line_is_none(sign):
    text = f'<http://a/x> <http://a/p> "{sign}{sign}" .\n<http://a/y> <http://a/p> 1 .'
    assert line_of(file(text), "http://a/y") == 2


def test_blank_nodes_stand_where_they_are_written():
    text = "@prefix a: <http://a/> .\n[] a a:T .\n_:b a a:T .\na:x a:p\n  [ a a:T ] .\n"
    stands = [quad for quad in quads(file(text)) if quad.object.value == "http://a/T"]
    assert [place_of(file(text), quad.subject.value).line for quad in stands] == [2, 3, 5]
    assert [place_of_triple(file(text), quad.triple).line for quad in stands] == [2, 3, 5]


def test_a_byte_order_mark_is_no_sign_of_the_text():
    text = "\ufeff<http://a/x> a <http://a/T> ."
    place = place_of(file(text), "http://a/x")
    assert (place.line, place.column) == (1, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data/a.nt", "<http://a/x> <http://a/p> <http://a/y> .\n<http://a/y> <http://a/p> <http://a/x> ."),
        ("data/a.nq", "<http://a/x> <http://a/p> <http://a/y> .\n<http://a/y> <http://a/p> <http://a/x> ."),
        ("data/a.trig", "{ <http://a/x> <http://a/p> <http://a/y> .\n<http://a/y> <http://a/p> <http://a/x> }"),
    ],
)  # fmt: skip
def test_the_other_plain_syntaxes_have_lines_too(name, text):
    assert line_of(file(text, name), "http://a/y") == 2


def test_a_syntax_without_lines_names_the_file_and_no_line():
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">\n'
        '<a:T rdf:about="http://a/x"/></rdf:RDF>'
    )
    place = place_of(file(text, "data/a.rdf"), "http://a/x")
    assert str(place) == "data/a.rdf"


def test_a_file_is_digested_once():
    one = file("<http://a/x> a <http://a/T> .")
    assert one.digest is one.digest

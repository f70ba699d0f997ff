"""The line of a file at which a thing is described, or a triple is asserted."""

from pathlib import PurePosixPath

import pyoxigraph as ox
import pytest
import rdflib

from comity.builder.dossier import SourceFile
from comity.builder.lines import line_of, line_of_triple
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
    ("name", "line"), [("early", 4), ("late", 6), ("other", 15), ("knows", 8), ("nobody", 1)]
)
def test_a_thing_is_found_where_a_line_begins_with_it_else_where_it_is_named(name, line):
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

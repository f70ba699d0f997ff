"""Where each triple stands: held to the engine's parser on random documents and on every file of the dossier."""

import pyoxigraph as ox
import pytest

from comity.builder.positions import Lines, Unplaced, positions
from conftest import ROOT
from support.turtles import Document

FIRST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
REST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")


def parsed(text, syntax=ox.RdfFormat.TURTLE):
    return list(ox.parse(input=text.encode(), format=syntax))


def assert_stands(terms, quads, found):
    """Assert that each term of each triple is the one written at its place, blank nodes one to one."""
    assert len(found) == len(quads)
    nodes = {}
    for quad, places in zip(quads, found, strict=True):
        of_list = places[0] == places[1]
        assert of_list == (quad.predicate in (FIRST, REST))
        for part, (term, place) in enumerate(zip(quad.triple, places, strict=True)):
            if of_list and part < 2:
                known = ("cell", place)
            elif quad.predicate == REST and part == 2:
                known = ("cell", place) if isinstance(term, ox.BlankNode) else terms[place]
            else:
                known = terms[place] or ("blank", place)
            if isinstance(term, ox.BlankNode):
                nodes.setdefault(term, set()).add(known)
            elif not (of_list and part == 1):
                assert known == term, (place, term)
    assert all(len(known) == 1 for known in nodes.values())
    assert len(set().union(*nodes.values())) == len(nodes)


@pytest.mark.parametrize("plain", [False, True], ids=["turtle", "n-triples"])
@pytest.mark.parametrize("part", range(10))
def test_each_triple_of_a_random_document_stands_where_it_is_written(part, plain):
    triples = 0
    for seed in range(part * 300, (part + 1) * 300):
        document = Document(seed, plain)
        quads = parsed(document.text)
        assert_stands(document.terms, quads, positions(document.text))
        triples += len(quads)
    assert triples > 1000


def files():
    return sorted([*(ROOT / "ontology").rglob("*.ttl"), *(ROOT / "data").rglob("*.ttl")])


def test_each_triple_of_the_dossier_stands_at_its_own_words():
    paths = files()
    assert len(paths) > 150
    for path in paths:
        text = path.read_bytes().decode()
        quads = parsed(text)
        found = positions(text)
        assert len(found) == len(quads), path
        for quad, (subject, _, value) in zip(quads, found, strict=True):
            assert reads(text, subject, quad.subject), (path, quad)
            assert reads(text, value, quad.object), (path, quad)


def reads(text, offset, term):
    """Say whether the token at *offset* may be *term*: by the end of a name, or the beginning of a text."""
    token = text[offset : offset + 400]
    match term:
        case ox.NamedNode():
            name = term.value.replace("#", "/").rsplit("/", 1)[-1]
            return (token[0] == "<" and token.startswith(f"<{term.value}>")) or token.partition(":")[2].startswith(name) or token[0] in "a()"  # fmt: skip
        case ox.Literal():
            return token[0] in "\"'" or token.startswith(term.value)
    return token[0] in "[(_" or token[0] in "<" or token[0].isalpha() or token[0] in '"'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_lines_end_at_line_feeds_and_carriage_returns_alone(end):
    text = end.join(["<u:a>", "<u:b> '\u2028\u2029\x85\x0c\x0b\x1c' ;", "  <u:c> <u:d> ."])
    lines = Lines(text)
    places = [[lines.at(offset) for offset in triple] for triple in positions(text)]
    assert places == [[(1, 1), (2, 1), (2, 7)], [(1, 1), (3, 3), (3, 9)]]


def test_quads_stand_where_their_triples_do():
    text = '<u:a> <u:b> "x" <u:g> .\n<u:a> <u:b> <u:c> <u:g> .\n_:a <u:b> "y"@en .\n'
    assert len(positions(text, with_graphs=True)) == len(parsed(text, ox.RdfFormat.N_QUADS)) == 3


def test_the_graphs_of_trig_are_followed():
    text = "PREFIX : <u:> { :a :b :c , 'd' } GRAPH :g { :d :e :f . :g :h [ :i ( 1 ) ] } :k { [ :a 1 ] :p 2 }"
    quads, found = parsed(text, ox.RdfFormat.TRIG), positions(text)
    assert [text[value] for *_, value in found] == [":", "'", ":", "1", "(", ")", "[", "1", "2"]
    assert len(quads) == len(found)


@pytest.mark.parametrize(
    "text", ["<u:a> <u:b> <<( <u:c> <u:d> <u:e> )>> .", "<u:a> <u:b> <u:c> {| <u:d> 1 |} ."]
)
def test_what_rdf_1_1_has_not_has_no_place(text):
    with pytest.raises(Unplaced):
        positions(text)

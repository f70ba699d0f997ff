"""What the reading side says before any page: dates, numbers, names that sound alike, pictures, citations."""

from datetime import date, timedelta
from itertools import combinations

import pyoxigraph as ox
import pytest

from comity.namespace import Namespace
from comity.reading import graph, numbers, places, timeline
from comity.reading import map as maps
from comity.reading.asking import Node
from comity.reading.cite import Citation
from comity.reading.dates import Span, at, between, literal, when
from comity.reading.moments import Moment
from comity.reading.names import Name, chosen_of, name_from_iri
from comity.reading.projection import around, clipped
from comity.search import finding
from comity.search import index as search
from comity.search.folding import fold

XSD = "http://www.w3.org/2001/XMLSchema#"
TOWN = "https://w3id.org/comity/id/settlement/hantsavichy"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("bounds", "is_lasting", "words"),
    [
        ("2004-01-01 2004-01-01 2004-06-08 2004-06-08", False, "1 January – 8 June 2004"),
        ("2004-02-18 2004-02-18 2004-02-19 2004-02-19", False, "18–19 February 2004"),
        ("2003-12-31 2003-12-31 2004-01-02 2004-01-02", False, "31 December 2003 – 2 January 2004"),
        ("2009-01-01 2009-12-31 - -", False, "2009"),
        ("2009-05-01 2009-05-31 - -", False, "May 2009"),
        ("2010-01-01 2019-12-31 - -", False, "in 2010–2019"),
        ("2009-05-03 2009-06-05 - -", False, "between 3 May and 5 June 2009"),
        ("1991-12-08 1991-12-08 - -", True, "since 8 December 1991"),
        ("1991-12-08 1991-12-08 - -", False, "8 December 1991"),
        ("- 2004-01-01 - -", False, "1 January 2004 or earlier"),
        ("2011-12-01 - - 2015-08-01", False, "1 December 2011 or later to 1 August 2015 or earlier"),
        ("2015-08-01 2021-02-15 - -", True, "since a day between 1 August 2015 and 15 February 2021"),
        ("- - 2012-05-31 2012-05-31", False, "until 31 May 2012"),
        ("- - - -", False, ""),
    ],
)  # fmt: skip
def test_a_span_is_told_as_sharply_as_it_is_known_and_no_more(bounds, is_lasting, words):
    span = Span(*(day("" if one == "-" else one) for one in bounds.split()))
    assert when(span, is_lasting=is_lasting) == words


def test_no_day_is_named_that_lies_outside_of_the_bounds():
    days = [date(2008, 12, 31), date(2009, 1, 1), date(2009, 2, 28), date(2009, 12, 31)]
    for one, other in combinations(days, 2):
        words = between(one, other)
        assert words == "2009" or (str(one.day) in words and str(other.day) in words)


def test_dates_stand_in_sentences():
    assert at("18–19 February 2004") == "from 18 to 19 February 2004"
    assert at("2009") == "in 2009"
    assert at("8 June 2004") == "on 8 June 2004"
    assert at("since 2009") == "since 2009"


def test_a_literal_that_is_no_date_is_given_as_it_is():
    assert literal(Node("2004-06", "literal", "", XSD + "gYearMonth")) == "June 2004"
    assert literal(Node("2004-02-31", "literal", "", XSD + "date")) == "2004-02-31"
    assert literal(Node("-0044-03-15", "literal", "", XSD + "date")) == "15 March 45 BC"
    assert literal(Node("12000-01-01", "literal", "", XSD + "date")) == "1 January 12000"
    assert literal(Node("-0044-03-45", "literal", "", XSD + "date")) == "-0044-03-45"


def test_numbers_are_written_for_people():
    assert numbers.number("1234567.50") == "1,234,567.5"
    assert numbers.large("23500000.0") == "23.5 million"
    assert numbers.share("0.806") == "80.6 %"
    assert numbers.number("INF") == "INF"
    assert numbers.number("1e999999") == "1e999999"


def test_a_name_is_in_the_language_asked_for_or_marked():
    offered = [Name("Belarus", "en"), Name("Беларусь", "be")]
    assert chosen_of(offered, "be") == Name("Беларусь", "be")
    assert chosen_of(offered, "ru") == Name("Belarus", "en", is_fallback=True)


def test_what_has_no_name_is_called_after_what_it_is():
    assert (
        name_from_iri(Namespace(), "https://w3id.org/comity/id/passage/text/10-20", "passage")
        == "passage · characters 10–20"
    )
    assert "//" not in name_from_iri(Namespace(), "http://www.wikidata.org/entity/Q184")


SPELLINGS = ("Ганцевичи", "Ганцавічы", "Hantsavichy", "Gantsevichi", "Hantsavičy")


def test_spellings_of_a_name_sound_alike():
    assert len({fold(spelling) for spelling in SPELLINGS}) == 1
    assert fold("Łukašenka").startswith(fold("Лукаш"))


@pytest.fixture
def index(tmp_path):
    names = {
        TOWN: "Hantsavichy",
        TOWN + "-radar": "Hantsavichy Radar Station",
        "https://w3id.org/comity/ontology/town": "town of Hantsavichy",
    }
    triples = [
        ox.Triple(ox.NamedNode(s), ox.NamedNode(LABEL), ox.Literal(n, language="en"))
        for s, n in names.items()
    ]
    search.write(tmp_path / search.FILE, Namespace(), triples)
    with finding.opened(tmp_path / search.FILE) as found:
        yield found


@pytest.mark.parametrize(
    "text", [*SPELLINGS, "hantsav", "Ganzewitschi", "Hantsavicy!!", "ганцавичи"]
)
def test_a_town_is_found_first_in_any_spelling(index, text):
    assert finding.find(index, text)[0].iri == TOWN


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', "* OR", "NEAR(qz zq)", "word:x", "'; DROP TABLE entry", "☃", "zzzz", "\x00"],
)
def test_what_is_no_word_finds_nothing_and_breaks_nothing(index, text):
    assert finding.find(index, text) == []


def test_an_index_does_not_depend_on_the_order_of_triples(tmp_path):
    triples = [
        ox.Triple(ox.NamedNode(f"{TOWN}{n}"), ox.NamedNode(LABEL), ox.Literal(f"Town {n}"))
        for n in range(50)
    ]
    for name, found in (("one", triples), ("other", triples[::-1])):
        search.write(tmp_path / name, Namespace(), found)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def moment(number, begin, end=None, lane="events"):
    span = Span(begin, begin, end, end)
    return Moment(f"{TOWN}{number}", lane, Name(f"What happened {number}"), span, goes_on=False)


def test_a_time_line_puts_no_label_over_another():
    found = [moment(n, date(2009, 1 + n % 12, 1 + n % 27)) for n in range(80)]
    drawing = timeline.draw(found, date(2010, 1, 1))
    bars = drawing.lanes[0].bars
    assert len(bars) == 80
    for one, other in combinations(bars, 2):
        if one.y == other.y and not one.is_thin:
            edges = sorted([_edges(one), _edges(other)])
            assert edges[0][1] <= edges[1][0]


def _edges(bar):
    wide = len(bar.label) * timeline.LETTER
    left = bar.label_x - (wide if bar.anchor == "end" else 0)
    return min(left, bar.hard[0]), max(left + wide, bar.hard[1])


def test_many_things_are_drawn_by_the_year():
    found = [moment(n, date(1990 + n % 30, 1, 1)) for n in range(5000)]
    drawing = timeline.draw(found, date(2020, 1, 1))
    assert drawing.is_grouped
    assert sum(bar.count for bar in drawing.lanes[0].years) == 5000


def test_certain_time_lies_within_possible_time():
    span = Span(date(2009, 1, 1), date(2009, 3, 1), date(2009, 6, 1), date(2009, 9, 1))
    told = Moment(TOWN, "disputes", Name("Row"), span, goes_on=False)
    bar = timeline.draw([told], date(2010, 1, 1)).lanes[0].bars[0]
    assert bar.soft[0] < bar.hard[0] < bar.hard[1] < bar.soft[1]


def test_a_graph_with_a_circle_and_parts_is_drawn():
    edges = [
        graph.Edge("a", "b", "x"),
        graph.Edge("b", "a", "y"),
        graph.Edge("c", "d", "z"),
        graph.Edge("e", "e", "self"),
    ]
    drawn = graph.draw(edges, {n: Name(n) for n in "abcde"}, "a")
    assert {box.iri for box in drawn.boxes} == set("abcd")
    assert len({(box.x, box.y) for box in drawn.boxes}) == 4


def test_a_graph_is_drawn_where_nothing_lays_it_out_better(monkeypatch):
    monkeypatch.setattr(graph, "fast_sugiyama", None)
    drawn = graph.draw(
        [graph.Edge("a", "b", "x"), graph.Edge("a", "c", "x")], {n: Name(n) for n in "abc"}
    )
    assert len({(box.x, box.y) for box in drawn.boxes}) == 3


def test_the_projection_keeps_the_sides():
    project = around([(20.0, 50.0), (40.0, 60.0)])
    assert project((20.0, 55.0))[0] < 0 < project((40.0, 55.0))[0]
    assert project((30.0, 60.0))[1] < 0 < project((30.0, 50.0))[1]


def test_what_lies_outside_of_a_box_is_cut_off():
    cut = clipped([(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)], (-1, -1, 1, 1))
    assert {(abs(x), abs(y)) for x, y in cut} == {(1.0, 1.0)}
    assert clipped([(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)], (-1, -1, 1, 1)) == []


def test_a_citation_is_told_in_three_ways():
    told = Citation(
        "A & {B}",
        "Comity: X",
        "http://a/b",
        "2026-11-29T090000Z-abcdef0123456789",
        date(2026, 11, 29),
        date(2026, 11, 30),
    )
    assert r"A \& B" in told.bibtex
    assert told.csl["issued"] == {"date-parts": [[2026, 11, 29]]}
    assert "seen 2026-11-30" in told.plain


def test_a_map_is_drawn_without_the_land(monkeypatch, tmp_path):
    spot = places.Spot(TOWN, Name("Hantsavichy"), (12.3, 45.6), (), ())
    monkeypatch.setattr(maps, "LAND", tmp_path / "nothing")
    drawn = maps.draw([spot])
    assert (drawn.has_land, drawn.land, len(drawn.labels)) == (False, "", 1)


@pytest.mark.skipif(not maps.LAND.exists(), reason="the package was built without npm")
def test_the_land_has_no_border_and_the_sea_is_where_it_is():
    spot = places.Spot(TOWN, Name("Odesa"), (30.7, 46.5), (), ())
    other = places.Spot(TOWN + "2", Name("Rize"), (40.5, 41.0), (), ())
    drawn = maps.draw([spot, other])
    assert drawn.land.startswith("M")
    assert len(drawn.land) < 40_000


@pytest.mark.parametrize(("days", "first"), [(20, "6 Jun"), (300, "Jul"), (4000, "2010")])
def test_an_axis_names_days_months_or_years(days, first):
    begin = date(2009, 6, 6)
    found = [moment(1, begin), moment(2, begin + timedelta(days=days))]
    drawing = timeline.draw(found, begin, begin, begin + timedelta(days=days))
    words = [words for words, _, _ in drawing.ticks]
    assert words[0] == first
    assert 3 <= len(words) <= 15

"""What a person who reads the closure would call silly is not inferred, and what such a person would expect is."""

import pytest

from comity.builder import dossier, inference, load
from conftest import ROOT

ID = "https://w3id.org/comity/id/"
TERM = "https://w3id.org/comity/ontology/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def parts():
    return load.load(dossier.read_dossier(ROOT))


@pytest.fixture(scope="module")
def closed(parts):
    """Every statement of the facts and what follows from them, shortened: names of things and terms."""
    outcome = inference.infer(parts["ontology"], parts["data"])
    triples = {*(quad.triple for quad in parts["data"]), *outcome.inferred}
    return {tuple(map(short, (t.subject, t.predicate, t.object))) for t in triples}


def short(term):
    value = getattr(term, "value", str(term))
    return value.removeprefix(ID).removeprefix(TERM)


def values(closed, subject, predicate):
    return {o for s, p, o in closed if s == subject and p == predicate}


def kinds(closed, thing):
    return values(closed, thing, TYPE)


def test_a_facility_is_run_by_a_state_and_not_by_the_state_of_its_forces(closed):
    found = {o for _, p, o in closed if p == "operatingState"}
    assert found == {"country/russia"}


def test_a_state_hosts_facilities_and_no_towns_or_regions(closed):
    hosted = {o for _, p, o in closed if p == "hosts"}
    assert "facility/hantsavichy-radar" in hosted
    assert all("Facility" in kinds(closed, thing) for thing in hosted)


def test_a_consulate_lies_in_the_country_of_its_town(closed):
    premises = "mission/russia-in-brest/premises"
    assert values(closed, premises, "hostCountry") == {"country/belarus"}
    assert "Facility" not in kinds(closed, "mission/russia-in-brest")
    assert {"ConsularPost", "StateBody", "Agent"} <= kinds(closed, "mission/russia-in-brest")
    assert "DiplomaticMission" not in kinds(closed, "mission/russia-in-brest")


def test_a_quarrel_over_milk_is_no_dispute_over_a_boundary(closed):
    found = kinds(closed, "dispute/milk-war-2009")
    assert "TradeDispute" in found
    assert not {"BoundaryDispute", "BorderDispute"} & found


@pytest.mark.parametrize(
    ("dispute", "kind"),
    [
        ("trade-disputes-2010s", "TradeDispute"),
        ("potash-2013", "TradeDispute"),
        ("loan-row-2009", "FinancialDispute"),
        ("gas-2004", "EnergyDispute"),
        ("border-zone-2017", "BorderRegimeDispute"),
    ],
)
def test_a_dispute_is_of_the_kind_that_its_name_says(dispute, kind, closed):
    assert kind in kinds(closed, f"dispute/{dispute}")


def test_no_thing_is_called_derived(closed):
    assert not [s for s, p, o in closed if p == TYPE and o == "Derived"]


def test_what_a_person_says_is_no_situation_that_the_person_takes_part_in(parts):
    said = {tuple(map(short, quad.triple)) for quad in parts["claims"]}
    propositions = {s for s, p, o in said if p == TYPE and o == "Proposition"}
    assert len(propositions) > 20
    assert not [s for s, p, o in said if p == TYPE and o == "Situation"]
    dated = {"beginEarliest", "beginLatest", "endEarliest", "endLatest", "hasParticipant"}
    assert not [(s, p) for s, p, _ in said if s in propositions and p in dated]


def test_a_proposition_is_no_occurrence_in_any_perspective(parts):
    outcome = inference.infer(parts["ontology"], [*parts["data"], *yeltsin(parts)])
    found = {tuple(map(short, t)) for t in outcome.inferred}
    history = "proposition/two-nations-shared-past-going-back"
    assert (history, TYPE, "InformationObject") in found
    assert (history, TYPE, "Occurrence") not in found


def yeltsin(parts):
    return [q for q in parts["claims"] if q.graph_name.value.endswith("/claims/boris-yeltsin")]


def test_no_reason_for_staying_away_is_stated_as_a_fact(closed):
    assert not values(closed, "event/csto-boycott-2009", "partOf")
    assert not values(closed, "event/csto-boycott-2009", "inResponseTo")


def test_a_contested_polity_is_no_state_and_a_disputed_area_is_nobodys(closed):
    assert "State" not in kinds(closed, "territory/abkhazia")
    assert {"DisputedArea", "Place"} <= kinds(closed, "territory/crimea")
    assert "Agent" not in kinds(closed, "territory/crimea")
    assert not values(closed, "territory/crimea", "inCountry")
    assert values(closed, "event/crimea-2014", "hasPlace") == {"territory/crimea"}


def test_every_event_falls_in_a_category_of_plover_or_says_why_not(closed):
    events = {s for s, p, o in closed if p == TYPE and o == "Event"}
    assert len(events) > 60
    for event in events:
        coded, gaps = values(closed, event, "eventCode"), values(closed, event, "notCodedFor")
        assert coded or gaps, event
        assert not (coded and gaps), event
        assert bool(values(closed, event, "quadClass")) == bool(coded), event


@pytest.mark.parametrize(
    ("event", "code", "quad"),
    [
        ("dairy-ban-2009", "COERCE", "MaterialConflict"),
        ("dairy-ban-lifted-2009", "RETREAT", "MaterialCooperation"),
        ("zapad-2017", "COOPERATE", "MaterialCooperation"),
        ("ambassador-recalled-2004", "SANCTION", "VerbalConflict"),
        ("csto-boycott-2009", "PROTEST", "MaterialConflict"),
    ],
)
def test_codes_and_quad_classes_are_those_of_plover(event, code, quad, closed):
    assert values(closed, f"event/{event}", "eventCode") == {code}
    assert values(closed, f"event/{event}", "quadClass") == {quad}

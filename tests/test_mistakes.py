"""Mistakes that authors make, each one edit of the dossier: every one is found, at its line, by the check that is meant."""

import dataclasses
from pathlib import PurePosixPath

import pytest

from comity.builder.dossier import survey_dossier
from comity.checks.table import check_dossier
from conftest import ROOT

pytestmark = pytest.mark.slow

TREATY = "data/treaties/air-defence-2009.ttl"
EVENTS = "data/events/2000s.ttl"
ID = "https://w3id.org/comity/id/"
GEO = "http://www.opengis.net/ont/geosparql#"
SIGNED = '"2009-02-03"^^xsd:date'
NAME = '"Agreement on a Single Regional Air Defence System"@en'
EVENT = (
    'event:z a comity:Proposal ; rdfs:label "z"@en ; comity:reportedBy claim:two-options-of-2002'
)


def swap(old, new):
    """The edit that writes *new* for the first *old* of the treaty's file."""
    return TREATY, lambda text: text.replace(old, new, 1)


def add(statement):
    """The edit that adds *statement* to the file of events."""
    return EVENTS, lambda text: f"{text}\n{statement}\n"


def point(well_known_text):
    return add(
        f'<{ID}settlement/moscow> <{GEO}hasGeometry> [ a <{GEO}Geometry> ; <{GEO}asWKT> "{well_known_text}"^^<{GEO}wktLiteral> ] .'
    )


SENTENCES = ("shape", "shape-after-reasoning", "contradiction")
"""The checks whose problem says what should be."""
MISTAKES = {
    "a label without a language": ("label-without-language", swap(NAME, '"Agreement"')),
    "two labels of a language": ("shape", swap(NAME, '"Agreement"@en , "Accord"@en')),
    "an empty label": ("unreadable-name", add('event:september-11-attacks rdfs:label ""@fr .')),
    "a date as a string": ("shape", swap(SIGNED, '"2009-02-03"')),
    "a date with a time": ("shape", swap(SIGNED, '"2009-02-03T00:00:00"^^xsd:dateTime')),
    "a year for a day": ("evidence-gives-another-value", swap(SIGNED, '"2009"^^xsd:gYear')),
    "a day that is not": ("shape", swap(SIGNED, '"2009-02-30"^^xsd:date')),
    "a day as it is written elsewhere": ("shape", swap(SIGNED, '"03.02.2009"^^xsd:date')),
    "another year than the claim's": ("evidence-gives-another-value", swap(SIGNED, '"2909-02-03"^^xsd:date')),
    "two days of signing": ("evidence-gives-another-value", swap(SIGNED, f'{SIGNED} , "2009-02-04"^^xsd:date')),
    "a word for a number": ("shape", swap("renewalYears 5", 'renewalYears "five"')),
    "a decimal for an integer": ("shape", swap("renewalYears 5", "renewalYears 5.0")),
    "a number below 0": ("shape", swap("renewalYears 5", "renewalYears -5")),
    "a thing for a number": ("shape", swap("renewalYears 5", "renewalYears country:belarus")),
    "a text for a thing": ("shape", swap("signedAt settlement:moscow", 'signedAt "Moscow"')),
    "a class that is not": ("undeclared-term", swap("comity:IntergovernmentalAgreement", "comity:IntergovernmentalAgrement")),
    "a property that is not": ("undeclared-term", swap("comity:signedAt", "comity:signdAt")),
    "a property of another vocabulary that is not": ("undeclared-term", swap("dcterms:modified", "dcterms:modifed")),
    "a missing dot": ("syntax", swap(" .\n\n#", " \n\n#")),
    "an undeclared prefix": ("syntax", add("foo:x a comity:Event .")),
    "a blank in an IRI": ("syntax", add(f"<{ID}event/a b> a comity:Event .")),
    "http for https": ("shape", add(f"{EVENT} ; comity:target <http://w3id.org/comity/id/country/belarus> .")),
    "a party that is not": ("described-nowhere", swap("party country:belarus", "party country:belorus")),
    "a claim that is not": ("described-nowhere", add("event:september-11-attacks comity:reportedBy claim:nothing .")),
    "a claim about what is not": ("described-nowhere", add("claim:two-options-of-2002 comity:aboutEntity event:nothing .")),
    "a concept that is not": ("shape", add("event:september-11-attacks comity:eventCode comity:DISAPROVE .")),
    "a concept of another scheme": ("shape", add("event:september-11-attacks comity:eventCode comity:Dead .")),
    "a source for a claim": ("wrong-kind-of-thing", add(f"event:september-11-attacks comity:reportedBy <{ID}source/belarus-russia-relations> .")),
    "a country for a passage": ("shape", add('claim:zz a comity:EventClaim ; comity:statement "z"@en ; comity:epistemicStatus comity:AssertedBySource ; comity:supportedBy country:belarus .')),
    "a claim without a statement": ("shape", add("claim:zz a comity:EventClaim ; comity:epistemicStatus comity:AssertedBySource .")),
    "a facility that is signed": ("wrong-kind-of-thing", add(f"<{ID}facility/hantsavichy-radar> comity:signedOn {SIGNED} .")),
    "a person with a party": ("wrong-kind-of-thing", add("person:vladimir-putin comity:party country:belarus .")),
    "a country that is accredited": ("wrong-kind-of-thing", add("country:belarus comity:accreditedTo country:russia .")),
    "a person that is a country": ("contradiction", add("country:belarus a comity:Person .")),
    "a claim against itself": ("contradiction", add("claim:two-options-of-2002 comity:contradicts claim:two-options-of-2002 .")),
    "a part of itself": ("shape-after-reasoning", add("event:putin-proposal-2002 comity:partOf event:putin-proposal-2002 .")),
    "parts in a circle": ("shape-after-reasoning", add("event:putin-proposal-2002 comity:partOf event:belarus-refuses-2002 . event:belarus-refuses-2002 comity:partOf event:putin-proposal-2002 .")),
    "an end before its begin": ("shape", add(f'{EVENT} ; comity:beginEarliest "2003-05-31"^^xsd:date ; comity:endLatest "2002-08-14"^^xsd:date .')),
    "bounds of a begin swapped": ("shape", add(f'{EVENT} ; comity:beginEarliest "2003-05-31"^^xsd:date ; comity:beginLatest "2003-05-01"^^xsd:date .')),
    "force before signing": ("shape", swap("renewalYears 5 ;", 'renewalYears 5 ; comity:inForceFrom "2001-01-01"^^xsd:date ;')),
    "force that ends before it begins": ("shape", swap("renewalYears 5 ;", 'renewalYears 5 ; comity:inForceFrom "2010-01-01"^^xsd:date ; comity:inForceUntil "2009-06-01"^^xsd:date ;')),
    "a state of which nothing says that it is": ("thing-without-evidence", add('country:utopia a comity:State ; rdfs:label "Utopia"@en .')),
    "a place of which nothing says that it is": ("thing-without-evidence", add(f'<{ID}settlement/x> a comity:Settlement ; rdfs:label "X"@en .')),
    "a person of whom nothing says that they are": ("thing-without-evidence", add('person:x a comity:Person ; rdfs:label "X"@en .')),
    "a fact without evidence": ("statement-without-evidence", add("person:x a comity:Person ; comity:nationality country:belarus .")),
    "a thing without a class": ("thing-without-class", add('event:z rdfs:label "z"@en .')),
    "a thing in two files": ("described-twice", add(f"<{ID}treaty/air-defence-2009> a comity:IntergovernmentalAgreement .")),
    "a treaty under two names": ("same-name", add(f"<{ID}treaty/air-defence-two> a comity:IntergovernmentalAgreement ; rdfs:label {NAME} ; comity:reportedBy claim:air-defence-agreement .")),
    "latitude beyond the pole": ("shape", point("POINT(37 155)")),
    "a point that is none": ("shape", point("37.6, 55.7")),
}  # fmt: skip


@pytest.fixture(scope="module")
def surveyed():
    dossier, findings = survey_dossier(ROOT)
    assert not check_dossier(dossier, findings).findings
    return dossier


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_where_it_is(surveyed, mistake):
    check, (path, edit) = MISTAKES[mistake]
    (before,) = (file for file in surveyed.files if file.path == PurePosixPath(path))
    text = before.content.decode()
    assert edit(text) != text
    after = dataclasses.replace(before, content=edit(text).encode())
    files = tuple(after if file is before else file for file in surveyed.files)
    found = check_dossier(dataclasses.replace(surveyed, files=files), []).findings
    meant = [finding for finding in found if finding.check == check]
    assert meant, found
    assert any(path in finding.file + finding.problem for finding in meant)
    assert check in SENTENCES or all(finding.remedy for finding in meant)

"""What the axioms of a dossier do: what rests on each, what would go without one, what each rule yields."""

import re

import pytest

from comity.builder.axioms import Examination
from comity.errors import NotFound
from comity.query.term_syntax import read_term
from conftest import ROOT, SAMPLE, run


@pytest.fixture(scope="module")
def sample():
    return Examination(SAMPLE)


def names(*words):
    return tuple(map(read_term, words))


def test_an_axiom_is_told_with_its_line_and_with_what_rests_on_it(sample):
    axioms = {axiom.names: axiom for axiom in sample.axioms()}
    used = axioms[names("comity:sharesBorderWith", "a", "owl:SymmetricProperty")]
    assert used.inferred > 0
    assert re.fullmatch(r"ontology/.+\.ttl, line \d+", used.location)
    assert any(axiom.inferred == 0 for axiom in axioms.values())
    assert [a.inferred for a in sample.axioms()] == sorted(
        (a.inferred for a in sample.axioms()), reverse=True
    )


def test_what_rests_on_axioms_is_what_is_inferred():
    dossier = Examination(ROOT)
    telling = set(dossier.closure.telling())
    assert max(axiom.inferred for axiom in dossier.axioms()) <= len(telling)
    assert sum(row.triples for row in dossier.yields()) >= len(telling)
    assert {"prp-spo2", "cls-int1", "cax-sco"} <= {
        row.rule for row in dossier.yields() if row.triples
    }


def test_without_an_axiom_what_rests_on_it_alone_goes(sample):
    found = sample.impact(names("comity:sharesBorderWith", "a", "owl:SymmetricProperty"))
    assert names("country:ruritania", "comity:sharesBorderWith", "country:arcadia") in found.lost


def test_without_a_fact_the_answers_that_rest_on_it_change():
    found = Examination(ROOT).impact(
        names("body:russian-armed-forces", "comity:organOfPolity", "country:russia")
    )
    lost = names("facility:hantsavichy-radar", "comity:operatingState", "country:russia")
    assert lost in found.lost
    assert "foreign-military-facilities" in found.answers


def test_what_is_not_asserted_has_no_impact(sample):
    with pytest.raises(NotFound, match="asserted nowhere"):
        sample.impact(names("country:ruritania", "a", "comity:Treaty"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("axioms", SAMPLE), "SymmetricProperty"),
        (("axioms", SAMPLE, "--unused"), "never used"),
        (("rules", SAMPLE), "prp-symp"),
        (
            (
                "impact",
                "comity:sharesBorderWith",
                "a",
                "owl:SymmetricProperty",
                "--dossier",
                SAMPLE,
            ),
            "inferred triples would go",
        ),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, tuple) else "",
)
def test_the_commands_tell(arguments, told):
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout

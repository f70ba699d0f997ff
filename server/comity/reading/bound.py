"""The treaties of a state, in the order of time, each with whether it is in force."""

from dataclasses import dataclass

from comity.reading.asking import Reader
from comity.reading.evidence import Evidence
from comity.reading.facts import Said
from comity.reading.force import Force, in_force
from comity.reading.sequence import Step, steps

RELATIONS = ("boundBy", "originalPartyTo", "signatoryOf", "partyTo")


@dataclass(frozen=True, slots=True)
class Bond:
    """A treaty that a state signed or is bound by."""

    step: Step
    force: Force


def bonds(reader: Reader, about: Said, evidence: Evidence) -> list[Bond]:
    """Return the treaties of a state."""
    treaties = list(dict.fromkeys(n.value for name in RELATIONS for n in about.all(name)))
    force = in_force(reader, treaties)
    return [Bond(step, force[step.iri]) for step in steps(reader, treaties, evidence)]

"""What a dossier says of how it is checked: that it means something."""

from collections.abc import Iterable, Iterator

from comity.builder.configuration import CONFIGURATION
from comity.builder.work import Work
from comity.checks.suggestions import near
from comity.finding import Check, Finding, Location, Severity

UNKNOWN = Check("unknown-check", Severity.ERROR, "the configuration switches off what is no check")
ESSENTIAL = Check(
    "essential-check", Severity.ERROR, "the configuration switches off what keeps errors out"
)
CHECKS = (UNKNOWN, ESSENTIAL)


def look(work: Work, checks: Iterable[Check]) -> Iterator[Finding]:
    """Find names of checks that are none of *checks*, or that cannot be switched off."""
    known = {check.name: check for check in checks}
    for name in work.dossier.configuration.off:
        if name not in known:
            remedy = f"{near(name, known)}`comity check --list` names them"
            yield UNKNOWN.finding(f"there is no check {name}", remedy, Location(CONFIGURATION))
        elif known[name].severity == Severity.ERROR:
            remedy = "take it out of the list, and mend what it finds"
            yield ESSENTIAL.finding(f"{name} finds errors, which are always told", remedy, Location(CONFIGURATION))  # fmt: skip

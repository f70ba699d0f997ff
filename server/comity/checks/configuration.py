"""What a dossier says of how it is checked and asked: that it means something."""

from collections.abc import Iterable, Iterator

from comity.builder.configuration import CONFIGURATION
from comity.builder.work import Work
from comity.checks.suggestions import near
from comity.errors import BadQuery, SourceError
from comity.finding import Check, Finding, Location, Severity
from comity.query.header import read_query

UNKNOWN = Check("unknown-check", Severity.ERROR, "the configuration switches off what is no check")
ESSENTIAL = Check(
    "essential-check", Severity.ERROR, "the configuration switches off what keeps errors out"
)
QUESTION = Check(
    "configured-question", Severity.ERROR, "the configuration asks a query what it cannot be asked"
)
CHECKS = (UNKNOWN, ESSENTIAL, QUESTION)


def look(work: Work, checks: Iterable[Check]) -> Iterator[Finding]:
    """Find names of checks that are none of *checks*, or that cannot be switched off, and questions of no query."""
    yield from _questions(work)
    known = {check.name: check for check in checks}
    for name in work.dossier.configuration.off:
        if name not in known:
            remedy = f"{near(name, known)}`comity check --list` names them"
            yield UNKNOWN.finding(f"there is no check {name}", remedy, Location(CONFIGURATION))
        elif known[name].severity == Severity.ERROR:
            remedy = "take it out of the list, and mend what it finds"
            yield ESSENTIAL.finding(f"{name} finds errors, which are always told", remedy, Location(CONFIGURATION))  # fmt: skip


def _questions(work: Work) -> Iterator[Finding]:
    """Find questions that no query of the dossier takes as they are configured."""
    files = {file.path.stem: file for file in work.dossier.of("queries")}
    for name, given in work.dossier.configuration.questions.items():
        if name not in files:
            problem, remedy = f"there is no query {name}", f"{near(name, files)}mend its name"
            yield QUESTION.finding(problem, remedy, Location(CONFIGURATION))
            continue
        try:
            query = read_query(name, files[name].content.decode("utf-8", "replace"))
            asked = {key: value for key, value in given.items() if key != "answer"}
            query.bind(asked, work.dossier.namespace)
        except BadQuery as error:
            problem = f"the question {name} cannot be asked so: {str(error).rstrip('.')}"
            yield QUESTION.finding(problem, "mend it", Location(CONFIGURATION))
        except SourceError:  # its header has a finding of its own
            continue

"""The table of checks, and how it is walked: by `check` to the end, by `build` and commits to the first error."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from comity.builder.dossier import Dossier, survey_dossier
from comity.builder.work import DEFAULT, Options, Work
from comity.checks import (
    configuration,
    consistency,
    declarations,
    evidence,
    files,
    names,
    passages,
    pitfalls,
    profile,
    queries,
    reading,
    shapes,
    things,
)
from comity.errors import ComityError, SourceError
from comity.finding import Check, Finding, Severity, errors, refuse

Look = Callable[[Work], Iterable[Finding]]


def _refuse(work: Work, findings: Iterable[Finding]) -> None:
    refuse(findings, SourceError, work.between)


@dataclass(frozen=True, slots=True)
class Subject:
    """Checks that look at the same things.

    Attributes:
        step: what a build says it is doing meanwhile.
        checks: the rows of the table.
        look: finds what they find.
        is_whole: whether it needs every file, so that it is left out where one cannot be read.
        refuse: raises what a build raises of its errors.
    """

    step: str
    checks: tuple[Check, ...]
    look: Look
    is_whole: bool = False
    refuse: Callable[[Work, list[Finding]], None] = _refuse

    @property
    def stops(self) -> bool:
        """Whether one of its checks finds what keeps a dossier from being published."""
        return any(check.severity == Severity.ERROR for check in self.checks)


SUBJECTS = (
    Subject("load", files.CHECKS, files.look),
    Subject("load", configuration.CHECKS, lambda work: configuration.look(work, CHECKS)),
    Subject("load", queries.CHECKS, queries.look),
    Subject("load", declarations.CHECKS, declarations.look),
    Subject("load", names.CHECKS, names.look),
    Subject("read queries", queries.ADVISED, queries.advise, True),
    Subject("look at things", things.CHECKS, things.look, True),
    Subject("look for pitfalls", pitfalls.CHECKS, pitfalls.look, True),
    Subject("look at the profile", profile.CHECKS, profile.look),
    Subject("passages", passages.CHECKS, passages.look, refuse=passages.refuse),
    Subject("evidence", evidence.CHECKS, evidence.look, True),
    Subject("read passages", reading.CHECKS, reading.look, True),
    Subject("load", shapes.WRITTEN, shapes.look),
    Subject("validate asserted", shapes.ASSERTED, shapes.asserted, True, shapes.refuse),
    Subject("reason", consistency.CHECKS, consistency.look, True, consistency.refuse),
    Subject("look for empty classes", consistency.ADVISED, consistency.advise, True),
    Subject("validate inferred", shapes.INFERRED, shapes.inferred, True, shapes.refuse),
)
CHECKS: tuple[Check, ...] = tuple(chain.from_iterable(subject.checks for subject in SUBJECTS))


def check(root: Path, options: Options) -> Work:
    """Look at the dossier at *root* with every check, whatever the others find.

    Returns:
        The work, whose findings are those that the dossier has not switched off.

    Raises:
        SourceError: there is no dossier.
    """
    return check_dossier(*survey_dossier(root), options)


def check_dossier(dossier: Dossier, surveyed: list[Finding], options: Options = DEFAULT) -> Work:
    """Do the same with a dossier that has been read, where *surveyed* was found."""
    work = Work(dossier, lambda _: None, options=options, surveyed=surveyed)
    for subject in SUBJECTS:
        with work.step(subject.step):
            if not (subject.is_whole and errors(work.findings) and _is_partial(work)):
                work.findings += _told(work, _findings(subject, work))
    return work


def hold(work: Work) -> None:
    """Hold a work to every check whose findings can keep it from being published.

    Raises:
        SourceError, NotConforming, Inconsistent, ReasoningTooBig: it is not fit to be published.
    """
    for subject in SUBJECTS:
        if subject.stops:
            with work.step(subject.step):
                hold_to(subject, work)


def around_reasoning() -> tuple[list[Subject], list[Subject]]:
    """Return the subjects that can keep a write from being published: those before what follows is known, and after.

    A write brings its files parsed, and knows what follows by what it changes.
    """
    stopping = [s for s in SUBJECTS if s.stops and s.look is not files.look]
    index = next(n for n, subject in enumerate(stopping) if subject.look is consistency.look)
    return stopping[:index], stopping[index + 1 :]


def hold_to(subject: Subject, work: Work) -> None:
    """Hold a work to the checks of one subject, as `hold` does to all; raises as it."""
    found = _told(work, subject.look(work))
    work.findings += found
    subject.refuse(work, found)


def _findings(subject: Subject, work: Work) -> Iterator[Finding]:
    """Yield what a subject finds; what stops it is a finding of its first check."""
    try:
        yield from subject.look(work)
    except ComityError as error:
        yield subject.checks[0].finding(str(error), severity=Severity.ERROR)


def _told(work: Work, findings: Iterable[Finding]) -> list[Finding]:
    """Return those of *findings* that are not switched off, as the author of the dossier names things."""
    off, namespace = work.dossier.configuration.off, work.dossier.namespace
    return [
        replace(f, term=namespace.told(f.term), problem=namespace.told(f.problem))
        for f in findings
        if f.severity == Severity.ERROR or f.check not in off
    ]


def _is_partial(work: Work) -> bool:
    """Say whether a file is missing from what was read."""
    names = {check.name for check in files.CHECKS}
    return any(finding.check in names for finding in errors(work.findings))

"""What a check finds: one shape for all of them, wherever they look and whoever is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from comity.errors import ComityError, SourceError

SHOWN = 5


class Severity(IntEnum):
    """How grave a finding is: an error keeps a dossier from being published, the others do not."""

    ADVICE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a dossier: a path from its root, line and column from 1; 0 where they are not known."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or could be better.

    Attributes:
        check: the name of the check that found it, a row of `checks.CHECKS`.
        severity: how grave it is.
        file, line, column: where it is, as in `Place`.
        term: what it is about, as a reader is told it; empty where it is about a file.
        problem: what is wrong, in half a sentence.
        remedy: what to do about it, in half a sentence; empty where the problem says it.
        cause: what findings have in common that one change mends.
    """

    check: str
    severity: Severity
    file: str
    line: int
    column: int
    term: str
    problem: str
    remedy: str
    cause: str = ""

    @property
    def location(self) -> Location:
        """Where it is."""
        return Location(self.file, self.line, self.column)

    def __str__(self) -> str:
        about = ": ".join(filter(None, (str(self.location), self.term, self.problem.rstrip("."))))
        return f"{about}{f'; {self.remedy}' if self.remedy else ''}. [{self.check}]"


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table of checks.

    Attributes:
        name: its name, in words with hyphens.
        severity: that of what it finds; of shapes, that of the gravest.
        summary: what it finds, in half a sentence.
    """

    name: str
    severity: Severity
    summary: str

    def finding(
        self,
        problem: str,
        remedy: str = "",
        location: Location = NOWHERE,
        term: str = "",
        cause: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this check."""
        return Finding(
            self.name,
            severity or self.severity,
            location.file,
            location.line,
            location.column,
            term,
            problem,
            remedy,
            cause,
        )


class Unsound(SourceError):
    """A file cannot be read as what it is; it carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """List those that keep a dossier from being published."""
    return [finding for finding in findings if finding.severity == Severity.ERROR]


def refuse(findings: Iterable[Finding], kind: type[ComityError], between: str = "\n") -> None:
    """Refuse what has errors.

    Raises:
        ComityError: of the given *kind*, where there are some; it has a line for each of the first of them.
    """
    found = errors(findings)
    if found:
        raise kind(sentence(found, between))


def sentence(findings: Sequence[Finding], between: str = "\n") -> str:
    """Return the first of *findings*, a line each or with *between* between them, after their number if it is not 1."""
    lines = [str(finding) for finding in findings[:SHOWN]]
    if len(findings) == 1:
        return lines[0]
    more = len(findings) - SHOWN
    rest = [f"And {more} more; `comity check --all` lists them."] if more > 0 else []
    return between.join([f"{counted(len(findings), 'finding')} to mend first:", *lines, *rest])


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return *number* with its noun, as `1 file` and `2 files`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"

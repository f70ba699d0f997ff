"""The files of a dossier: that each is read, or named; that each is what its name says."""

from collections.abc import Iterator

from comity.builder import load
from comity.builder.description import DESCRIPTION
from comity.builder.dossier import CIRCLE, NOT_READABLE
from comity.builder.joining import APART
from comity.builder.naming import NAME, NOT_READ, ONE_GRAPH, STRAY, TAKEN
from comity.builder.package import OWN_QUESTION
from comity.builder.syntax import NAMED_GRAPH, SYNTAX
from comity.builder.work import Work
from comity.finding import Finding

CHECKS = (
    APART,
    DESCRIPTION,
    OWN_QUESTION,
    NOT_READABLE,
    CIRCLE,
    NAME,
    TAKEN,
    ONE_GRAPH,
    NOT_READ,
    STRAY,
    SYNTAX,
    NAMED_GRAPH,
)


def look(work: Work) -> Iterator[Finding]:
    """Find what was not read, and parse what was."""
    yield from work.surveyed
    work.quads, found = load.parse(work.dossier)
    yield from found

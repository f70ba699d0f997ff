"""Canned queries: that each has its header, parses, reaches out to nobody, and asks for what there is."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from comity.builder.positions import Lines
from comity.builder.source_file import SourceFile
from comity.builder.vocabularies import is_known
from comity.builder.work import Work
from comity.checks.declarations import declared, undeclared
from comity.checks.query_text import terms, unbound
from comity.errors import BadQuery, Refused
from comity.finding import Check, Finding, Location, Severity, Unsound
from comity.query import guard
from comity.query.header import HEADER, MARK, read_query
from comity.vocabulary import TERM, shortened

SYNTAX = Check("query-syntax", Severity.ERROR, "a query does not parse")
REFUSED = Check(
    "query-reaches-out", Severity.ERROR, "a query would make the server fetch something"
)
UNDECLARED = Check(
    "query-undeclared-term", Severity.WARNING, "a query asks for a term that is declared nowhere"
)
UNBOUND = Check(
    "query-unbound-variable", Severity.WARNING, "a query uses a variable that nothing binds"
)
CHECKS = (HEADER, SYNTAX, REFUSED)
ADVISED = (UNDECLARED, UNBOUND)
POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.S)
SPACE = re.compile(r".*[/#]")


def look(work: Work) -> Iterator[Finding]:
    """Find queries that cannot be answered."""
    for file in work.dossier.of("queries"):
        try:
            text = file.content.decode("utf-8").removeprefix(MARK)
        except UnicodeDecodeError:
            yield HEADER.finding("not UTF-8", "save it as UTF-8", Location(str(file.path)))
            continue
        yield from _header(file, text)
        yield from _body(file, text)


def _header(file: SourceFile, text: str) -> Iterator[Finding]:
    try:
        read_query(file.path.stem, text)
    except Unsound as error:
        yield error.finding


def _body(file: SourceFile, text: str) -> Iterator[Finding]:
    try:
        guard.check(text)
        ox.Store().query(text)  # of nothing: it is parsed, and there is nothing to answer from
    except (Refused, BadQuery) as error:
        yield REFUSED.finding(str(error), location=Location(str(file.path)))
    except SyntaxError as error:
        location, reason = _where(file, text, str(error))
        yield SYNTAX.finding(
            f"it does not parse ({reason})", "mend it there or just before", location
        )
    except (ValueError, OSError, RuntimeError) as error:
        yield SYNTAX.finding(f"it cannot be asked ({error})", "mend it", Location(str(file.path)))


def _where(file: SourceFile, text: str, message: str) -> tuple[Location, str]:
    found = POSITION.search(message)
    if not found:
        return Location(str(file.path)), message.rstrip(".")
    line, column = int(found[1]), int(found[2])
    lone = "\r" in text.replace("\r\n", "")
    if lone:  # the engine counts LF alone
        before = "\n".join(text.split("\n")[:line])
        line, column = Lines(before).at(len(before))
    return Location(str(file.path), line, column), found[3].strip().rstrip(".")


def advise(work: Work) -> Iterator[Finding]:
    """Find terms that nothing declares, and variables that nothing binds."""
    known = declared(work)
    spaces = {match[0] for term in known if (match := SPACE.match(term))} | {TERM}
    for file in work.dossier.of("queries"):
        text = file.content.decode("utf-8", "replace").removeprefix(MARK)
        lines = Lines(text)
        reported = set[str]()
        for term, offset in terms(text):
            space = SPACE.match(term)
            foreign = space is None or space[0] not in spaces or space[0] == term
            if not (term in reported or foreign or term in known or is_known(term)):
                reported.add(term)
                yield _undeclared(term, Location(str(file.path), *lines.at(offset)), known)
        yield from _unbound(file, text, lines)


def _undeclared(term: str, location: Location, known: frozenset[str]) -> Finding:
    found = undeclared(term, "term", location, known)
    return UNDECLARED.finding(found.problem, found.remedy, location, shortened(term), term)


def _unbound(file: SourceFile, text: str, lines: Lines) -> Iterator[Finding]:
    try:
        parameters = {p.name for p in read_query(file.path.stem, text).parameters}
    except Unsound:
        return
    for name, offset in unbound(text).items():
        if name not in parameters:
            location = Location(str(file.path), *lines.at(offset))
            yield UNBOUND.finding("nothing binds it, so it is always empty", "mend its name, or bind it", location, f"?{name}")  # fmt: skip

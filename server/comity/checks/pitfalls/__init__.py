"""The known faults of ontologies and their data, one query a fault, run on what a dossier asserts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    Store,
)

from comity.builder.work import Work
from comity.errors import SourceError
from comity.finding import Check, Finding, Severity
from comity.vocabulary import RDFS, SKOS, shortened

HEAD = ("Problem", "Solution", "Severity")
LABEL, DEFINITION = NamedNode(RDFS + "label"), NamedNode(SKOS + "definition")
PREFERRED = SKOS + "prefLabel"


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A query for one fault, its row in the table of checks, and what is to be done.

    Source: the form of ROBOT's report queries, http://robot.obolibrary.org/report
    """

    check: Check
    solution: str
    query: str


def read(path: Path) -> Pitfall:
    """Read a pitfall from a `.rq` file that begins with `# Problem:`, `# Solution:` and `# Severity:`.

    Raises:
        SourceError: one of the three lines is missing.
    """
    text = path.read_text(encoding="utf-8")
    head = {key: re.search(rf"^# {key}: (.+)$", text, re.M) for key in HEAD}
    problem, solution, severity = (found[1] if found else "" for found in head.values())
    if not (problem and solution and severity):
        raise SourceError(f"{path} does not say its {', '.join(HEAD)}; add a line for each.")
    return Pitfall(Check(path.stem, Severity[severity.upper()], problem), solution, text)


@cache
def pitfalls() -> tuple[Pitfall, ...]:
    """Read the pitfalls that come with the package."""
    return tuple(read(path) for path in sorted(Path(__file__).parent.glob("*.rq")))


CHECKS = tuple(pitfall.check for pitfall in pitfalls())


def look(work: Work) -> Iterator[Finding]:
    """Find each pitfall in what the dossier asserts, those that it has switched off apart."""
    configuration = work.dossier.configuration
    quads = [
        *work.written,
        *_as(work.written, (*configuration.labels, PREFERRED), LABEL),
        *_as(work.written, configuration.definitions, DEFINITION),
    ]
    store = store_of(quads)
    for pitfall in pitfalls():
        if pitfall.check.name not in configuration.off:
            for row in found(pitfall, store, work.dossier.namespace.base):
                yield _finding(pitfall, row, work)


def _as(quads: Iterable[Quad], meant: Iterable[str], predicate: NamedNode) -> Iterator[Quad]:
    """Yield what is said with the predicates *meant*, said with *predicate*."""
    wanted = {NamedNode(iri) for iri in meant}
    return (Quad(q.subject, predicate, q.object) for q in quads if q.predicate in wanted)


def store_of(quads: Iterable[Quad]) -> Store:
    """Return a store with *quads* in its default graph."""
    store = Store()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    return store


def found(pitfall: Pitfall, store: Store, base: str) -> Iterator[QuerySolution]:
    """Yield each finding of *pitfall* in the default graph of *store*: ?entity, ?property, ?value.

    Args:
        base: what IRIs of the dossier begin with, which stands in a query for ?base.
    """
    solutions = store.query(pitfall.query.replace("?base", str(Literal(base))))
    assert isinstance(solutions, QuerySolutions)
    yield from solutions


def _finding(pitfall: Pitfall, row: QuerySolution, work: Work) -> Finding:
    name = _text(row, "entity")
    details = " ".join(
        shortened(text) for key in ("property", "value") if (text := _text(row, key))
    )
    detail = f" ({details})" if details else ""
    location, term = work.places.of(name), shortened(name) if ":" in name else "[]"
    return pitfall.check.finding(pitfall.check.summary, pitfall.solution, location, term + detail)


def _text(row: QuerySolution, name: str) -> str:
    try:
        term = row[name]
    except KeyError:  # the query has no such column
        return ""
    return "" if term is None else str(getattr(term, "value", term))

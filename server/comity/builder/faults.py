"""The known faults of ontologies and their data, one query a fault, run on what a dossier asserts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, QuerySolution, QuerySolutions, Store

from comity.builder.lines import Places
from comity.errors import SourceError
from comity.vocabulary import shortened


@dataclass(frozen=True, slots=True)
class Fault:
    """A query for one fault, with what is wrong and what to do, in half a sentence each.

    Source: the form of ROBOT's report queries, http://robot.obolibrary.org/report
    """

    name: str
    problem: str
    solution: str
    query: str


def read(path: Path) -> Fault:
    """Read a fault from a `.rq` file that begins with `# Problem:` and `# Solution:`.

    Raises:
        SourceError: one of the two lines is missing.
    """
    text = path.read_text(encoding="utf-8")
    head = {key: re.search(rf"^# {key}: (.+)$", text, re.M) for key in ("Problem", "Solution")}
    if not (head["Problem"] and head["Solution"]):
        raise SourceError(f"{path} does not say its # Problem: and # Solution:; add both lines.")
    return Fault(path.stem, head["Problem"][1], head["Solution"][1], text)


def faults() -> list[Fault]:
    """Read the faults that come with the package, or the repository's in a source checkout."""
    inside = Path(__file__).parents[1] / "faults"
    folder = inside if inside.is_dir() else Path(__file__).parents[3] / "tests" / "ontology"
    return [read(path) for path in sorted(folder.glob("*.rq"))]


def store_of(quads: Iterable[Quad]) -> Store:
    """Return a store with *quads* in its default graph."""
    store = Store()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    return store


def found(fault: Fault, store: Store) -> Iterator[QuerySolution]:
    """Yield each finding of *fault* in the default graph of *store*: ?entity, ?property, ?value."""
    solutions = store.query(fault.query)
    assert isinstance(solutions, QuerySolutions)
    yield from solutions


def sentences(quads: list[Quad], places: Places) -> Iterator[str]:
    """Say each fault found in *quads*, with file, line and remedy."""
    store = store_of(quads)
    for fault in faults():
        for row in found(fault, store):
            iri = _text(row, "entity")
            details = " ".join(
                shortened(text) for name in ("property", "value") if (text := _text(row, name))
            )
            told = f" ({details})" if details else ""
            yield f"{places.of(iri)}{shortened(iri)}{told}: {fault.problem}; {fault.solution}. [{fault.name}]"


def _text(row: QuerySolution, name: str) -> str:
    try:
        term = row[name]
    except KeyError:  # the query has no such column
        return ""
    return "" if term is None else str(getattr(term, "value", term))

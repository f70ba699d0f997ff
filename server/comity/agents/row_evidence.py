"""What rows rest on, as a tool tells it: each statement once, and by its number in the rows that rest on it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from comity.agents.naming import short_term
from comity.agents.partial_answer import Part
from comity.namespace import Namespace
from comity.query.engine import Engine
from comity.query.request import Request, Trace
from comity.reading.evidence import Evidence
from comity.rows.answer import StatementEvidence, joined

FEW = 300
"""Up to so many rows an answer is traced as a whole, beyond that each row that is shown by itself."""


def traced(
    engine: Engine, request: Request, part: Part, begin: int
) -> tuple[list[StatementEvidence], list[list[int]]]:
    """Return the statements behind the rows of *part*, which begins at row *begin*, and their numbers by row.

    Raises:
        QueryError: they cannot be traced, or there are too many.
    """
    end = begin + len(part.rows)
    if part.is_last and end <= FEW and part.columns != ["answer"]:
        found = _asked(engine, request, None)
        rests, told = found["evidence"][begin:end], found["statements"]
    else:
        each = [_asked(engine, request, _row(part, row)) for row in part.rows]
        told = [statement for one in each for statement in one["statements"]]
        counts = [len(one["statements"]) for one in each]
        starts = [sum(counts[:number]) for number in range(len(counts))]
        rests = [[*range(s, s + n)] for s, n in zip(starts, counts, strict=True)]
    return _numbered(engine, told, rests)


def _asked(engine: Engine, request: Request, row: tuple[tuple[str, str], ...] | None) -> Any:
    trace = Trace(row, engine.settings.evidence_statements)
    return json.loads(engine.answer(replace(request, trace=trace, results="json")).body)


def _row(part: Part, row: Mapping[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]) -> tuple[tuple[str, str], ...]:  # fmt: skip
    if part.columns == ["answer"]:
        return ()
    return tuple((name, str(row[name]) if name in row else "") for name in part.columns)


def _numbered(
    engine: Engine, told: Sequence[Mapping[str, Any]], rests: Sequence[Sequence[int]]
) -> tuple[list[StatementEvidence], list[list[int]]]:
    """Keep of *told* what *rests* names, each statement once, and number it so."""
    numbers: dict[str, int] = {}
    kept: list[Mapping[str, Any]] = []
    renumbered = []
    for row in rests:
        mine = []
        for number in row:
            key = json.dumps([told[number]["triple"], told[number].get("graph", "")])
            if key not in numbers:
                numbers[key] = len(kept)
                kept.append(told[number])
            mine.append(numbers[key])
        renumbered.append(list(dict.fromkeys(mine)))
    return joined(engine, kept), renumbered


def claims_of(statement: StatementEvidence, namespace: Namespace) -> list[str]:
    """Return the claims behind a statement: its own, those of what it follows from, and those that it is about."""
    leaves = [row["claim"] for leaf in statement.proof.leaves() for row in leaf.evidence]
    claim = f"<{namespace.full('claim/')}"
    named = [term[1:-1] for term in statement.triple if term.startswith(claim)]
    return list(dict.fromkeys([*statement.claims, *leaves, *named]))


def is_told(statement: StatementEvidence, namespace: Namespace) -> bool:
    """Tell whether a statement is one that somebody claims, or that follows: a label or a class needs no evidence."""
    return statement.kind == "inferred" or bool(claims_of(statement, namespace))


def words(statement: StatementEvidence, namespace: Namespace) -> str:
    """Return a statement as it is told."""
    return " ".join(short_term(term, namespace) for term in statement.triple)


def standing(evidence: Evidence, one: StatementEvidence) -> str:
    """Tell how a statement stands."""
    if one.kind == "inferred":
        rule = f"inferred by {one.proof.rule}" if one.proof.rule else "inferred"
        return f"{rule}, contested" if one.is_contested else rule
    return evidence.standing(
        claims_of(one, evidence.reader.namespace), contested=one.is_contested
    ).word

"""Evidence as JSON, as it leaves its process: that of one row whole, that of all rows as it is found."""

import json
import re
from typing import IO, Any

import pyoxigraph as ox

from comity.query.worker import Sink
from comity.rows.asked import Solution, Statement
from comity.rows.derivation import Derivation, Note
from comity.rows.evidence import Rows
from comity.rows.standing import Standings
from comity.rows.tree import Value

ENCODER = json.JSONEncoder(ensure_ascii=False)


class Numbers:
    """Statements by their numbers, in the order in which they are first mentioned."""

    def __init__(self) -> None:
        self.statements: dict[Statement, int] = {}

    def of(self, statements: dict[Statement, None]) -> list[int]:
        """Return the numbers of *statements*, counted from 0."""
        known = self.statements
        return [known.setdefault(statement, len(known)) for statement in statements]


def write_one(rows: Rows, wanted: dict[str, Value | None] | Any, sink: Sink) -> None:
    """Write the evidence of one row; raises as `Rows.evidence`."""
    found = rows.evidence(wanted)
    numbers = Numbers()
    encoded = {
        "row": _terms(found.row),
        "columns": list(rows.select.names),
        "solutions": {"count": found.count, "shown": len(found.derivations)},
        "checked": found.is_checked,
        "unsliced": found.is_unsliced,
        "derivations": [_derivation(one, numbers, rows) for one in found.derivations],
        "besides": numbers.of(found.besides),
        "statements": _statements(numbers, rows),
        "clauses": _clauses(rows),
    }
    sink.begin("json")
    sink.write(ENCODER.encode(encoded).encode())
    sink.end()


def write_every(rows: Rows, sink: Sink) -> None:
    """Write each row with the numbers of its statements, then the statements; raises as `Rows.every`.

    It is the JSON format of SPARQL results with three members more: `evidence`, for each row a list of the
    numbers of its statements; `unchecked`, the numbers of the rows of which something could not be traced; and
    `statements`.

    Source: SPARQL 1.1 Query Results JSON Format §3 https://www.w3.org/TR/sparql11-results-json/
    """
    numbers, evidence, unchecked = Numbers(), list[list[int]](), list[int]()
    found = rows.every()
    first = next(found, None)  # what can be refused is refused before anything is written
    sink.begin("json")
    head = json.dumps({"vars": list(rows.select.names)})
    _write(sink, f'{{"head":{head},"results":{{"bindings":[')
    while first is not None:
        comma = "," if evidence else ""
        _write(sink, comma + ENCODER.encode(_terms(first.row)))
        if first.is_checked is False:
            unchecked.append(len(evidence))
        evidence.append(numbers.of(first.statements))
        first = next(found, None)
    _write(sink, f']}},"evidence":{json.dumps(evidence)},"unchecked":{unchecked},"statements":[')
    standings = _standings(rows)
    for number, statement in enumerate(numbers.statements):
        comma = "," if number else ""
        _write(sink, comma + ENCODER.encode(standings.of(statement)))
    _write(sink, "]}")
    sink.end()


def _write(sink: IO[bytes], text: str) -> None:
    sink.write(text.encode())


def _standings(rows: Rows) -> Standings:
    return Standings(rows.asked, rows.asked.whole or rows.asked.store)


def _statements(numbers: Numbers, rows: Rows) -> list[dict[str, Any]]:
    standings = _standings(rows)
    return [standings.of(statement) for statement in numbers.statements]


def _derivation(derivation: Derivation, numbers: Numbers, rows: Rows) -> dict[str, Any]:
    stem = rows.parsed.stem
    return {
        "solution": _terms(derivation.solution, stem),
        "statements": numbers.of(derivation.statements),
        "notes": [_note(note, stem) for note in dict.fromkeys(map(_Noted, derivation.notes))],
    }


class _Noted:
    """A note that equals another of the same words."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self._key = (note.kind, note.text, frozenset(note.values.items()))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Noted) and self._key == other._key


def _note(noted: _Noted, stem: str) -> dict[str, Any]:
    note = noted.note
    text = re.sub(rf"\?{stem}(\d+)", r"_:n\1", note.text)
    return {"kind": note.kind, "text": text, "values": _terms(note.values, stem)}


def _clauses(rows: Rows) -> list[str]:
    """What of the query chooses and orders rows, and rests on no statement."""
    select = rows.select
    limit = "" if select.limit is None else f"LIMIT {select.limit}"
    offset = f"OFFSET {select.offset}" if select.offset else ""
    distinct = "DISTINCT" if select.is_distinct else ""
    return [one for one in (distinct, select.having, select.order, limit, offset) if one]


def _terms(solution: Solution, stem: str = "\0") -> dict[str, dict[str, Any]]:
    """Return a solution as the JSON format of SPARQL results has it, without hidden variables."""
    return {name: _term(value) for name, value in solution.items() if not name.startswith(stem)}


def _term(value: Value) -> dict[str, Any]:
    if isinstance(value, ox.Triple):
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": {part: _term(getattr(value, part)) for part in parts}}
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    if value.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return {"type": "literal", "value": value.value}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}

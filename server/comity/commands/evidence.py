"""The evidence of a row on a terminal."""

import json
from collections.abc import Iterator

from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.proofs.proof import short
from comity.rows.answer import Derivation, Evidence
from comity.rows.turtle import term, turtle

FORMATS = ("table", "json", "turtle")


def written(evidence: Evidence, output_format: str, query: str, namespace: Namespace) -> str:
    """Return *evidence* of a row of *query* as text, JSON or Turtle.

    Raises:
        BadQuery: it has no such format.
    """
    if output_format not in FORMATS:
        raise BadQuery(f"Evidence has no format {output_format}; ask for {', '.join(FORMATS)}.")
    if output_format == "json":
        return json.dumps(evidence.as_dict(), indent=1, ensure_ascii=False)
    if output_format == "turtle":
        return turtle(evidence, query, namespace).decode().rstrip()
    return "\n".join(_lines(evidence, namespace))


def _lines(evidence: Evidence, namespace: Namespace) -> Iterator[str]:
    for name, value in evidence.row.items():
        yield f"{name}: {short(str(term(value)), namespace)}"
    yield ""
    for number, statement in enumerate(evidence.statements, 1):
        contested = ", contested" if statement.is_contested else ""
        graph = f", in {short(f'<{statement.graph}>', namespace)}" if statement.graph else ""
        first, *rest = statement.proof.lines(namespace)
        yield f"{number}. {first}{graph}{contested}"
        yield from (f"   {line}" for line in rest)
    if len(evidence.derivations) > 1 or evidence.count != 1:
        yield f"It comes from {evidence.count} solutions, of which {len(evidence.derivations)} are shown."
    for derivation in evidence.derivations[:1]:
        yield from _notes(derivation, namespace)
    yield from (f"The query has {clause}." for clause in evidence.clauses)
    yield evidence.check


def _notes(derivation: Derivation, namespace: Namespace) -> Iterator[str]:
    for note in derivation.notes:
        values = ", ".join(
            f"{n} = {short(str(term(v)), namespace)}" for n, v in note.values.items()
        )
        yield f"{note.sentence}: {namespace.shortened_in(note.text)}{f' ({values})' if values else ''}"

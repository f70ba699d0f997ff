"""The evidence of a row as its reader gets it: each statement with its proof, its claims and where those stand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import NamedNode

from comity.evidence.statements import reifier
from comity.namespace import Namespace, is_claims
from comity.proofs.proof import Names, Proof
from comity.query.citing import give_claims, proven
from comity.query.engine import Engine
from comity.query.request import Request, Trace
from comity.query.stream import Cancellation

Values = Mapping[str, Mapping[str, Any]]
"""Terms by variable, as the JSON format of SPARQL results has them."""


@dataclass(frozen=True, slots=True)
class StatementEvidence:
    """A statement, and why it is in the view that was read.

    Attributes:
        kind: asserted in a file, inferred, or recorded by the build.
        graph: the named graph that it was read from; empty for the default graph.
        claims, disputed_by: the claims that say it and those that deny it, of an asserted one.
        proof: how it follows, down to files, claims and passages; of an asserted one only its leaf.
    """

    triple: Names
    kind: str
    graph: str = ""
    claims: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    is_contested: bool = False
    proof: Proof = field(default_factory=lambda: Proof(()))

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        found: dict[str, Any] = {"triple": list(self.triple), "kind": self.kind}
        if self.graph:
            found["graph"] = self.graph
        found |= {"claims": list(self.claims), "disputedBy": list(self.disputed_by)}
        return found | {"contested": self.is_contested, "proof": self.proof.as_dict()}


@dataclass(frozen=True, slots=True)
class Note:
    """What a solution rests on besides statements, in words.

    Attributes:
        kind: absent, unmatched, condition, found, computed, given, path, counted or untraced.
        text: the part of the query that it is about; values: what its variables were.
    """

    kind: str
    text: str
    values: Values

    @property
    def sentence(self) -> str:
        """How a reader is told of it, without the text."""
        return SENTENCES[self.kind]


SENTENCES = {
    "absent": "Nothing here matches this, as the query asks",
    "unmatched": "Nothing here matches this, which the query leaves open",
    "condition": "This was decided by these values",
    "found": "Something here matches this, as the query asks",
    "computed": "The query computes this",
    "given": "The query gives this itself",
    "path": "This path leads from one to the other by the statements above, or by none where both are the same",
    "counted": "This was counted",
    "untraced": "This could not be traced",
}


@dataclass(frozen=True, slots=True)
class Derivation:
    """One solution that gives the row: its values, the numbers of its statements, and notes."""

    solution: Values
    statements: tuple[int, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row of an answer rests on.

    Attributes:
        row: its values; columns: the names of all.
        count: how many solutions give the row, of which the first are in `derivations`.
        statements: each once; besides: the numbers of those that only keep other solutions from counting.
        clauses: what of the query chooses and orders rows.
        is_checked: whether the query, asked of these statements alone, gave the row again; None where there are more.
        is_unsliced: whether LIMIT and OFFSET were left out for that.
    """

    row: Values
    columns: tuple[str, ...]
    count: int
    derivations: tuple[Derivation, ...]
    statements: tuple[StatementEvidence, ...]
    besides: tuple[int, ...]
    clauses: tuple[str, ...]
    is_checked: bool | None
    is_unsliced: bool

    @property
    def check(self) -> str:
        """What came of the check, as a sentence."""
        if self.is_checked is None:
            return f"Of the {self.count} solutions that this counts the first {len(self.derivations)} are shown, so that the row cannot be checked by them alone."
        if not self.is_checked:
            return "Asked of these statements alone, the query does not give this row again: something of it depends on more than could be traced."
        without = ", its LIMIT and OFFSET left out," if self.is_unsliced else ""
        return f"Asked of these statements alone{without} the query gives this row again."

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "row": self.row,
            "columns": self.columns,
            "solutions": {"count": self.count, "shown": len(self.derivations)},
            "checked": self.is_checked,
            "unsliced": self.is_unsliced,
            "check": self.check,
            "clauses": self.clauses,
            "derivations": [
                {
                    "solution": one.solution,
                    "statements": one.statements,
                    "notes": [
                        {"kind": n.kind, "sentence": n.sentence, "text": n.text, "values": n.values}
                        for n in one.notes
                    ],
                }
                for one in self.derivations
            ],
            "besides": self.besides,
            "statements": [statement.as_dict() for statement in self.statements],
        }


def evidence(
    engine: Engine,
    question: Request,
    row: Mapping[str, str],
    cancellation: Cancellation | None = None,
) -> Evidence:
    """Return the evidence of the first row of *question* that has the values *row*.

    Args:
        row: terms in N-Triples by column, "" for one that is open; what is left out may be anything.

    Raises:
        NoSuchRow: the query does not give such a row.
        QueryError: the evidence cannot be traced, or passes a limit.
    """
    trace = Trace(tuple(row.items()), engine.settings.evidence_statements)
    answer = engine.answer(replace(question, trace=trace, results="json"), cancellation)
    found = json.loads(answer.body)
    derivations = tuple(
        Derivation(
            one["solution"],
            tuple(one["statements"]),
            tuple(Note(n["kind"], n["text"], n["values"]) for n in one["notes"]),
        )
        for one in found["derivations"]
    )
    return Evidence(
        found["row"],
        tuple(found["columns"]),
        found["solutions"]["count"],
        derivations,
        tuple(joined(engine, found["statements"])),
        tuple(found["besides"]),
        tuple(found["clauses"]),
        found["checked"],
        found["unsliced"],
    )


def joined(engine: Engine, statements: Sequence[Mapping[str, Any]]) -> list[StatementEvidence]:
    """Return *statements*, as a process tells them, each with its proof: of what is no fact the graph that it stands in."""
    triples = [_names(one) for one in statements]
    facts = {t for t, one in zip(triples, statements, strict=True) if "graph" not in one}
    proofs = proven(engine.snapshot.path, engine.ask, sorted(facts), engine.namespace)
    leaves: dict[str, list[Proof]] = {}
    joined = []
    for triple, one in zip(triples, statements, strict=True):
        graph = one.get("graph", "")
        proof = None if graph else proofs.get(triple)
        if proof is None:
            proof = Proof(triple, file=_file(graph, engine.namespace))
            layer = NamedNode(graph) if is_claims(graph) else None
            leaves.setdefault(reifier(engine.namespace.base, triple, layer), []).append(proof)
        joined.append(
            StatementEvidence(
                triple,
                one["kind"],
                graph,
                tuple(one["claims"]),
                tuple(one.get("disputedBy", ())),
                one.get("contested", False),
                proof,
            )
        )
    give_claims(engine.ask, leaves)
    return joined


def _names(statement: Mapping[str, Any]) -> Names:
    s, p, o = statement["triple"]
    return s, p, o


def _file(graph: str, namespace: Namespace) -> str:
    path = namespace.file_of(graph) if graph else None
    return str(path) if path else ""

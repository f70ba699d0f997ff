"""Proofs and evidence read back from the JSON in which a server gives them."""

from collections.abc import Mapping
from typing import Any

from comity.proofs.proof import Names, Proof
from comity.rows.answer import Derivation, Evidence, Note, StatementEvidence


def proof(node: Mapping[str, Any]) -> Proof:
    """Return a proof from its nested mappings; a step that was told above is the same object."""
    return _proof(node, {})


def _proof(node: Mapping[str, Any], known: dict[tuple[str, ...], Proof]) -> Proof:
    triple = tuple(node["triple"])
    if node.get("above"):
        return known[triple]
    found = Proof(
        _names(triple),
        node["rule"],
        node.get("trivial", False),
        node.get("file", ""),
        node.get("line", 0),
    )
    found.evidence = list(node.get("evidence", ()))
    known[triple] = found
    found.premises = [_proof(premise, known) for premise in node["premises"]]
    return found


def _names(triple: tuple[str, ...]) -> Names | tuple[()]:
    if not triple:
        return ()
    s, p, o = triple
    return s, p, o


def evidence(told: Mapping[str, Any]) -> Evidence:
    """Return the evidence of a row from its nested mappings."""
    return Evidence(
        told["row"],
        tuple(told["columns"]),
        told["solutions"]["count"],
        tuple(_derivation(one) for one in told["derivations"]),
        tuple(_statement(one) for one in told["statements"]),
        tuple(told["besides"]),
        tuple(told["clauses"]),
        told["checked"],
        told["unsliced"],
    )


def _derivation(told: Mapping[str, Any]) -> Derivation:
    notes = tuple(Note(note["kind"], note["text"], note["values"]) for note in told["notes"])
    return Derivation(told["solution"], tuple(told["statements"]), notes)


def _statement(told: Mapping[str, Any]) -> StatementEvidence:
    s, p, o = told["triple"]
    return StatementEvidence(
        (s, p, o),
        told["kind"],
        told.get("graph", ""),
        tuple(told["claims"]),
        tuple(told["disputedBy"]),
        told["contested"],
        proof(told["proof"]),
    )

"""A contradiction as a reader is told it: the asserted triples that exclude each other, and where each stands."""

from collections.abc import Sequence

from comity.finding import Location
from comity.proofs.proof import CELLS, TYPE, Proof

SHOWN = 6


def excluding(proof: Proof) -> list[Proof]:
    """List the asserted triples that a contradiction rests on.

    Left out are the cells of lists, as a list is told with its axiom, and what gives only the kind of an axiom
    without a name, of which another says more.
    """
    leaves = [leaf for leaf in proof.leaves() if not _is_cell(leaf)]
    told_of = {leaf.triple[0] for leaf in leaves if leaf.triple and leaf.triple[1] != TYPE}
    return [leaf for leaf in leaves if not _is_kind_alone(leaf, told_of)]


def contradiction_sentence(contradictions: Sequence[Proof], limit: int = 3) -> str:
    """Say contradictions in one sentence: of the first of them the triples that clash, and the rule."""
    parts = [
        f"{'; '.join(premise.statement() for premise in proof.premises)} [{proof.rule}]."
        for proof in contradictions[:limit]
    ]
    more = [f"And {len(contradictions) - limit} more."] if len(contradictions) > limit else []
    return " ".join(parts + more)


def exclusion(proof: Proof, leaves: Sequence[Proof], places: Sequence[Location]) -> str:
    """Say in half a sentence that *leaves* exclude each other, each with its place, and by what that shows."""
    said = [_said(leaf, location) for leaf, location in zip(leaves, places, strict=True)]
    more = f" and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    sentence = f"these exclude each other: {' and '.join(said[:SHOWN])}{more}"
    derived = [p for p in proof.premises if p.rule is not None and not p.trivial]
    if derived:
        sentence += f", from which follows {'; '.join(_unnamed(p.statement()) for p in derived)}"
    return sentence


def _is_cell(step: Proof) -> bool:
    return step.triple[1:2] in [(cell,) for cell in CELLS]


def _is_kind_alone(leaf: Proof, told_of: set[str]) -> bool:
    subject, predicate, *_ = leaf.triple or ("", "")
    return subject.startswith("_:") and subject in told_of and predicate == TYPE


def _said(leaf: Proof, location: Location) -> str:
    statement = _unnamed(leaf.statement())
    return f"{statement} ({location})" if location.file else statement


def _unnamed(statement: str) -> str:
    """Return *statement* with [] for blank nodes at its ends, whose labels no file has."""
    head, _, rest = statement.partition(" ")
    before, _, last = statement.rpartition(" ")
    if head.startswith("_:"):
        return _unnamed(f"[] {rest}")
    return f"{before} []" if last.startswith("_:") else statement

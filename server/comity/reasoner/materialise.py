"""The closure of some triples under OWL 2 RL."""

import numpy as np

from comity.reasoner import tautology
from comity.reasoner.closure import Closure
from comity.reasoner.compile import register
from comity.reasoner.equality import Equality
from comity.reasoner.keys import Columns, Places, distinct, pack
from comity.reasoner.lexical_forms import Forms
from comity.reasoner.lists import ListAxioms
from comity.reasoner.literals import Literals
from comity.reasoner.read import Encoded
from comity.reasoner.relation import ASSERTED, NOWHERE, Batch
from comity.reasoner.state import Bounds, State
from comity.reasoner.switches import SWITCHES


def materialise(asserted: Encoded, bounds: Bounds | None = None, *, proofs: bool = True) -> Closure:
    """Derive what OWL 2 RL makes of *asserted*, trivial consequences left out.

    Args:
        asserted: triples of numbers; duplicates do no harm.
        bounds: how far to go.
        proofs: whether to keep them; without, a closure says what holds, but neither why nor what goes with it.

    Raises:
        SourceError: a list is malformed.
        ReasoningTooBig: more follows than a bound lets.

    Source: OWL 2 Profiles §4.3 https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
    """
    state = State(asserted.terms, bounds or Bounds(), proofs)
    state.terms.settle()
    load(state, asserted.rows)
    register(state)
    tautology.register(state)
    ListAxioms(state)
    state.terms.settle()
    literals, equality = Literals(state), Equality(state)
    state.agenda.run(state.bounded)
    return Closure(state, literals, equality, Forms(asserted.terms, asserted.rows))


def load(state: State, rows: Columns) -> None:
    """Assert *rows* before anything is derived."""
    objects = state.terms.equal[rows[:, 2]]
    state.needed = tautology.needed(state, rows)
    state.keeps_thing = tautology.MEMBERS in state.needed
    state.keeps_itself = tautology.EVERYTHING in state.needed
    for predicate, places in grouped(rows[:, 1]):
        if predicate == state.type:
            for class_, inner in grouped(objects[places]):
                keys = np.asarray(rows[places[inner], 0], np.int64)
                _assert(state, predicate, class_, keys)
        else:
            _assert(state, predicate, NOWHERE, pack(rows[places, 0], objects[places]))


def _assert(
    state: State, predicate: int, class_: int, keys: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> None:
    keys = distinct(keys)
    state.agenda.clock += 1
    state.count += len(keys)
    state.relation(predicate, class_).append(Batch(keys, ASSERTED, None, state.agenda.clock))


def grouped(values: Columns) -> list[tuple[int, Places]]:
    """Return each of *values*, numbers of terms, with the places where it stands."""
    counts = np.bincount(values) if len(values) else np.empty(0, np.int64)
    found = np.flatnonzero(counts)
    codes = np.zeros(
        len(counts), np.uint16 if len(found) < min(SWITCHES.short, 2**16) else np.int32
    )
    codes[found] = np.arange(len(found))
    order = np.argsort(codes[values], kind="stable")
    ends = np.cumsum(counts[found])
    return [
        (int(value), order[end - counts[value] : end])
        for value, end in zip(found, ends, strict=True)
    ]

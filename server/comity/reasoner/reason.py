"""The reasoner by itself: the closure of a graph or of files, and its triples as N-Triples."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from comity.errors import BadInput, ComityError, NotFound
from comity.proofs.proof import Names, Proof
from comity.reasoner import read
from comity.reasoner.conversion import names
from comity.reasoner.keys import Columns, Mask
from comity.reasoner.maintain import update
from comity.reasoner.materialise import materialise
from comity.reasoner.state import Bounds
from comity.reasoner.trivial import trivial

ROWS = 100_000


class Reasoned:
    """A graph and what follows from it under OWL 2 RL, kept up to date.

    Attributes:
        closure: the closure itself, over numbers of terms.
    """

    def __init__(self, encoded: read.Encoded, bounds: Bounds | None = None) -> None:
        self._rows = encoded.rows
        self.closure = materialise(encoded, bounds)

    def asserted(self) -> Columns:
        """Return what is asserted, as it was written, as numbers of terms: shape (n, 3), each triple once."""
        rows = self._rows[np.lexsort(self._rows.T)]
        new = np.concatenate(([True], (rows[1:] != rows[:-1]).any(axis=1)))
        return rows[new[: len(rows)]]

    def inferred(self) -> Iterator[Any]:
        """Yield what follows, as pyoxigraph triples; what is asserted or holds of everything is left out."""
        return self.closure.inferred()

    def contradictions(self) -> list[Proof]:
        """List the contradictions, each with its proof."""
        return list(self.closure.refutations())

    def why(self, *triple: Any) -> Proof:
        """Return the proof of a triple that holds.

        Args:
            triple: one of pyoxigraph or rdflib, or its three terms: of either, or texts, which are IRIs, prefixed
                names, or what N-Triples writes for a term.

        Raises:
            BadInput: it is no triple.
            NotFound: it does not hold, or holds of everything.
        """
        named = names(triple[0] if len(triple) == 1 else triple)
        try:
            return self.closure.proof(self.closure.numbers(Proof(named)))
        except KeyError as error:
            raise NotFound(
                f"{' '.join(named)} does not follow, or holds of everything; nothing is to be proved."
            ) from error

    def update(self, add: read.Triples = (), remove: read.Triples = ()) -> None:
        """Assert some triples, of pyoxigraph or of rdflib, and take others back.

        Raises:
            BadInput, SourceError, ReasoningTooBig: as `reason` does; nothing has changed then.
        """
        terms = self.closure.terms
        removed, added = read.encode(remove, terms).rows, read.encode(add, terms).rows
        gone = _places(self._rows, removed)
        try:
            self.closure = update(self.closure, added, removed)
        except ComityError:
            self.closure = materialise(read.Encoded(terms, self._rows), self.closure.state.bounds)
            raise
        self._rows = np.concatenate((self._rows[~gone], added))

    def n_triples(self, with_trivial: bool = False) -> Iterator[str]:
        """Yield all triples, asserted as they were written and inferred, in N-Triples, some thousands at a time."""
        forms = self.closure.terms.forms
        rows = self.asserted().tolist()
        asserted = ((forms[s], forms[p], forms[o]) for s, p, o in rows)
        inferred = ((forms[s], forms[p], forms[o]) for s, p, o in self.closure.telling())
        yield from _lines(asserted)
        yield from _lines(inferred)
        if with_trivial:
            known = {(forms[s], forms[p], forms[o]) for s, p, o in rows}
            yield from _lines(
                names for names in dict.fromkeys(trivial(self.closure)) if names not in known
            )


def _places(rows: Columns, wanted: Columns) -> Mask:
    """Say of each of *rows* whether it is one of *wanted*."""
    gone = set(map(tuple, wanted.tolist()))
    found = np.isin(rows[:, 0], wanted[:, 0])
    found[found] = [tuple(row) in gone for row in rows[found].tolist()]
    return found


def _lines(triples: Iterable[Names]) -> Iterator[str]:
    lines: list[str] = []
    for s, p, o in triples:
        lines.append(f"{s} {p} {o} .\n")
        if len(lines) == ROWS:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def reason(
    source: Any, *, triples: int = Bounds().triples, seconds: float = Bounds().seconds
) -> Reasoned:
    """Derive what OWL 2 RL makes of *source*, with a proof of each conclusion.

    Args:
        source: an rdflib Graph or Dataset; a pyoxigraph Dataset or Store; triples of either; the path of a file of
            any RDF syntax, or several. Named graphs are taken together.
        triples: bound on asserted and derived triples, a count.
        seconds: bound on time.

    Returns:
        The closure; contradictions do not hinder it, and stand in `contradictions()`.

    Raises:
        BadInput: *source* is none of these, or a bound is no number above 0.
        SourceError: a file cannot be read, or a list is malformed.
        ReasoningTooBig: more follows than a bound lets.

    Source: OWL 2 Profiles §4.3 https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
    """
    for name, bound in (("triples", triples), ("seconds", seconds)):
        if not isinstance(bound, int | float) or not bound > 0:
            raise BadInput(f"The bound {name}={bound!r} is no number above 0; give one.")
    return Reasoned(read.read(source), Bounds(triples, seconds))

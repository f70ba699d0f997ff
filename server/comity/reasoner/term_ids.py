"""Terms as numbers: one for each, in the order in which they come, and for each literal the first of the same value."""

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from comity.errors import SourceError
from comity.reasoner.datatypes import Value, value

Term = NamedNode | BlankNode | Literal
PLACE = "<urn:x>"


class EncodedTriple(dict[str, int]):
    """Numbers by what is written for a term; a form not seen yet gets the next."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


class Terms:
    """A dictionary of terms in their N-Triples forms.

    Attributes:
        numbers: the number of each form; asking for a new one adds it.
        forms: the form of each number, once `settle` has been called.
        equal: for each number that of the first literal with the same value, itself for any other term.
        ill_typed: the numbers of literals whose lexical form is none of their datatype.
    """

    def __init__(self) -> None:
        self.numbers = EncodedTriple()
        self.forms: list[str] = []
        self.equal: NDArray[np.int32] = np.empty(0, np.int32)
        self.literal: NDArray[np.bool_] = np.empty(0, np.bool_)
        self.ill_typed: set[int] = set()
        self._values: dict[Value, int] = {}
        self._terms: dict[int, Term] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> Term:
        """Return the term of *number*."""
        term = self._terms.get(number)
        if term is None:
            term = self._terms[number] = read_forms([self.forms[number]])[0]
        return term

    def iri(self, iri: str) -> int:
        """Return the number of *iri*."""
        return self.numbers[f"<{iri}>"]

    def settle(self) -> None:
        """Take up the terms that have come since the last time."""
        known = len(self.forms)
        if known == len(self.numbers):
            return
        fresh = list(islice(self.numbers, known, None))
        self.forms += fresh
        equal = np.arange(known, len(self.forms), dtype=np.int32)
        literal = np.fromiter((term[0] == '"' for term in fresh), np.bool_, len(fresh))
        typed = [index for index in np.flatnonzero(literal).tolist() if fresh[index][-1] != '"']
        for index, term in zip(typed, read_forms([fresh[index] for index in typed]), strict=True):
            assert isinstance(term, Literal)
            self._terms[known + index] = term
            equal[index] = self._first_equal(known + index, term)
        self.equal = np.concatenate((self.equal, equal))
        self.literal = np.concatenate((self.literal, literal))

    def _first_equal(self, number: int, literal: Literal) -> int:
        try:
            found = value(literal)
        except ValueError:
            self.ill_typed.add(number)
            return number
        if found is None or found.space == "langString":
            return number
        if found.space == "string":
            return self.numbers.get(str(Literal(str(found.value))), number)
        return self._values.setdefault(found, number)


def read_forms(forms: Sequence[str]) -> list[Term]:
    """Return the terms that N-Triples *forms* write.

    Raises:
        SourceError: one of them is none.
    """
    text = "".join(f"{PLACE} {PLACE} {term} .\n" for term in forms)
    try:
        return [triple.object for triple in parse(input=text, format=RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise SourceError(
            f"{forms[(error.lineno or 1) - 1]} is no RDF term ({error.msg})."
        ) from error


def check_forms(subjects: Iterable[str], predicates: Iterable[str]) -> None:
    """Read forms in the places of a subject and of a predicate.

    Raises:
        SyntaxError: one of them is none.
    """
    text = [f"{term} {PLACE} {PLACE} .\n" for term in subjects]
    text += [f"{PLACE} {term} {PLACE} .\n" for term in predicates]
    for _ in parse(input="".join(text), format=RdfFormat.N_TRIPLES):
        pass

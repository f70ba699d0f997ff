"""Some rows of an answer, read as it arrives, however long it is."""

import io
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from typing import BinaryIO

import pyoxigraph as ox

from comity.query.request import Answer
from comity.query.stream import Stream

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows.

    Attributes:
        columns: the variables of the query, in its order.
        is_last: whether no row comes after these.
    """

    columns: list[str]
    rows: list[dict[str, Term]]
    is_last: bool


class _Body(io.RawIOBase):
    """The chunks of an answer as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def part(found: Answer | Stream, begin: int, count: int) -> Part:
    """Return *count* rows from *begin* on; what comes after them is neither waited for nor read.

    Raises:
        QueryError: the answer cannot be finished.
    """
    chunks = iter((found.body,)) if isinstance(found, Answer) else found
    with closing(found) if isinstance(found, Stream) else nullcontext():
        body: BinaryIO = io.BufferedReader(_Body(chunks))
        if found.format == "ntriples":
            return _part(list(TRIPLE), _triples(body), begin, count)
        results = ox.parse_query_results(input=body, format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            said: list[dict[str, Term]] = [{"answer": ox.Literal(bool(results))}]
            return Part(["answer"], said[begin:], is_last=True)
        columns = [variable.value for variable in results.variables]
        return _part(columns, _solutions(columns, results), begin, count)


def _triples(body: BinaryIO) -> Iterator[dict[str, Term]]:
    for quad in ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES):
        yield dict(zip(TRIPLE, quad.triple, strict=True))


def _solutions(columns: list[str], results: ox.QuerySolutions) -> Iterator[dict[str, Term]]:
    for solution in results:
        yield {name: term for name in columns if (term := solution[name]) is not None}


def _part(columns: list[str], rows: Iterator[dict[str, Term]], begin: int, count: int) -> Part:
    shown: list[dict[str, Term]] = []
    for number, row in enumerate(rows):
        if number >= begin + count:
            return Part(columns, shown, is_last=False)
        if number >= begin:
            shown.append(row)
    return Part(columns, shown, is_last=True)

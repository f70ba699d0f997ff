"""An answer: its rows one after another, its columns, and how a notebook shows it."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from comity.notebooks import frames
from comity.notebooks.columns import Column, Term, columns
from comity.query.request import Answer
from comity.reading.asking import Reader
from comity.reading.names import names

Row = dict[str, Term]
TRIPLE = ("subject", "predicate", "object")
SHOWN = 20
"""How many rows a notebook shows."""


class Table(Iterator[Row | Triple]):
    """The rows of an answer, each a mapping from variable to term; of CONSTRUCT and DESCRIBE its triples."""

    def __init__(self, answer: Answer, reader: Reader, about: Mapping[str, object]) -> None:
        """Read *answer*; *reader* asks what its things are called, *about* goes with it into data frames."""
        self._answer, self._reader, self.about = answer, reader, about
        self.variables, self._rows = _read(answer)

    def __next__(self) -> Row | Triple:
        return next(self._rows)

    def columns(self) -> list[Column]:
        """Return the whole answer by columns, whichever of its rows have been taken."""
        return columns(self.variables, map(_mapping, _read(self._answer)[1]))

    def to_pandas(self) -> Any:
        """Return it as a `pandas.DataFrame` with a type for each column; `attrs` says what was asked of what.

        Raises:
            BadInput: pandas is not installed.
        """
        return frames.pandas(self.columns(), self.about)

    def to_arrow(self) -> Any:
        """Return it as a `pyarrow.Table`, with metadata.

        Raises:
            BadInput: pyarrow is not installed.
        """
        return frames.arrow(self.columns(), self.about)

    def to_polars(self) -> Any:
        """Return it as a `polars.DataFrame`.

        Raises:
            BadInput: polars is not installed.
        """
        return frames.polars(self.columns())

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook, things by their names."""
        rows = [_mapping(row) for row in _read(self._answer)[1]]
        shown = rows[:SHOWN]
        iris = {t.value for row in shown for t in row.values() if isinstance(t, NamedNode)}
        called = names(self._reader, sorted(iris), is_made=False)
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(row.get(name), called)}</td>' for name in self.variables)}</tr>"
            for row in shown
        )
        count = f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
        more = f", the first {SHOWN} shown" if len(rows) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{count}{more}</p>"


def _cell(term: Term | None, called: Mapping[str, Any]) -> str:
    if isinstance(term, NamedNode):
        name = called[term.value].text if term.value in called else term.value
        if not term.value.startswith(("http://", "https://")):
            return escape(name)
        return f'<a href="{escape(term.value)}">{escape(name)}</a>'
    return escape(term.value if isinstance(term, Literal) else str(term or ""))


def _mapping(row: Row | Triple) -> Row:
    return dict(zip(TRIPLE, row, strict=True)) if isinstance(row, Triple) else row


def _read(answer: Answer) -> tuple[Sequence[str], Iterator[Row | Triple]]:
    """Return the variables and the rows of *answer*, which is N-Triples or the JSON of SPARQL results."""
    if answer.format == "ntriples":
        quads = ox.parse(input=answer.body, format=RdfFormat.N_TRIPLES)
        return TRIPLE, (quad.triple for quad in quads)
    found = ox.parse_query_results(input=answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return ("answer",), iter([{"answer": Literal(bool(found))}])
    variables = [variable.value for variable in found.variables]
    return variables, _solutions(variables, found)


def _solutions(variables: Sequence[str], found: ox.QuerySolutions) -> Iterator[Row]:
    for solution in found:
        yield {name: term for name in variables if (term := solution[name]) is not None}

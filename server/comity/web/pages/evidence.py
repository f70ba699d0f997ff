"""What a row of an answer rests on, statement by statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Response, request, url_for

from comity.query.canned import CannedQuery
from comity.query.header import RESERVED
from comity.reading import proof as proofs
from comity.reading.asking import Row, node
from comity.reading.names import names
from comity.reading.rows import Cell, cells, heading
from comity.reading.words import say
from comity.rows.answer import Evidence, StatementEvidence, Values
from comity.web import row_links
from comity.web.negotiation import engine
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.pages.vocabulary import known_terms

DATASET = ("default-graph-uri", "named-graph-uri")
TAKEN = ("query", *DATASET, *RESERVED, *layout.VIEW)
"""The parameters of /evidence that are no columns."""
SHOWN = 200
"""How many statements a page shows, a count."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement on the page: its number there, what it says in words, and the steps that it follows by."""

    number: int
    statement: StatementEvidence
    steps: list[proofs.Step]
    is_besides: bool


def page(evidence: Evidence, text: str, name: str) -> Response:
    """Show the evidence of a row of the query *text*, which is the canned one of that *name*."""
    asked, known = reader(), known_terms(reader())
    shown = evidence.statements[:SHOWN]
    lines = [
        Line(number, one, proofs.steps(asked, known, one.proof), number in evidence.besides)
        for number, one in enumerate(shown)
    ]
    sources = {
        row["source"]
        for one in shown
        for leaf in one.proof.leaves()
        for row in leaf.evidence
        if "source" in row
    }
    query = engine().queries.get(name)
    return layout.page(
        "evidence.html",
        evidence=evidence,
        row=_facts(evidence.row, evidence.columns),
        lines=lines,
        names=names(asked, sources),
        text=text,
        query=query,
        back=_back(text, query),
        title=say("What this row rests on"),
    )


def _facts(row: Values, columns: Iterable[str]) -> list[tuple[str, Cell]]:
    nodes = {name: node(value) for name, value in row.items()}
    order = [name for name in (columns or nodes) if name in nodes] or list(nodes)
    shown = cells(reader(), [nodes[name] for name in order])
    return [(heading(name), cell) for name, cell in zip(order, shown, strict=True)]


def _back(text: str, query: CannedQuery | None) -> str:
    """Return the address of the answer that the row is of."""
    if query is None:
        return layout.onward(url_for("sparql.sparql"), query=text, **_dataset())
    own = {p.name for p in query.parameters}
    arguments = {name: value for name, value in request.args.items() if name in own}
    return layout.onward(url_for("api.answer", name=query.name), **arguments)


def _dataset() -> dict[str, list[str]]:
    return {name: request.values.getlist(name) for name in DATASET if name in request.values}


def links(
    rows: Iterable[Row],
    columns: list[str],
    text: str,
    query: CannedQuery | None,
    arguments: Mapping[str, str],
) -> list[str]:
    """Return the address of the evidence of each row of an answer.

    Args:
        text: that of the query, where it is no canned one.
        arguments: what a canned query was asked with.
    """
    if query is None:
        base, given = url_for("rows.of_query"), {"query": [text], **_dataset()}
        taken = set(TAKEN)
    else:
        base = url_for("rows.of_canned", name=query.name)
        given = {name: [value] for name, value in arguments.items()}
        taken = {*RESERVED, *layout.VIEW, *(p.name for p in query.parameters)}
    return [
        layout.address(
            base, {**layout.kept(), **given, **row_links.parameters(row, columns, taken)}
        )
        for row in rows
    ]

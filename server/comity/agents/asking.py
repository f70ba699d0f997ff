"""Tools that ask: a canned query by its name, or SPARQL."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from comity.agents.answers import Rows
from comity.agents.graph import Graph, words_of
from comity.agents.paging import cursor, fitting, position
from comity.agents.row_evidence import claims_of, is_told, standing, traced, words
from comity.agents.rows import Part, Term, part
from comity.agents.sources import Grounds
from comity.errors import BadQuery, NotFound, QueryError
from comity.query.request import Request
from comity.query.view import View
from comity.reading.evidence import Evidence
from comity.reading.names import names
from comity.vocabulary import shortened

MOST_ROWS, CLAIMS = 100, 3
"""How many rows an answer may have, and how many claims are named behind a statement."""
ROWS, STATEMENTS = 4500, 4500
"""How large the rows of an answer and what they rest on may be, in bytes of JSON."""


def ask(
    graph: Graph, question: str, arguments: Mapping[str, str], view: View, limit: int, at: str
) -> Rows:
    """Return rows of the canned query called *question*.

    Raises:
        NotFound: there is none of that name; nothing is known of an argument; no row answers it.
        BadQuery: an argument does not fit.
    """
    request = graph.engine().canned(question, arguments, graph="ntriples", view=view)
    link = graph.link(f"api/{question}", {**arguments, **_changed(view)})
    call: dict[str, object] = {
        "question": question,
        "arguments": dict(arguments),
        "view": words_of(view),
    }
    return _rows(graph, request, view, link, call, limit, at)


def query(graph: Graph, sparql: str, view: View, limit: int, at: str) -> Rows:
    """Return rows of a SPARQL query; of CONSTRUCT and DESCRIBE its triples, of ASK one row.

    Raises:
        QueryError: it is refused, does not parse, or passes a limit.
        NotFound: it has no row.
    """
    request = graph.engine().question(sparql, graph="ntriples", view=view)
    link = graph.link("sparql", {"query": sparql, **_changed(view)})
    return _rows(graph, request, view, link, {"sparql": sparql, "view": words_of(view)}, limit, at)


def _rows(
    graph: Graph, request: Request, view: View, link: str, call: dict[str, object], limit: int, at: str
) -> Rows:  # fmt: skip
    if not 1 <= limit <= MOST_ROWS:
        raise BadQuery(f"The limit is {limit}; give from 1 to {MOST_ROWS} rows, and go on by the cursor.")  # fmt: skip
    begin = position(graph.snapshot, call, at)
    found = part(graph.engine().find(request), begin, limit)
    if not found.rows:
        raise NotFound(_nothing(view, is_end=bool(begin)))
    told = fitting([{name: _text(term) for name, term in row.items()} for row in found.rows], ROWS)
    found = replace(found, rows=found.rows[: len(told)], is_last=found.is_last and len(told) == len(found.rows))  # fmt: skip
    grounds, rests, untraced = _grounds(graph, request, view, found, begin)
    shown = told[: len(rests)]
    answer = _answer(graph, view, found, shown, grounds, rests)
    answer["link"], answer["truncated"] = link, not found.is_last or len(shown) < len(told)
    if untraced:
        answer["untraced"] = untraced
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, call, begin + len(shown))
    return answer


def _answer(
    graph: Graph, view: View, found: Part, shown: list[dict[str, str]], grounds: Grounds, rests: list[list[int]]
) -> Rows:  # fmt: skip
    statements, claims, sources = grounds.given()
    named = _names(graph, view, found.rows[: len(shown)])
    return Rows(
        columns=found.columns, rows=shown, names=named, rests=rests, evidence=statements, claims=claims, sources=sources,
        view=words_of(view), link="", truncated=False,
    )  # fmt: skip


def _grounds(
    graph: Graph, request: Request, view: View, found: Part, begin: int
) -> tuple[Grounds, list[list[int]], str]:
    """Return what the rows of *found* rest on, of as many as there is room for; or why that cannot be told."""
    try:
        known, numbers = traced(graph.engine(), request, found, begin)
    except QueryError as error:
        return Grounds(Evidence(graph.reader(view), [])), [[] for _ in found.rows], str(error)
    behind = [claim for one in known for claim in claims_of(one)[:CLAIMS]]
    grounds = Grounds(Evidence(graph.reader(view), [], behind))
    places: dict[int, int] = {}
    rests: list[list[int]] = []
    for row in numbers:
        if rests and grounds.size > STATEMENTS:
            break
        for number in row:
            one = known[number]
            if number not in places and is_told(one):
                places[number] = grounds.add(words(one), standing(grounds.evidence, one), claims_of(one)[:CLAIMS])  # fmt: skip
        rests.append([places[number] for number in row if number in places])
    return grounds, rests, ""


def _nothing(view: View, *, is_end: bool) -> str:
    if is_end:
        return "There are no more rows; the cursor led to the end."
    return f"Nothing here answers that, {words_of(view)}; that nothing is said of it does not mean that it is not so."  # fmt: skip


def _names(graph: Graph, view: View, rows: Iterable[Mapping[str, Term]]) -> dict[str, str]:
    """Return what the things in *rows* are called."""
    iris = {t.value for row in rows for t in row.values() if isinstance(t, ox.NamedNode)}
    found = names(graph.reader(view), sorted(iris), is_made=False)
    return {shortened(iri): name.text for iri, name in found.items()}


def _text(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return shortened(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _changed(view: View) -> dict[str, str]:
    """Return the choices of *view* that are not the usual ones, as an address has them."""
    usual = View()
    chosen = {"entailment": view.entailment, "contested": view.contested}
    changed = {name: text for name, text in chosen.items() if getattr(usual, name) != text}
    return changed | {"perspective": view.perspectives[0]} if view.perspectives else changed

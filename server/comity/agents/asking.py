"""Tools that ask: a canned query by its name, or SPARQL."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from comity.agents.answers import Rows
from comity.agents.graph import Graph, words_of
from comity.agents.paging import cursor, fitting, position
from comity.agents.rows import Term, part
from comity.errors import BadQuery, NotFound
from comity.query.request import Request
from comity.query.view import View
from comity.reading.names import names
from comity.vocabulary import shortened

MOST_ROWS, ROWS = 100, 6500
"""How many rows an answer may have, and how large they may be, in bytes of JSON."""


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
    graph: Graph, request: Request, view: View, link: str, call: dict[str, object], limit: int, at: str,
) -> Rows:  # fmt: skip
    if not 1 <= limit <= MOST_ROWS:
        raise BadQuery(f"The limit is {limit}; give from 1 to {MOST_ROWS} rows, and go on by the cursor.")  # fmt: skip
    begin = position(graph.snapshot, call, at)
    found = part(graph.engine().find(request), begin, limit)
    if not found.rows:
        raise NotFound(_nothing(view, is_end=bool(begin)))
    told = [{name: _text(term) for name, term in row.items()} for row in found.rows]
    shown = fitting(told, ROWS)
    end = begin + len(shown)
    answer = Rows(
        columns=found.columns, rows=shown, names=_names(graph, view, found.rows[: len(shown)]), evidence=[], rests=[], sources=[],
        view=words_of(view), link=link, truncated=not found.is_last or len(shown) < len(told),
    )  # fmt: skip
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, call, end)
    return answer


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

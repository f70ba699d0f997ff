"""Tools that ask: a canned query by its name, or SPARQL."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from comity.agents.naming import declared, short
from comity.agents.outputs import Rows
from comity.agents.paging import cursor, fitting, position
from comity.agents.partial_answer import Part, Term, part
from comity.agents.published_graph import Graph, words_of
from comity.agents.row_evidence import claims_of, is_told, standing, traced, words
from comity.agents.sources import Grounds
from comity.errors import BadQuery, NotFound, QueryError
from comity.namespace import Namespace
from comity.query.request import Request
from comity.query.view import View
from comity.reading.asking import Reader
from comity.reading.evidence import Evidence
from comity.reading.names import names

MOST_ROWS, CLAIMS, STATEMENTS = 100, 3, 60
"""How many rows an answer may have, how many claims are named behind a statement, and how many statements there may be."""
LONGEST = 600
"""How many signs of a text are given."""
ROWS, WHOLE = 6000, 15_000
"""How large the rows of an answer, and all of it, may be, in bytes of JSON."""


def ask(
    graph: Graph, question: str, arguments: Mapping[str, str], view: View, limit: int, at: str
) -> Rows:
    """Return rows of the canned query called *question*.

    Raises:
        NotFound: there is none of that name; nothing is known of an argument; no row answers it.
        BadQuery: an argument does not fit.
    """
    request = graph.engine().canned(question, arguments, graph="ntriples", view=view)
    link = graph.link(f"api/{question}", {**arguments, **view.asked()})
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
    sparql = declared(sparql, graph.namespace)
    request = graph.engine().question(sparql, graph="ntriples", view=view)
    link = graph.link("sparql", {"query": sparql, **view.asked()})
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
    count = len(fitting([_texts(row, graph.namespace) for row in found.rows], ROWS))
    found = replace(found, rows=found.rows[:count], is_last=found.is_last and count == len(found.rows))  # fmt: skip
    answer = _largest(_Traced(graph, request, view, found, begin))
    answer["link"], shown = link, len(answer["rows"])
    answer["truncated"] = not found.is_last or shown < count
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, call, begin + shown)
    return answer


def _largest(found: "_Traced") -> Rows:
    """Return as many of the rows, with all that they rest on, as an answer has room for; one at least."""
    count = len(found.part.rows)
    answer = found.answer(count)
    while len(json.dumps(answer, ensure_ascii=False).encode()) > WHOLE and count > 1:
        count = max(1, count * 3 // 4)
        answer = found.answer(count)
    return answer


class _Traced:
    """Rows, what they rest on, and what that is called: loaded once, told of as many rows as there is room for."""

    def __init__(self, graph: Graph, request: Request, view: View, part: Part, begin: int) -> None:
        self.part, self.view, self.untraced = part, view, ""
        try:
            self.known, self.numbers = traced(graph.engine(), request, part, begin)
        except QueryError as error:
            self.known, self.numbers = [], [[] for _ in part.rows]
            self.untraced = str(error)
        reader = graph.reader(view)
        self.namespace = reader.namespace
        self.behind = {
            n: claims_of(self.known[n], reader.namespace)[:CLAIMS]
            for n in self._told(len(part.rows))[:STATEMENTS]
        }
        self.evidence = Evidence(reader, [], [c for found in self.behind.values() for c in found])
        self.names = _names(reader, part.rows)

    def _told(self, count: int) -> list[int]:
        """Return the numbers of the statements behind the first *count* rows that an answer tells of."""
        numbers = dict.fromkeys(n for row in self.numbers[:count] for n in row)
        return [n for n in numbers if is_told(self.known[n], self.namespace)]

    def answer(self, count: int) -> Rows:
        """Return the first *count* rows, and of what they rest on the first STATEMENTS statements."""
        rows, told = self.part.rows[:count], self._told(count)
        grounds = Grounds(self.evidence.unnamed())
        places = {n: self._added(grounds, n) for n in told[:STATEMENTS]}
        statements, claims, sources = grounds.given()
        iris = {
            short(t.value, self.namespace)
            for row in rows
            for t in row.values()
            if isinstance(t, ox.NamedNode)
        }
        answer = Rows(
            columns=self.part.columns, rows=[_texts(row, self.namespace) for row in rows],
            names={iri: name for iri, name in self.names.items() if iri in iris},
            rests=[[places[n] for n in row if n in places] for row in self.numbers[:count]], evidence=statements,
            claims=claims, sources=sources, view=words_of(self.view), link="", truncated=False,
        )  # fmt: skip
        left = f"Of {len(told)} statements the first {STATEMENTS} are given." if len(told) > len(places) else ""  # fmt: skip
        if untraced := self.untraced or left:
            answer["untraced"] = untraced
        return answer

    def _added(self, grounds: Grounds, number: int) -> int:
        one = self.known[number]
        return grounds.add(
            words(one, self.namespace), standing(grounds.evidence, one), self.behind[number]
        )


def _nothing(view: View, *, is_end: bool) -> str:
    if is_end:
        return "There are no more rows; the cursor led to the end."
    return f"Nothing here answers that, {words_of(view)}; that nothing is said of it does not mean that it is not so."  # fmt: skip


def _names(reader: Reader, rows: Iterable[Mapping[str, Term]]) -> dict[str, str]:
    """Return what the things in *rows* are called."""
    iris = {t.value for row in rows for t in row.values() if isinstance(t, ox.NamedNode)}
    found = names(reader, sorted(iris), is_made=False)
    return {short(iri, reader.namespace): _cut(name.text) for iri, name in found.items()}


def _texts(row: Mapping[str, Term], namespace: Namespace) -> dict[str, str]:
    return {name: _text(term, namespace) for name, term in row.items()}


def _text(term: Term, namespace: Namespace) -> str:
    if isinstance(term, ox.NamedNode):
        return short(term.value, namespace)
    return _cut(term.value if isinstance(term, ox.Literal) else str(term))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

"""The shortest chain of statements by which a property path leads from one term to another.

The path becomes an automaton whose edges are single steps; terms and states are gone through breadth first.

Source: SPARQL 1.1 §18.4 https://www.w3.org/TR/sparql11-query/#PropertyPathPatterns
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import count

import pyoxigraph as ox

from comity.errors import QueryTooBig
from comity.rows.asked import Asked, Statement
from comity.rows.paths import Alternative, Other, Path, Repeated, Sequence, Step
from comity.rows.tree import Value

VISITED = 200_000
"""How many terms a search may go through."""
Edge = tuple[Step | Other | None, int]


class Automaton:
    """The states of a path: edges by the state they leave; an edge without a step costs nothing."""

    def __init__(self, path: Path) -> None:
        self.edges: dict[int, list[Edge]] = defaultdict(list)
        self._numbers = count(2)
        self._add(path, 0, 1)

    def _add(self, path: Path, begin: int, end: int) -> None:
        match path:
            case Step() | Other():
                self.edges[begin].append((path, end))
            case Sequence():
                states = [begin, *(next(self._numbers) for _ in path.parts[1:]), end]
                for part, one, other in zip(path.parts, states, states[1:], strict=False):
                    self._add(part, one, other)
            case Alternative():
                for part in path.parts:
                    self._add(part, begin, end)
            case Repeated():
                self._repeat(path, begin, end)

    def _repeat(self, path: Repeated, begin: int, end: int) -> None:
        one, other = next(self._numbers), next(self._numbers)
        self.edges[begin].append((None, one))
        self._add(path.part, one, other)
        self.edges[other].append((None, end))
        if path.sign != "?":
            self.edges[other].append((None, one))
        if path.sign != "+":
            self.edges[begin].append((None, end))


def witness(
    asked: Asked, path: Path, begin: Value, end: Value, graph: ox.NamedNode | None
) -> list[Statement] | None:
    """Return the statements of a shortest way from *begin* to *end*, none of them where it goes nowhere.

    Returns:
        The statements in their order; None where there is no way.

    Raises:
        QueryTooBig: too many terms had to be gone through.
    """
    edges = Automaton(path).edges
    start = (begin, 0)
    came: dict[tuple[Value, int], tuple[tuple[Value, int], Statement | None]] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == (end, 1):
            return _way(came, start, here)
        for there, statement in _next(asked, edges, here, graph):
            if there not in came and there != start:
                came[there] = (here, statement)
                (waiting.append if statement else waiting.appendleft)(there)
        if len(came) > VISITED:
            raise QueryTooBig(
                f"A path of the query leads through more than {VISITED} terms, too many for its evidence; bind one of its ends, or shorten it."
            )
    return None


def _next(
    asked: Asked,
    edges: dict[int, list[Edge]],
    here: tuple[Value, int],
    graph: ox.NamedNode | None,
) -> Iterator[tuple[tuple[Value, int], Statement | None]]:
    term, state = here
    for step, end in edges.get(state, ()):
        if step is None:
            yield (term, end), None
        else:
            for statement, other in _steps(asked, step, term, graph):
                yield (other, end), statement


def _steps(
    asked: Asked, step: Step | Other, term: Value, graph: ox.NamedNode | None
) -> Iterator[tuple[Statement, Value]]:
    if isinstance(step, Step):
        subject, value = (None, term) if step.is_inverse else (term, None)
        for statement in asked.statements(subject, step.predicate, value, graph):
            yield statement, statement.subject if step.is_inverse else statement.object
        return
    if step.forward is not None:
        for statement in asked.statements(term, None, None, graph):
            if statement.predicate not in step.forward:
                yield statement, statement.object
    if step.against is not None:
        for statement in asked.statements(None, None, term, graph):
            if statement.predicate not in step.against:
                yield statement, statement.subject


def _way(
    came: dict[tuple[Value, int], tuple[tuple[Value, int], Statement | None]],
    start: tuple[Value, int],
    here: tuple[Value, int],
) -> list[Statement]:
    way = []
    while here != start:
        here, statement = came[here]
        if statement:
            way.append(statement)
    return way[::-1]

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


Node = tuple[Value, int]
"""A term, and the state of the automaton in which it is come to."""


def witness(
    asked: Asked, path: Path, begin: Value, end: Value, graph: ox.NamedNode | None
) -> list[Statement] | None:
    """Return the statements of a shortest way from *begin* to *end*, none of them where it goes nowhere.

    Returns:
        The statements in their order; None where there is no way.

    Raises:
        QueryTooBig: too many terms had to be gone through.
    """
    came: dict[Node, tuple[Node, Statement | None]] = {}
    start, goal = (begin, 0), (end, 1)
    for here, there, statement in _moves(asked, path, start, graph):
        if there not in came and there != start:
            came[there] = (here, statement)
        if there == goal:
            return _way(came, start, goal)
    return None


def ways(
    asked: Asked, path: Path, begin: Value, end: Value, graph: ox.NamedNode | None
) -> list[Statement]:
    """Return the statements of all ways from *begin* to *end*; raises as `witness`."""
    back: dict[Node, list[tuple[Node, Statement | None]]] = defaultdict(list)
    for here, there, statement in _moves(asked, path, (begin, 0), graph):
        back[there].append((here, statement))
    found: dict[Statement, None] = {}
    seen, waiting = {(end, 1)}, [(end, 1)]
    while waiting:
        for before, statement in back.get(waiting.pop(), ()):
            if statement:
                found[statement] = None
            if before not in seen:
                seen.add(before)
                waiting.append(before)
    return list(found)


def _moves(
    asked: Asked, path: Path, start: Node, graph: ox.NamedNode | None
) -> Iterator[tuple[Node, Node, Statement | None]]:
    """Yield each move from a node to the next, those that are nearest to *start* first."""
    edges = Automaton(path).edges
    seen, waiting = {start}, deque([start])
    while waiting:
        here = waiting.popleft()
        for there, statement in _next(asked, edges, here, graph):
            yield here, there, statement
            if there not in seen:
                seen.add(there)
                (waiting.append if statement else waiting.appendleft)(there)
        if len(seen) > VISITED:
            raise QueryTooBig(
                f"A path of the query leads through more than {VISITED} terms, too many for its evidence; bind one of its ends, or shorten it."
            )


def _next(
    asked: Asked,
    edges: dict[int, list[Edge]],
    here: Node,
    graph: ox.NamedNode | None,
) -> Iterator[tuple[Node, Statement | None]]:
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
    came: dict[Node, tuple[Node, Statement | None]], start: Node, here: Node
) -> list[Statement]:
    way = []
    while here != start:
        here, statement = came[here]
        if statement:
            way.append(statement)
    return way[::-1]

"""What a write makes of the graphs: found in a process of its own, which is bounded as a query is."""

import io
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import pyoxigraph as ox

from comity.commits.bodies import parsed
from comity.commits.bounded import Difference, bounded
from comity.commits.changeset import Changeset, graph_of
from comity.commits.stored_literals import Forms
from comity.commits.update_operations import Operation, clauses, operations
from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.query import guard
from comity.query.commit_log import GraphWrite, Update, Write
from comity.settings import Settings

Lines = set[bytes]
Quads = Mapping[str, Collection[ox.Quad]]
Contexts = Mapping[str, object]
NONE_KNOWN: Contexts = {}


class Graphs:
    """The graphs of a dossier and its default graph in memory, as the WHERE clauses of an update read them."""

    def __init__(self, quads: Iterable[ox.Quad], namespace: Namespace) -> None:
        self.namespace = namespace
        self.store, self.forms = ox.Store(), Forms()
        quads = list(quads)
        self.store.bulk_extend(quads)
        self.forms.learn(quads)
        self.lines = _lines(self.store)

    def apply(self, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> None:
        """Add some quads and take others away, all as the files have them."""
        removed, added = list(removed), list(added)
        self.forms.forget(removed)
        self.forms.learn(added)
        for quad in map(self.forms.stored, removed):
            self.store.remove(quad)
            self.lines.discard(_line(quad))
        for quad in map(self.forms.stored, added):
            self.store.add(quad)
            self.lines.add(_line(quad))

    def change(
        self, write: Write, quads: Quads, settings: Settings, contexts: Contexts = NONE_KNOWN
    ) -> Changeset:
        """Return what *write* would change; nothing is changed here.

        Args:
            quads: what each graph has, by its IRI.
            contexts: JSON-LD contexts by the addresses under which they are known.

        Raises:
            BadQuery, Refused: it or the content of the graph does not parse, or cannot be evaluated, or would fetch something.
            QueryTimedOut, QueryTooBig: it passed a limit.
        """
        if isinstance(write, GraphWrite):
            found = bounded(lambda: _put(write, quads.get(write.graph, []), contexts), settings)
        else:
            found = bounded(lambda: self._update(write, quads), settings)
        return Changeset(*map(_quads, found))

    def _update(self, write: Update, quads: Quads) -> Difference:
        """Return what an update changes, each value in the form that the update or the files have it in."""
        guard.check_update(write.text)
        change = self._stated(write.text, quads)
        if change is None:
            added, removed = map(_quads, self._evaluated(write))
            change = Changeset(self.forms.new(added, write.text), self.forms.old(removed))
        return _lines_of(change.added), _lines_of(change.removed)

    def _stated(self, text: str, quads: Quads) -> Changeset | None:
        """Return what an update of INSERT DATA and DELETE DATA alone changes, read as TriG; None for any other.

        This spares going through all graphs for the difference, and keeps values in the form they are written in.
        The engine has the last word on what such an update says.
        """
        stated = list(operations(text))
        if not all(operation.data_verb or not operation.text.strip() for operation in stated):
            return None
        was, now = dict[ox.Quad, bool](), dict[ox.Quad, bool]()
        there = lru_cache(maxsize=None)(lambda graph: frozenset(quads.get(graph, ())))
        _evaluate(ox.Store(), text, self.namespace.base)
        for operation in stated:
            if (data := _data(operation, self.namespace.base)) is None:
                return None
            for quad in data:
                known = self.forms.written.get(self.forms.stored(quad), quad)
                was.setdefault(known, known in there(graph_of(quad)))
                now[known] = operation.data_verb == "INSERT"
        added = tuple(quad for quad, is_there in now.items() if is_there and not was[quad])
        removed = tuple(quad for quad, is_there in now.items() if was[quad] and not is_there)
        return Changeset(added, removed)

    def _evaluated(self, write: Update) -> Difference:
        _run(self.store, write, self.namespace)
        lines = _lines(self.store)
        return b"\n".join(lines - self.lines), b"\n".join(self.lines - lines)


def _data(operation: Operation, base: str) -> list[ox.Quad] | None:
    """Read INSERT DATA or DELETE DATA as TriG; None where the engine reads something else in it."""
    if not operation.opens:
        return []
    start, end = operation.opens
    content = operation.text[start:end]
    text = f"{operation.prologue}{content[1:-1]}"
    engine = ox.Store()
    _evaluate(engine, f"{operation.prologue}INSERT DATA {content}", base)
    try:
        quads = list(
            ox.parse(text, format=ox.RdfFormat.TRIG, base_iri=base, rename_blank_nodes=True)
        )
    except SyntaxError:
        return None
    read = ox.Store()
    read.extend(quads)
    return quads if _canonical(read) == _canonical(engine) else None


def _canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


def _lines(store: ox.Store) -> Lines:
    out = io.BytesIO()
    store.dump(out, ox.RdfFormat.N_QUADS)
    return set(out.getvalue().splitlines())


def _line(quad: ox.Quad) -> bytes:
    return _lines_of([quad]).rstrip(b"\n")


def _lines_of(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _quads(lines: bytes) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(input=lines, format=ox.RdfFormat.N_QUADS))


def _run(store: ox.Store, write: Update, namespace: Namespace) -> None:
    """Do *write* in *store*: whole, or an operation at a time where the engine would read some otherwise."""
    stated = list(operations(write.text))
    clauses(write.using, write.using_named)
    if not (write.using or write.using_named or any(o.clears_all for o in stated)):
        _evaluate(store, write.text, namespace.base)
        return
    _evaluate(
        ox.Store(), write.text, namespace.base
    )  # what does not parse as a whole is not done in parts
    for operation in stated:
        if operation.clears_all:
            _clear(store, namespace)
        else:
            _evaluate(store, operation.run(write.using, write.using_named), namespace.base)


def _evaluate(store: ox.Store, text: str, base: str) -> None:
    try:
        store.update(text, base_iri=base)
    except SyntaxError as error:
        message = " ".join(str(error.msg).split()).rstrip(".")
        raise BadQuery(f"The update does not parse: {message}.") from None
    except (RuntimeError, ValueError, OSError) as error:
        raise BadQuery(f"The update cannot be evaluated: {str(error).rstrip('.')}.") from None


def _clear(store: ox.Store, namespace: Namespace) -> None:
    """Clear what CLEAR ALL means here: every graph of data; ontology and shapes are no part of it."""
    for graph in list(store.named_graphs()):
        path = namespace.file_of(graph.value) if isinstance(graph, ox.NamedNode) else None
        if path and path.parts[0] == "data":
            store.remove_graph(graph)


def _put(write: GraphWrite, content: Collection[ox.Quad], contexts: Contexts) -> Difference:
    before, given = set(content), set[ox.Quad]()
    for text, name in write.parts:
        given |= set(parsed(text, name, write.graph, contexts))
    if write.replaces and len(before) == len(given) and _canonical(before) == _canonical(given):
        return b"", b""  # the same graph, whatever its blank nodes are called
    removed = before - given if write.replaces else set()
    return _lines_of(given - before), _lines_of(removed)

"""What a write makes of the graphs: found in a process of its own, which is bounded as a query is."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox

from comity.commits.bounded import Difference, bounded, require_small
from comity.commits.change import Change, graph_of
from comity.commits.forms import Forms
from comity.commits.operations import Operation, operations
from comity.errors import BadQuery
from comity.query import guard
from comity.query.commits import GraphWrite, Update, Write
from comity.query.formats import BY_NAME
from comity.settings import Settings
from comity.vocabulary import BASE, file_of

Lines = set[bytes]
Quads = Mapping[str, Collection[ox.Quad]]


class Graphs:
    """The graphs of a dossier and its default graph in memory, as the WHERE clauses of an update read them."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.store, self.forms = ox.Store(), Forms()
        quads = list(quads)
        self.store.bulk_extend(quads)
        self.forms.take(quads)
        self.lines = _lines(self.store)

    def apply(self, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> None:
        """Add some quads and take others away, all as the files have them."""
        removed, added = list(removed), list(added)
        self.forms.give(removed)
        self.forms.take(added)
        for quad in map(self.forms.stored, removed):
            self.store.remove(quad)
            self.lines.discard(_line(quad))
        for quad in map(self.forms.stored, added):
            self.store.add(quad)
            self.lines.add(_line(quad))

    def change(self, write: Write, quads: Quads, settings: Settings) -> Change:
        """Return what *write* would change; nothing is changed here.

        Args:
            quads: what each graph has, by its IRI.

        Raises:
            BadQuery, Refused: it or the content of the graph does not parse, or cannot be evaluated, or would fetch something.
            QueryTimedOut, QueryTooBig: it passed a limit.
        """
        if isinstance(write, GraphWrite):
            added, removed = bounded(lambda: _put(write, quads.get(write.graph, [])), settings)
            return Change(_quads(added), _quads(removed))
        guard.check(write.text)
        change = self._stated(write.text, quads, settings.commit_bytes)
        if change is None:
            added, removed = bounded(lambda: self._updated(write), settings)
            new = self.forms.new(_quads(added), write.text)
            change = Change(new, self.forms.old(_quads(removed)))
        return change

    def _stated(self, text: str, quads: Quads, most: int) -> Change | None:
        """Return what an update of INSERT DATA and DELETE DATA alone changes, read as TriG; None for any other.

        This spares going through all graphs for the difference, and keeps values in the form they are written in.
        """
        was, now = dict[ox.Quad, bool](), dict[ox.Quad, bool]()
        there = lru_cache(maxsize=None)(lambda graph: frozenset(quads.get(graph, ())))
        try:
            for operation in operations(text):
                for quad in _data(operation):
                    known = self.forms.written.get(self.forms.stored(quad), quad)
                    was.setdefault(known, known in there(graph_of(quad)))
                    now[known] = operation.verbs[0] == "INSERT"
        except SyntaxError:  # it is no data, or no TriG; the engine says if it is no SPARQL either
            return None
        added = tuple(quad for quad, is_there in now.items() if is_there and not was[quad])
        removed = tuple(quad for quad, is_there in now.items() if was[quad] and not is_there)
        require_small(sum(len(str(quad)) for quad in (*added, *removed)), most)
        return Change(added, removed)

    def _updated(self, write: Update) -> Difference:
        _update(self.store, write)
        lines = _lines(self.store)
        return b"\n".join(lines - self.lines), b"\n".join(self.lines - lines)


def _data(operation: Operation) -> list[ox.Quad]:
    """Read INSERT DATA or DELETE DATA as TriG.

    Raises:
        SyntaxError: it is another operation, or cannot be read so.
    """
    if not operation.verbs and not operation.text.strip():
        return []
    if operation.verbs not in (("INSERT", "DATA"), ("DELETE", "DATA")) or not operation.opens:
        raise SyntaxError
    start, end = operation.opens
    text = f"{operation.prologue}{operation.text[start + 1 : end - 1]}"
    found = ox.parse(text, format=ox.RdfFormat.TRIG, base_iri=BASE, rename_blank_nodes=True)
    quads = list(found)
    terms = (term for quad in quads for term in (quad.subject, quad.object))
    if "DELETE" in operation.verbs and any(isinstance(term, ox.BlankNode) for term in terms):
        raise SyntaxError
    return quads


def _lines(store: ox.Store) -> Lines:
    out = io.BytesIO()
    store.dump(out, ox.RdfFormat.N_QUADS)
    return set(out.getvalue().splitlines())


def _line(quad: ox.Quad) -> bytes:
    line = ox.serialize([quad], format=ox.RdfFormat.N_QUADS)
    assert line is not None, "without an output it is returned"
    return line.rstrip(b"\n")


def _quads(lines: bytes) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(input=lines, format=ox.RdfFormat.N_QUADS))


def _update(store: ox.Store, write: Update) -> None:
    try:
        for operation in operations(write.text):
            if operation.clears_all:
                _clear(store)
            else:
                store.update(operation.run(write.using, write.using_named), base_iri=BASE)
    except SyntaxError as error:
        told = " ".join(str(error.msg).split()).rstrip(".")
        raise BadQuery(f"The update does not parse: {told}.") from None
    except (RuntimeError, ValueError, OSError) as error:
        raise BadQuery(f"The update cannot be evaluated: {str(error).rstrip('.')}.") from None


def _clear(store: ox.Store) -> None:
    """Clear what CLEAR ALL means here: every graph of data; ontology and shapes are no part of it."""
    for graph in list(store.named_graphs()):
        path = file_of(graph.value) if isinstance(graph, ox.NamedNode) else None
        if path and path.parts[0] == "data":
            store.remove_graph(graph)


def _put(write: GraphWrite, content: Collection[ox.Quad]) -> Difference:
    before, given = set(content), set[ox.Quad]()
    for text, name in write.parts:
        given |= set(_parsed(text, name, write.graph))
    removed = before - given if write.replaces else set()
    added, gone = (
        ox.serialize(quads, format=ox.RdfFormat.N_QUADS) for quads in (given - before, removed)
    )
    return added or b"", gone or b""


def _parsed(text: bytes, name: str, graph: str) -> Iterator[ox.Quad]:
    form, iri = BY_NAME[name].engine, ox.NamedNode(graph)
    assert isinstance(form, ox.RdfFormat)
    try:
        for quad in ox.parse(input=text, format=form, base_iri=graph, rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, iri)
    except SyntaxError as error:
        where = f", line {error.lineno}" if error.lineno else ""
        told = str(error.msg).rstrip(".")
        raise BadQuery(f"The body{where}: not valid {form.name} ({told}).") from None

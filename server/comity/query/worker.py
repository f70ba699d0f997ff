"""What runs inside a query process: one read-only store, no way to open a file or a socket, bounded memory."""

import io
import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from comity.errors import BadQuery, NotAcceptable, QueryTooBig
from comity.query.formats import BY_NAME
from comity.vocabulary import PREFIXES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_state: dict[str, ox.Store] = {}


@dataclass(frozen=True, slots=True)
class Request:
    """A question for a query process; IRIs and N-Triples terms as text, so that it travels.

    Attributes:
        default_graphs: the graphs that are read as the default graph; empty means the store's own,
            "" among them stands for the store's own.
        named_graphs: the graphs GRAPH may name; None means all.
        bindings: values for variables, each as (kind, text, datatype or language).
        results, graph: the short name of the format for rows or for triples; None if the client takes none.
    """

    text: str
    results: str | None = "json"
    graph: str | None = "turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] | None = None
    bindings: tuple[tuple[str, "Term"], ...] = ()
    most: int = 2**26


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term as it travels between processes: an IRI, or a literal with datatype or language."""

    value: str
    datatype: str | None = None
    language: str | None = None
    is_iri: bool = False

    def to_engine(self) -> ox.NamedNode | ox.Literal:
        """Make pyoxigraph's term of it."""
        if self.is_iri:
            return ox.NamedNode(self.value)
        if self.language:
            return ox.Literal(self.value, language=self.language)
        return ox.Literal(
            self.value, datatype=ox.NamedNode(self.datatype) if self.datatype else None
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer and the short name of its format."""

    body: bytes
    format: str


def start(store: Path, most: int) -> None:
    """Open the store, touch it, and give up the right to open anything more.

    Args:
        store: the folder of a snapshot's store.
        most: memory that a query may take beyond what the process has now, in bytes.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _state["store"] = ox.Store.read_only(str(store))
    for _ in _state["store"].quads_for_pattern(None, None, None, None):
        pass
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_AS, _address_space() + most)
    free = os.dup(2)
    os.close(free)
    _limit(resource.RLIMIT_NOFILE, free + _unopened(store))


def _unopened(store: Path) -> int:
    """Count the files of *store* that the engine has not opened yet: a large one opens them as it goes."""
    files = {path.name for path in store.glob("*.sst")}
    for entry in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):  # the descriptor of this very listing is gone again
            files.discard(Path(os.readlink(entry)).name)
    return len(files)


def _limit(what: int, value: int) -> None:
    resource.setrlimit(what, (value, value))


def _address_space() -> int:
    """The address space this process has now, in bytes; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**32


def ready() -> bool:
    """Answer that this process is up."""
    return bool(_state["store"].query("ASK {}"))


def answer(request: Request) -> Answer:
    """Evaluate and serialise.

    Raises:
        BadQuery: the text does not parse, or a binding is of no use to it.
        NotAcceptable: the client takes no form that this kind of answer has.
        QueryTooBig: the answer is larger than the request allows.
    """
    store, default_graphs = _dataset(request)
    try:
        found = store.query(
            request.text,
            default_graph=[_graph(iri) for iri in default_graphs] or None,
            named_graphs=None
            if request.named_graphs is None
            else [ox.NamedNode(iri) for iri in request.named_graphs],
            substitutions={ox.Variable(name): term.to_engine() for name, term in request.bindings},
        )
    except SyntaxError as error:
        raise BadQuery(f"The query does not parse: {str(error.msg).rstrip('.')}.") from None
    except (RuntimeError, ValueError, OSError) as error:
        raise BadQuery(f"The query cannot be evaluated: {str(error).rstrip('.')}.") from None
    return _serialise(found, request)


def _serialise(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, request: Request
) -> Answer:
    is_graph = isinstance(found, ox.QueryTriples)
    name = request.graph if is_graph else request.results
    if name is None:
        kind = "a graph" if is_graph else "rows or a truth value"
        raise NotAcceptable(
            f"This query answers with {kind}, which has none of the forms asked for."
        )
    sink = _Bounded(request.most)
    try:
        _write(found, name, sink)
    except (OSError, RuntimeError, ValueError) as error:
        if sink.full:
            raise QueryTooBig(
                f"The answer is larger than {request.most} bytes; ask for less with LIMIT."
            ) from None
        raise BadQuery(f"The query cannot be evaluated: {str(error).rstrip('.')}.") from None
    return Answer(sink.getvalue(), name)


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, name: str, sink: "_Bounded"
) -> None:
    form = BY_NAME[name].engine
    if isinstance(found, ox.QueryTriples):
        assert isinstance(form, ox.RdfFormat)
        ox.serialize(found, sink, format=form, prefixes=PREFIXES)
    elif isinstance(found, ox.QueryBoolean) and name in ("csv", "tsv"):
        sink.write(b"true" if found else b"false")
    else:
        assert isinstance(form, ox.QueryResultsFormat)
        found.serialize(sink, format=form)


class _Bounded(io.BytesIO):
    """A binary sink that takes a given number of bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.full = most, False

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take *data*, or refuse it whole."""
        self.full = self.tell() + memoryview(data).nbytes > self.most
        if self.full:
            raise OSError("full")
        return super().write(data)


def _graph(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(iri) if iri else ox.DefaultGraph()


def _dataset(request: Request) -> tuple[ox.Store, tuple[str, ...]]:
    """The store to ask; several default graphs are merged into one set first.

    The engine would give a triple that stands in two of them twice, against
    SPARQL 1.1 §13.2 https://www.w3.org/TR/sparql11-query/#specifyingDataset
    """
    if len(request.default_graphs) < 2:
        return _state["store"], request.default_graphs
    key = " ".join(request.default_graphs)
    if key not in _state:
        for old in [name for name in _state if name != "store"][:-3]:
            del _state[old]
        _state[key] = _merged(_state["store"], request.default_graphs)
    return _state[key], ()


def _merged(store: ox.Store, default_graphs: tuple[str, ...]) -> ox.Store:
    merged = ox.Store()
    merged.bulk_extend(quad for quad in store if isinstance(quad.graph_name, ox.NamedNode))
    for iri in default_graphs:
        found = store.quads_for_pattern(None, None, None, _graph(iri))
        merged.bulk_extend(
            ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in found
        )
    return merged

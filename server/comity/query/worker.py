"""What runs inside a query process: one read-only store, no way to open a file or a socket, bounded memory."""

import io
import os
import resource
import signal
import sys
import textwrap
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from comity.errors import BadQuery, NotAcceptable, QueryError, QueryTooBig
from comity.query import frames
from comity.query.dataset import Datasets, graph_named
from comity.query.formats import BY_NAME
from comity.query.frames import Kind
from comity.query.request import Request
from comity.vocabulary import PREFIXES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FIRST, LATER, HELD = 2**18, 2**16, 0.25
TOLD = 300


def main() -> None:
    """Answer what comes over the pipe, one question at a time, until it is closed.

    Arguments of the command: the descriptor of the pipe, the folder of the store, and the memory
    and the time that one query may take, in bytes and seconds.
    """
    pipe, store = Connection(int(sys.argv[1])), Path(sys.argv[2])
    most, seconds = int(sys.argv[3]), int(sys.argv[4])
    datasets = start(store, most)
    frames.send(pipe, Kind.READY)
    with suppress(EOFError, ConnectionError):
        while True:
            request: Request = pipe.recv()
            signal.alarm(seconds)
            answer(datasets, request, pipe)
            signal.alarm(0)


def start(store: Path, most: int) -> Datasets:
    """Open the store, touch it, and give up the right to open anything more.

    Args:
        store: the folder of a snapshot's store.
        most: memory that a query may take beyond what the process has now, in bytes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    opened = ox.Store.read_only(str(store))
    opened.query("ASK { { SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } } }")
    confine(most, _unopened(store))
    return Datasets(opened)


def confine(most: int, files: int = 0) -> None:
    """Bound the memory of this process for good, and take from it the right to open a file or a socket.

    Args:
        most: memory that it may take beyond what it has now, in bytes.
        files: how many files it may open yet.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_AS, _address_space() + most)
    free = os.dup(2)
    os.close(free)
    _limit(resource.RLIMIT_NOFILE, free + files)


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


def answer(datasets: Datasets, request: Request, pipe: Connection) -> None:
    """Evaluate *request* and send the answer, or why there is none, as frames."""
    sink = Sink(pipe, request.most)
    try:
        _answer(datasets, request, sink)
    except QueryError as error:
        frames.send_error(pipe, error)
    except MemoryError:
        sentence = "The query ran past its limit of memory and was stopped; make it narrower or add a LIMIT."
        frames.send_error(pipe, QueryTooBig(sentence, limit="query_bytes"))


def _answer(datasets: Datasets, request: Request, sink: "Sink") -> None:
    try:
        if request.dump is not None:
            _dump(datasets.store, request.dump, request.graph, sink)
            return
        found = datasets.query(request)
        name = request.graph if isinstance(found, ox.QueryTriples) else request.results
        if name is None:
            raise _unacceptable(found)
        sink.begin(name)
        _write(found, name, sink)
        sink.end()
    except SyntaxError as error:
        raise BadQuery(f"The query does not parse: {_told(error.msg)}.") from None
    except (RuntimeError, ValueError, OSError) as error:
        if sink.full:
            sentence = f"The answer is larger than {request.most} bytes; ask for less with LIMIT."
            raise QueryTooBig(sentence, limit="result_bytes") from None
        raise BadQuery(f"The query cannot be evaluated: {_told(error)}.") from None


def _told(error: object) -> str:
    """What the engine says, in one line; it lists all that it would rather have read, to no end."""
    return textwrap.shorten(str(error), TOLD, placeholder=" …").rstrip(".")


def _dump(store: ox.Store, iri: str, name: str | None, sink: "Sink") -> None:
    """Write a graph without an engine in between, which would keep each triple to tell doubles."""
    if name is None:
        raise NotAcceptable("A graph has none of the forms asked for.")
    form = BY_NAME[name].engine
    assert isinstance(form, ox.RdfFormat)
    sink.begin(name)
    store.dump(sink, form, from_graph=graph_named(iri), prefixes=PREFIXES)
    sink.end()


def _unacceptable(found: object) -> NotAcceptable:
    kind = "a graph" if isinstance(found, ox.QueryTriples) else "rows or a truth value"
    return NotAcceptable(f"This query answers with {kind}, which has none of the forms asked for.")


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, name: str, sink: "Sink"
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


class Sink(io.BytesIO):
    """A binary sink that sends what it takes as frames, and takes a given number of bytes and no more.

    The first frame is large or late, so that a query which fails soon fails before anything has left.
    """

    def __init__(self, pipe: Connection, most: int) -> None:
        super().__init__()
        self.pipe, self.left, self.full = pipe, most, False
        self.format, self.size, self.since = b"", FIRST, 0.0

    def begin(self, name: str) -> None:
        """Take the short name of the format, which leaves with the first data."""
        self.format = name.encode()

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take *data*, or refuse it whole."""
        self.left -= memoryview(data).nbytes
        self.full = self.left < 0
        if self.full:
            raise OSError("full")
        now = time.monotonic()
        self.since = self.since if self.tell() else now
        size = super().write(data)
        if self.tell() >= self.size or now - self.since > HELD:
            self._leave(Kind.DATA)
        return size

    def end(self) -> None:
        """Send what is held, as the last."""
        self._leave(Kind.LAST)

    def _leave(self, kind: Kind) -> None:
        if self.format:
            frames.send(self.pipe, Kind.FORMAT, self.format)
            self.format, self.size = b"", LATER
        frames.send(self.pipe, kind, self.getvalue())
        self.seek(0)
        self.truncate()


if __name__ == "__main__":
    main()

"""What runs inside a query process: one read-only store, no way to open another file or a socket, bounded memory."""

import io
import json
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from comity.errors import BadQuery, NotAcceptable, QueryError, QueryTooBig, StoreFailed
from comity.query import confinement, frames, guard, jsonld, orphans
from comity.query.dataset import Datasets, file_triples, graph_named
from comity.query.formats import BY_NAME
from comity.query.frames import Kind
from comity.query.request import Request
from comity.query.xml import XmlText
from comity.snapshot import read_snapshot

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FIRST, LATER, HELD = 2**18, 2**16, 0.25
OPENING = 2**30
"""Memory that the opening of a store may take, in bytes; a damaged one takes all there is."""
TOLD = 300
Evaluate = Callable[[Datasets, Request, "Sink"], None]
FAILED = "The store of this snapshot cannot be read, so that there is no answer; its operator should build it again."


def main(evaluate: Evaluate) -> None:
    """Answer what comes over the pipe by *evaluate*, one question at a time, until it is closed.

    Arguments of the command: the descriptor of the pipe, the folder of the store, and the memory
    and the time that one query may take, in bytes and seconds.
    """
    pipe, store = Connection(int(sys.argv[1])), Path(sys.argv[2])
    max_bytes, seconds = int(sys.argv[3]), int(sys.argv[4])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    datasets, walls = start(store, max_bytes)
    orphans.end_with_parent()  # within the walls
    frames.send(pipe, Kind.READY, " ".join(walls).encode())
    with suppress(EOFError, ConnectionError):
        while True:
            request: Request = pipe.recv()
            signal.alarm(seconds)
            answer(datasets, request, pipe, evaluate)
            signal.alarm(0)


def start(
    store: Path, max_bytes: int, kernel: Sequence[str] = confinement.KERNEL
) -> tuple[Datasets, list[str]]:
    """Give up the right to open anything but the store, open it, and bound the memory.

    Args:
        store: the folder of a snapshot's store.
        max_bytes: memory that a query may take beyond what the process has then, in bytes.
        kernel: which of the kernel's means to use, where it has them.

    Returns:
        The store, and the names of the walls that stand.
    """
    if (context := store.parent / "context.jsonld").is_file():
        jsonld.use(json.loads(context.read_bytes())["@context"])
    namespace = read_snapshot(store.parent).namespace
    confinement.bound_memory(max_bytes + OPENING, final=False)
    walls = confinement.confine([store, store.parent / "dossier"], kernel)
    datasets = Datasets(ox.Store.read_only(str(store)), store.parent / "dossier", namespace)
    if len(walls) < len(confinement.KERNEL):
        datasets.open_every_file()
        confinement.close_descriptors()
        walls.append(confinement.DESCRIPTORS)
    confinement.bound_memory(max_bytes)
    return datasets, walls


def answer(
    datasets: Datasets,
    request: Request,
    pipe: Connection,
    evaluate: Evaluate,
) -> None:
    """Evaluate *request* and send the answer, or why there is none, as frames."""
    sink = Sink(pipe, request.max_bytes)
    try:
        _evaluated(datasets, request, sink, evaluate)
    except QueryError as error:
        frames.send_error(pipe, error)
    except MemoryError:
        sentence = "The query ran past its limit of memory and was stopped; make it narrower or add a LIMIT."
        frames.send_error(pipe, QueryTooBig(sentence, limit="query_bytes"))


def _evaluated(
    datasets: Datasets,
    request: Request,
    sink: "Sink",
    evaluate: Evaluate,
) -> None:
    try:
        evaluate(datasets, request, sink)
    except SyntaxError as error:
        raise BadQuery(f"The query does not parse: {_one_line(error.msg)}.") from None
    except OSError as error:
        raise sink.why or _failed(error) from None
    except (RuntimeError, ValueError) as error:
        raise BadQuery(f"The query cannot be evaluated: {_one_line(error)}.") from None


def write_answer(datasets: Datasets, request: Request, sink: "Sink") -> None:
    """Write the answer to *request*, or the graph that it asks for.

    Raises:
        SyntaxError, RuntimeError, ValueError, OSError: as the engine does.
        QueryError: there is none.
    """
    if request.dump is not None:
        _dump(datasets, request, sink)
        return
    guard.check(request.text)
    found = datasets.query(request)
    name = request.graph if isinstance(found, ox.QueryTriples) else request.results
    if name is None:
        raise _unacceptable(found)
    sink.begin(name)
    BY_NAME[name].write(found, sink, datasets.namespace)
    sink.end()


def _failed(error: OSError) -> QueryError:
    """Why the engine could not go on: what it writes has no form for RDF 1.2, or the store cannot be read."""
    if "RDF 1.2" in str(error):
        return NotAcceptable(
            "The answer has triple terms, which this form has no way to write; ask for another."
        )
    return StoreFailed(FAILED)


def _one_line(error: object) -> str:
    """What the engine says, in one line; it lists all that it would rather have read, to no end."""
    return textwrap.shorten(str(error), TOLD, placeholder=" …").rstrip(".")


def _dump(datasets: Datasets, request: Request, sink: "Sink") -> None:
    """Write a graph without an engine in between, which would keep each triple to tell doubles.

    One that is a file is read there: the store has one form for a value, whatever the file has.
    """
    if request.graph is None:
        raise NotAcceptable("A graph has none of the forms asked for.")
    rdf_format = BY_NAME[request.graph].rdf
    assert request.dump is not None, "as whoever calls has seen"
    sink.begin(request.graph)
    if request.file is None:
        datasets.store.dump(
            sink,
            rdf_format,
            from_graph=graph_named(request.dump),
            prefixes=datasets.namespace.prefixes,
        )
    elif request.graph == "turtle" and request.file.endswith(".ttl"):
        sink.write(datasets.file(request.file).read_bytes())
    else:
        ox.serialize(
            file_triples(datasets.file(request.file), request.dump),
            sink,
            rdf_format,
            prefixes=datasets.namespace.prefixes,
        )
    sink.end()


def _unacceptable(found: object) -> NotAcceptable:
    kind = "a graph" if isinstance(found, ox.QueryTriples) else "rows or a truth value"
    return NotAcceptable(f"This query answers with {kind}, which has none of the forms asked for.")


class Sink(io.BytesIO):
    """A binary sink that sends what it takes as frames, and takes a given number of bytes and no more.

    The first frame is large or late, so that a query which fails soon fails before anything has left.
    """

    def __init__(self, pipe: Connection, max_bytes: int) -> None:
        super().__init__()
        self.pipe, self.max_bytes, self.left = pipe, max_bytes, max_bytes
        self.format, self.size, self.since = b"", FIRST, 0.0
        self.xml: XmlText | None = None
        self.why: QueryError | None = None

    def begin(self, name: str) -> None:
        """Take the short name of the format, which leaves with the first data."""
        self.format = name.encode()
        self.xml = XmlText() if BY_NAME[name].is_xml else None

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take *data*, or refuse it whole; `why` says why."""
        taken = memoryview(data).nbytes
        self.left -= taken
        if self.left < 0:
            sentence = f"The answer is larger than {self.max_bytes} bytes; ask for less with LIMIT."
            self.why = QueryTooBig(sentence, limit="result_bytes")
        if self.xml and not self.why:
            data = self._as_xml(bytes(data))
        if self.why:
            raise OSError(str(self.why))
        now = time.monotonic()
        self.since = self.since if self.tell() else now
        super().write(data)
        if self.tell() >= self.size or now - self.since > HELD:
            self._leave(Kind.DATA)
        return taken

    def _as_xml(self, data: bytes) -> bytes:
        assert self.xml
        try:
            return self.xml.checked(data)
        except ValueError as error:
            others = "turtle or json" if "property" in str(error) else "json, csv or turtle"
            self.why = NotAcceptable(
                f"The answer cannot be written as XML, since {error}; ask for {others}."
            )
            return b""

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
    main(write_answer)

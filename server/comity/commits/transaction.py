"""One write: from the current snapshot to the next, through the gate, or to nothing at all."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain

from pyoxigraph import Literal, Quad, Triple

from comity.builder import inference, load
from comity.builder.dossier import Dossier
from comity.builder.source_file import SourceFile
from comity.builder.work import Work
from comity.checks import consistency, table
from comity.commits import house_style
from comity.commits.bodies import own_contexts
from comity.commits.changeset import Changeset, graph_of
from comity.commits.current import Current
from comity.errors import ComityError, NotFound, NotWritable, PreconditionFailed
from comity.evidence.annotations import annotations, split
from comity.query.commit_log import GraphWrite, Write, version
from comity.settings import Settings

Graphs = Mapping[str, list[Quad]]


class Transaction:
    """What a write makes of the current snapshot.

    The files that it changes are written and read again, so that what goes through the gate is what a build of
    the same files would see.

    Attributes:
        change: what it changes in the graphs of the dossier.
        stated: the part of it that is no annotation of a triple.
        work: the files, the quads by kind of file, the outcome of the reasoner and the reports, as of a build.
        asserted, inferred: the triples that come and those that go.
        existed: whether the graph that is written, if one is, was there.
    """

    def __init__(self, current: Current, write: Write, settings: Settings) -> None:
        self.current, self.write = current, write
        self.seconds: dict[str, float] = {}
        with self.step("apply"):
            self.existed = _is_met(current.dossier, write)
            change = current.derived.graphs.change(
                write, current.quads, settings, _contexts(current, write)
            )
        _require_writable(change, current.dossier)
        files = self._files(change)
        self.work = Work(
            current.dossier.with_files(files), lambda _: None, seconds=self.seconds, between=" "
        )
        read = {graph: load.quads(file) if file else [] for graph, file in files.items()}
        self.quads = current.quads | read
        self.change = _difference(current.quads, read)
        self.stated = _stated(current.quads, read)
        self.work.quads = load.apart({kind: self._of(kind) for kind in load.KINDS})
        self.asserted: tuple[set[Triple], set[Triple]] = (set(), set())
        self.inferred: tuple[list[Triple], list[Triple]] = ([], [])

    def pass_the_gate(self) -> None:
        """Hold what the write makes to everything that a build is held to.

        Raises:
            SourceError, NotConforming, Inconsistent, ReasoningTooBig: it is not fit to be published.
        """
        work, derived = self.work, self.current.derived
        before, after = table.around_reasoning()
        self._hold_to(before)
        derived.factual |= {
            file.graph for file in work.dossier.of("ontology", "data") if file.graph
        }
        self.asserted = derived.asserts(self.stated)
        with self.step("reason"):
            self.inferred = self.current.infer(*self.asserted)
        try:
            consistency.require(work, self.current.closure)
            inferred = list(self.current.inferred.values())
            work.outcome = inference.Inference(inferred, self.current.closure)
            self._hold_to(after)
        except ComityError:
            self.current.infer(*reversed(self.asserted))
            raise

    def _hold_to(self, subjects: Iterable[table.Subject]) -> None:
        for subject in subjects:
            with self.step(subject.step):
                table.hold_to(subject, self.work)

    def _files(self, change: Changeset) -> dict[str, SourceFile | None]:
        """Write the file of each graph that *change* is about; None for a graph that is left with nothing."""
        current, files = self.current, dict[str, SourceFile | None]()
        known = {file.graph: file for file in current.dossier.files}
        for graph in change.graphs():
            before, path = known.get(graph), current.dossier.namespace.file_of(graph)
            assert path is not None, "a graph that can be no file is refused"
            quads = _changed(graph, current.quads.get(graph, []), change)
            text = house_style.graph_in_house_style(graph, quads, current.prefixes, before)
            files[graph] = SourceFile(path, text, graph) if quads else None
        return files

    def _of(self, kind: str) -> list[Quad]:
        files = self.work.dossier.of(kind)
        return list(chain.from_iterable(self.quads[file.graph] for file in files))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step, in seconds."""
        start = time.perf_counter()
        yield
        spent = time.perf_counter() - start
        self.seconds[name] = round(self.seconds.get(name, 0) + spent, 4)


def _contexts(current: Current, write: Write) -> Mapping[str, object]:
    if not isinstance(write, GraphWrite) or all(
        format_name != "jsonld" for _, format_name in write.parts
    ):
        return {}
    return own_contexts(
        current.snapshot.path / "context.jsonld",
        current.dossier.namespace.base + "context.jsonld",
        write.context,
    )


def _changed(graph: str, quads: list[Quad], change: Changeset) -> list[Quad]:
    """Return what a graph has after *change*; what it said of a triple goes with the triple."""
    gone = set(change.removed)
    added = [quad for quad in change.added if graph_of(quad) == graph]
    stated, said = split(quads)
    lost = {q.triple for q in stated if q in gone} - {q.triple for q in added}
    gone.update(quad for a in annotations(said) if a.triple in lost for quad in a.quads)
    return [quad for quad in quads if quad not in gone] + added


def _stated(before: Graphs, after: Graphs) -> Changeset:
    """Return the difference between what the graphs of *after* stated and what they state."""
    old = {graph: split(before.get(graph, ()))[0] for graph in after}
    return _difference(old, {graph: split(quads)[0] for graph, quads in after.items()})


def _difference(before: Graphs, after: Graphs) -> Changeset:
    """Return what becomes of the graphs of *after*, whose blank nodes have the names that a build gives them."""
    old = {quad for graph in after for quad in before.get(graph, ())}
    new = {quad for quads in after.values() for quad in quads}
    return Changeset(tuple(new - old), tuple(old - new))


def _is_met(dossier: Dossier, write: Write) -> bool:
    """Say whether the graph of *write* is there.

    Raises:
        NotWritable: no writer may write it.
        PreconditionFailed: it is not as the write wants it.
        NotFound: it is not there, and must be.

    Source: RFC 9110 §13.1 https://www.rfc-editor.org/rfc/rfc9110#section-13.1
    """
    if not isinstance(write, GraphWrite):
        return False
    _require_name(write.graph, dossier)
    file = next((file for file in dossier.files if file.graph == write.graph), None)
    has = {"*", version(file.digest)} if file else set()
    matches = write.match is None or has & set(write.match)
    if not matches or has & set(write.none_match or ()):
        raise PreconditionFailed(
            f"The graph {write.graph} is not as the request wants it; read it again, and write with the ETag it has now."
        )
    if write.must_exist and file is None:
        raise NotFound(f"There is no graph {write.graph} here; /sparql lists those there are.")
    return file is not None


def _require_writable(change: Changeset, dossier: Dossier) -> None:
    """Refuse a change of what is not a writer's.

    Raises:
        NotWritable: a graph is made from others, belongs to the files, or has no name of a file.
    """
    for graph in sorted(change.graphs()):
        _require_name(graph, dossier)
    if any(_is_of_rdf_1_2(quad.object) for quad in change.added):
        raise NotWritable(
            "The write has a triple term or a base direction of RDF 1.2; the files of a dossier are RDF 1.1, and the graph evidence says where a triple is stated."
        )


def _is_of_rdf_1_2(term: object) -> bool:
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)


def _require_name(graph: str, dossier: Dossier) -> None:
    namespace = dossier.namespace
    if not graph:
        raise NotWritable(
            f"The default graph is made from the graphs of data/ and from what follows; name one of those, as GRAPH <{namespace.graph}…>."
        )
    if namespace.is_made(graph):
        raise NotWritable(
            f"The graph {graph} is made from others; write to one of those it is made from."
        )
    if any(file.graph == graph and file.is_packaged for file in dossier.files):
        raise NotWritable(
            f"The graph {graph} is of the ontology that comes with Comity; state terms of your own in a graph of data/terms/."
        )
    path = namespace.file_of(graph)
    if path is None:
        raise NotWritable(
            f"The graph {graph} can be no file of a dossier; use letters, digits, hyphens and slashes after {namespace.graph}, or a shorter name."
        )
    if path.parts[:2] == ("ontology", "releases"):
        raise NotWritable(
            f"The graph {graph} is a version of the ontology that was released, and stays as it is; give the next another number."
        )
    if path.parts[:2] == ("ontology", "shapes") or path.parts[:3] == ("data", "terms", "shapes"):
        raise NotWritable(
            f"The graph {graph} holds shapes, which are what writes are held to; change {path} and build."
        )

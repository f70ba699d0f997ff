"""The way from files to a published snapshot: load, validate, reason, validate again, write, switch."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import rdflib
from pyoxigraph import Quad
from rdflib import RDFS, SH, Graph

from comity.builder import dossier as dossiers
from comity.builder import load, passages, reason, shapes, write
from comity.builder.identity import find, identify
from comity.builder.lines import Places
from comity.query.canned import read_queries
from comity.snapshot import Snapshot, switch

Progress = Callable[[str], None]
AFTER = "shapes/inferred"


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may do besides.

    Attributes:
        again: build even where a snapshot of the same files exists.
        texts: texts of sources, into which passages point; each is found by its SHA-256.
        reasoner: comity, or owlrl, the reference that keeps no proofs.
    """

    again: bool = False
    texts: Sequence[Path] = ()
    reasoner: str = "comity"


DEFAULT = Options()


@dataclass(slots=True)
class Work:
    """What the steps of one build have made so far, and how long each took, in seconds."""

    dossier: dossiers.Dossier
    progress: Progress
    quads: dict[str, list[Quad]] = field(default_factory=dict)
    outcome: reason.Outcome = field(default_factory=lambda: reason.Outcome([]))
    reports: list[shapes.Report] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def places(self) -> Places:
        """Return where each thing of the ontology and the data is described."""
        return Places(self.dossier, self.quads["data"] + self.quads["ontology"])

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step and tell of it."""
        self.progress(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def examine(root: Path, progress: Progress = lambda _: None, options: Options = DEFAULT) -> Work:
    """Do everything that a build does short of publishing.

    Raises:
        SourceError, NotConforming, Inconsistent: the dossier is not fit to be published.
    """
    work = Work(dossiers.read(root), progress)
    with work.step("load"):
        read_queries(
            {
                file.path.stem: file.content.decode("utf-8", "replace")
                for file in work.dossier.of("queries")
            }
        )
        work.quads = load.load(work.dossier)
    with work.step("passages"):
        passages.verify(work.quads["data"], passages.texts(options.texts))
    ontology, facts = load.to_rdflib(work.quads["ontology"]), load.to_rdflib(work.quads["data"])
    before, after = _shapes(work)
    with work.step("validate asserted"):
        _validate(work, facts + _hierarchy(ontology), before, "on what is asserted")
    with work.step("reason"):
        work.outcome = reason.close(work.quads["ontology"], work.quads["data"], options.reasoner)
    with work.step("validate inferred"):
        closed = facts + _hierarchy(ontology) + load.to_rdflib(work.outcome.inferred)
        _validate(work, closed, after, "after reasoning")
    return work


def build(
    root: Path,
    home: Path,
    progress: Progress = lambda _: None,
    options: Options = DEFAULT,
) -> Snapshot:
    """Publish the dossier at *root* in *home*, or the snapshot that its files already have there.

    Args:
        root: the dossier's folder.
        home: where snapshots live; made if it is not there.
        progress: called with the name of each step as it begins.
        options: what else to do.

    Raises:
        SourceError, NotConforming, Inconsistent: nothing is published, what was stays so.
    """
    write.prepare(home)
    known = find(root, home, options.reasoner)
    if known is not None and not options.again and not options.texts:
        switch(home, known.path)
        return known
    work = examine(root, progress, options)
    with work.step("write"):
        folder = write.write(
            work.dossier,
            work.quads,
            work.outcome,
            work.reports,
            home,
            identify(work.dossier, options.reasoner),
            work.seconds,
        )
    switch(home, folder.path)
    return folder


def _validate(work: Work, data: Graph, gate: Graph, when: str) -> None:
    report = shapes.validate(data, gate, work.places().of)
    work.reports.append(report)
    report.raise_for_violations(when)


def _shapes(work: Work) -> tuple[Graph, Graph]:
    after = [quad for quad in work.quads["shapes"] if str(quad.graph_name).endswith(f"{AFTER}>")]
    before = [
        quad for quad in work.quads["shapes"] if not str(quad.graph_name).endswith(f"{AFTER}>")
    ]
    prefixes = [
        q
        for q in before
        if q.predicate.value in (str(SH.declare), str(SH.prefix), str(SH.namespace))
    ]
    return load.to_rdflib(before), load.to_rdflib(after + prefixes)


def _hierarchy(ontology: Graph) -> Graph:
    """The part of the ontology that a shape may look at: which class is below which."""
    graph = rdflib.Graph()
    for s, o in ontology.subject_objects(RDFS.subClassOf):
        if isinstance(o, rdflib.URIRef):
            graph.add((s, RDFS.subClassOf, o))
    return graph

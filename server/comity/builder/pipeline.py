"""The way from files to a published snapshot: load, validate, reason, validate again, write, switch."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from comity.builder import descent, load, passages, reason, shapes, write
from comity.builder import dossier as dossiers
from comity.builder.identity import identify
from comity.builder.lines import Places
from comity.builder.origins import Origins
from comity.query.canned import read_queries
from comity.snapshot import Snapshot
from comity.vocabulary import RDFS, SH

Progress = Callable[[str], None]
AFTER = "shapes/inferred"
DECLARATIONS = (SH + "declare", SH + "prefix", SH + "namespace")


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may do besides.

    Attributes:
        again: build even where a snapshot of the same files exists.
        texts: texts of sources, into which passages point; each is found by its SHA-256.
        reasoner: comity, or owlrl, the reference that keeps no proofs.
        validator: shacl, or pyshacl, the reference; it validates even where a snapshot exists.
        without_commits: publish the files even where commits are not in them.
    """

    again: bool = False
    texts: Sequence[Path] = ()
    reasoner: str = "comity"
    validator: str = "shacl"
    without_commits: bool = False

    def may_reuse(self) -> bool:
        """Say whether a snapshot of the same files will do."""
        return not (self.again or self.texts or self.validator != DEFAULT.validator)


DEFAULT = Options()


@dataclass
class Work:
    """What the steps of one build have made so far, and how long each took, in seconds."""

    dossier: dossiers.Dossier
    progress: Progress
    quads: dict[str, list[Quad]] = field(default_factory=dict)
    outcome: reason.Outcome = field(default_factory=lambda: reason.Outcome([]))
    reports: list[shapes.Report] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @cached_property
    def _places(self) -> Places:
        return Places(self.dossier, self.quads["data"] + self.quads["ontology"])

    def place(self, iri: str) -> str:
        """Return where the thing of an IRI is described, to begin a sentence with."""
        return self._places.of(iri)

    def origins(self, nodes: Iterable[object]) -> Origins:
        """Return where the triples in which *nodes* stand come from."""
        asserted = self.quads["data"] + self.quads["ontology"]
        return Origins(self.dossier, asserted, self.outcome, nodes)

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
    facts = [*work.quads["data"], *hierarchy(work.quads["ontology"])]
    before, after = gates(work.quads["shapes"])
    with work.step("validate asserted"):
        validate(work, facts, before, options.validator, "on what is asserted")
    with work.step("reason"):
        work.outcome = reason.close(work.quads["ontology"], work.quads["data"], options.reasoner)
    with work.step("validate inferred"):
        closed: list[Quad | Triple] = [*facts, *work.outcome.inferred]
        validate(work, closed, after, options.validator, "after reasoning")
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
        Diverged: commits are not in the files, and are not to be left out.
    """
    write.prepare(home)
    known = descent.published(
        root, home, options.reasoner, options.without_commits, options.may_reuse()
    )
    if known is not None:
        return known
    work = examine(root, progress, options)
    with work.step("write"):
        name = identify(work.dossier, options.reasoner)
        folder = write.write(
            work.dossier, work.quads, work.outcome, work.reports, home, name, work.seconds
        )
    descent.publish(work.dossier, home, folder, options.without_commits)
    return folder


def validate(
    work: Work, data: Sequence[Quad | Triple], gate: list[Quad], validator: str, when: str
) -> None:
    """Hold *data* to *gate* and keep the report.

    Raises:
        NotConforming: there are violations; it carries the report.
    """
    report = shapes.validate(
        data, gate, place=work.place, origins=work.origins, validator=validator
    )
    work.reports.append(report)
    report.raise_for_violations(when)


def gates(quads: list[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the shapes for what is asserted and those for what is inferred, which share their prefixes."""
    after = [quad for quad in quads if str(quad.graph_name).endswith(f"{AFTER}>")]
    before = [quad for quad in quads if not str(quad.graph_name).endswith(f"{AFTER}>")]
    return before, after + [quad for quad in before if quad.predicate.value in DECLARATIONS]


def hierarchy(ontology: list[Quad]) -> list[Quad]:
    """The part of the ontology that a shape may look at: which class is below which."""
    return [
        quad
        for quad in ontology
        if quad.predicate.value == RDFS + "subClassOf" and isinstance(quad.object, NamedNode)
    ]

"""What the steps of one build, check or commit have made so far."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from comity.builder import inference, shapes
from comity.builder.dossier import Dossier
from comity.builder.locations import SourceLocations
from comity.builder.provenance import ProvenanceIndex
from comity.errors import Inconsistent
from comity.evidence.statements import Evidence
from comity.evidence.vocabulary import CONTRADICTS
from comity.finding import Finding
from comity.vocabulary import RDFS, SH, SKOS, TERM

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
    """A dossier under work, and how long each step took, in seconds.

    Attributes:
        surveyed: what was found when its folders were read.
        quads: what its files say, by their kind; what data/ says of triples is the kind annotations.
        outcome: what follows; reports: what the shapes say.
        findings: what the checks have found.
        between: what stands between findings in the sentence of a refusal.
        refused: why nothing follows, where the data contradict the ontology.
    """

    dossier: Dossier
    progress: Progress
    quads: dict[str, list[Quad]] = field(default_factory=dict)
    outcome: inference.Inference = field(default_factory=lambda: inference.Inference([]))
    reports: list[shapes.Report] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    options: Options = DEFAULT
    surveyed: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: Inconsistent | None = None
    between: str = "\n"

    @cached_property
    def places(self) -> SourceLocations:
        """Where things are described and triples stand."""
        return SourceLocations(
            self.dossier, [quad for quads in self.quads.values() for quad in quads]
        )

    @property
    def written(self) -> list[Quad]:
        """What the files of ontology/ and data/ say, without shapes and alignments."""
        return self.quads["ontology"] + self.quads["data"] + self.quads["claims"]

    @property
    def facts(self) -> list[Quad]:
        """What shapes look at before reasoning: the data, and which class is below which."""
        return [*self.quads["data"], *hierarchy(self.quads["ontology"])]

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence of what the files of data/ state, facts and claims."""
        stated = self.quads["data"] + self.quads["claims"]
        against = (quad for quad in self.quads["data"] if quad.predicate == CONTRADICTS)
        return Evidence(stated, self.quads["annotations"], against, self.dossier.namespace.base)

    def origins(self, nodes: Iterable[object]) -> ProvenanceIndex:
        """Return where the triples in which *nodes* stand come from."""
        asserted = self.quads["data"] + self.quads["ontology"]
        return ProvenanceIndex(self.dossier, asserted, self.outcome, nodes)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step and tell of it."""
        self.progress(name)
        start = time.perf_counter()
        yield
        spent = time.perf_counter() - start
        self.seconds[name] = round(self.seconds.get(name, 0) + spent, 3)


def gates(quads: list[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the shapes for what is asserted and those for what is inferred, which share their prefixes."""
    after = [quad for quad in quads if str(quad.graph_name).endswith(f"{AFTER}>")]
    before = [quad for quad in quads if not str(quad.graph_name).endswith(f"{AFTER}>")]
    return before, after + [quad for quad in before if quad.predicate.value in DECLARATIONS]


def hierarchy(ontology: list[Quad]) -> list[Quad]:
    """The part of the ontology that a shape may look at: which class is below which, whose members a rule finds, which schemes have which concepts."""
    return [
        quad
        for quad in ontology
        if quad.predicate.value in (RDFS + "subClassOf", TERM + "membershipBy", SKOS + "inScheme")
        and isinstance(quad.object, NamedNode)
    ]

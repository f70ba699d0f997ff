"""Where triples come from: the file and line that assert them, or the rule and the lines they are inferred from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from urllib.parse import urlencode

from pyoxigraph import NamedNode, Quad, Triple

from comity.builder.dossier import Dossier
from comity.builder.inference import Inference
from comity.builder.locations import place_of_triple
from comity.finding import Location
from comity.vocabulary import shortened

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a triple comes from.

    Attributes:
        base: what its dossier's IRIs begin with.
        triple: the triple.
        file, line, column: where it is asserted, from the root of the dossier and from 1; empty for an inferred
            one; no line where its file's syntax has none.
        rule: the W3C name of the rule that an inferred one follows by, where the reasoner keeps proofs.
        leaves: the files and lines that its proof rests on.
    """

    base: str
    triple: Triple
    file: str = ""
    line: int = 0
    column: int = 0
    rule: str = ""
    leaves: tuple[str, ...] = ()

    @property
    def proof(self) -> str:
        """The IRI of the triple's proof."""
        s, p, o = (term.value if isinstance(term, NamedNode) else str(term) for term in self._terms)
        return f"{self.base}why?{urlencode({'subject': s, 'predicate': p, 'object': o})}"

    @property
    def _terms(self) -> tuple[object, ...]:
        return (self.triple.subject, self.triple.predicate, self.triple.object)

    def __str__(self) -> str:
        statement = " ".join(
            shortened(term.value) if isinstance(term, NamedNode) else str(term)
            for term in self._terms
        )
        if self.file:
            return f"{statement} is asserted in {Location(self.file, self.line)}"
        more = f" and {len(self.leaves) - SHOWN} more" if len(self.leaves) > SHOWN else ""
        from_ = f" by {self.rule} from {' and '.join(self.leaves[:SHOWN])}{more}"
        return f"{statement} is inferred{from_ if self.rule else ''}"


class ProvenanceIndex:
    """Finds the triples in which some nodes stand, asserted and inferred, and where each comes from."""

    def __init__(
        self,
        dossier: Dossier,
        asserted: Sequence[Quad],
        outcome: Inference,
        nodes: Iterable[object],
    ) -> None:
        self._base = dossier.namespace.base
        self._files = {file.graph: file for file in dossier.files}
        self._asserted, self._closure = asserted, outcome.closure
        self._about: dict[object, list[Quad | Triple]] = defaultdict(list)
        wanted = set(nodes)
        triples: chain[Quad | Triple] = chain(asserted, outcome.inferred)
        for triple in triples:
            for node in {triple.subject, triple.object} & wanted:
                self._about[node].append(triple)

    def about(self, node: object) -> list[Quad | Triple]:
        """List the triples in which *node* is subject or object, asserted ones, as quads, first."""
        return sorted(self._about[node], key=lambda t: (isinstance(t, Triple), str(t)))

    def of(self, triple: Quad | Triple) -> Provenance:
        """Return where *triple* comes from, which is inferred if it is of no graph."""
        if isinstance(triple, Quad):
            location = self._stands(triple)
            return Provenance(
                self._base, triple.triple, location.file, location.line, location.column
            )
        if self._closure is None:
            return Provenance(self._base, triple)
        proof = self._closure.proof(self._closure.numbered(triple))
        stand = {self._stands(self._quads[self._closure.numbers(leaf)]) for leaf in proof.leaves()}
        leaves = tuple(str(location) for location in sorted(stand, key=lambda p: (p.file, p.line)))
        return Provenance(self._base, triple, rule=proof.rule or "", leaves=leaves)

    def _stands(self, quad: Quad) -> Location:
        file = self._files[str(quad.graph_name).strip("<>")]
        return place_of_triple(file, quad.triple)

    @cached_property
    def _quads(self) -> dict[tuple[int, int, int], Quad]:
        assert self._closure is not None, "only proofs are followed"
        return {self._closure.numbered(quad): quad for quad in reversed(self._asserted)}

"""Where triples come from: the file and line that assert them, or the proof they are inferred by."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from pyoxigraph import NamedNode, Quad, Triple

from comity.builder.dossier import Dossier
from comity.builder.lines import line_of_triple
from comity.vocabulary import BASE, shortened


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a triple comes from: the file (from the root) and line (from 1) of an asserted one; else it is inferred."""

    triple: Triple
    file: str = ""
    line: int = 0

    @property
    def proof(self) -> str:
        """The IRI of the triple's proof."""
        s, p, o = (
            term.value if isinstance(term, NamedNode) else str(term)
            for term in (self.triple.subject, self.triple.predicate, self.triple.object)
        )
        return f"{BASE}why?{urlencode({'subject': s, 'predicate': p, 'object': o})}"

    def __str__(self) -> str:
        told = " ".join(
            shortened(term.value) if isinstance(term, NamedNode) else str(term)
            for term in (self.triple.subject, self.triple.predicate, self.triple.object)
        )
        return (
            f"{told} is {f'asserted in {self.file}, line {self.line}' if self.file else 'inferred'}"
        )


class Origins:
    """Finds the triples in which some nodes stand, asserted and inferred, and where each comes from."""

    def __init__(
        self,
        dossier: Dossier,
        asserted: Iterable[Quad],
        inferred: Iterable[Triple],
        nodes: Iterable[object],
    ) -> None:
        self._files = {file.graph: file for file in dossier.files}
        self._about: dict[object, list[Quad | Triple]] = defaultdict(list)
        wanted = set(nodes)
        triples: chain[Quad | Triple] = chain(asserted, inferred)
        for triple in triples:
            for node in {triple.subject, triple.object} & wanted:
                self._about[node].append(triple)

    def about(self, node: object) -> list[Origin]:
        """List the triples in which *node* is subject or object, each with its origin, asserted ones first."""
        return [self._origin(triple) for triple in self._about[node]]

    def _origin(self, triple: Quad | Triple) -> Origin:
        if isinstance(triple, Triple):
            return Origin(triple)
        file = self._files[str(triple.graph_name).strip("<>")]
        return Origin(triple.triple, str(file.path), line_of_triple(file, triple.triple))

"""The evidence of statements: the claims nearest to each, which of them are contested, and how both are told in RDF."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.evidence.annotations import Annotation, annotations
from comity.evidence.vocabulary import DISPUTED_BY, REPORTED_BY
from comity.namespace import is_claims
from comity.vocabulary import BASE, EVIDENCE, RDF, TERM, XSD

REIFIES = NamedNode(RDF + "reifies")
SAID = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
CONTESTED = NamedNode(TERM + "isContested")
TRUE = Literal("true", datatype=NamedNode(XSD + "boolean"))
NONE: frozenset[Any] = frozenset()
Key = tuple[Any, Triple]


class Evidence:
    """Knows of each statement which claims say it: those of its own annotation, else those of its thing.

    What a claimant's graph states has its evidence in that graph; facts have theirs in all files of facts together.
    """

    def __init__(
        self,
        stated: Iterable[Quad],
        said_of_triples: Iterable[Quad],
        contradictions: Iterable[Quad] = (),
        base: str = BASE,
    ) -> None:
        """Take up what files state, what they say of triples, and which claims contradict each other; *base* begins reifiers."""
        self._base = base
        self.stated = list(stated)
        self._things: dict[tuple[Any, Any], set[Any]] = defaultdict(set)
        for quad in self.stated:
            if quad.predicate == REPORTED_BY:
                self._things[layer(quad), quad.subject].add(quad.object)
        self.annotations: list[Annotation] = annotations(said_of_triples)
        self._said: dict[tuple[Any, Triple], list[Annotation]] = defaultdict(list)
        for annotation in self.annotations:
            if (triple := annotation.triple) is not None:
                self._said[annotation.graph, triple].append(annotation)
        self._against: dict[Any, set[Any]] = defaultdict(set)
        for quad in contradictions:
            self._against[quad.subject].add(quad.object)
            self._against[quad.object].add(quad.subject)

    def __bool__(self) -> bool:
        """Say whether anything here has evidence, or something is said of a triple."""
        return bool(self._things or self.annotations)

    def own(self, quad: Quad) -> list[Annotation]:
        """Return what is said of the statement itself."""
        return self._said.get((quad.graph_name, quad.triple), [])

    def claims(self, quad: Quad) -> frozenset[Any]:
        """Return the claims that are the evidence of a statement."""
        own = frozenset[Any]().union(*(annotation.claims for annotation in self.own(quad)))
        return own or frozenset(self._things.get((layer(quad), quad.subject), NONE))

    def disputes(self, quad: Quad) -> frozenset[Any]:
        """Return the claims that deny a statement."""
        return frozenset[Any]().union(*(annotation.disputes for annotation in self.own(quad)))

    def is_contradicted(self, claim: object, by: Iterable[object]) -> bool:
        """Say whether one of the claims *by* contradicts *claim*."""
        return not self._against.get(claim, set()).isdisjoint(by)

    def is_contested(self, quad: Quad) -> bool:
        """Say whether each claim that is evidence of a statement is contradicted by one that denies the statement."""
        disputes = self.disputes(quad) if self._said else NONE
        claims = self.claims(quad) if disputes else NONE
        return bool(claims) and all(self.is_contradicted(claim, disputes) for claim in claims)

    def contested(self) -> set[Triple]:
        """Return the facts that are contested: each of their statements, where several files have them."""
        found: dict[Triple, bool] = {}
        annotated = {triple for _, triple in self._said}
        for quad in self.stated:
            if layer(quad) is None and quad.triple in annotated:
                found[quad.triple] = found.get(quad.triple, True) and self.is_contested(quad)
        return {triple for triple, is_contested in found.items() if is_contested}

    def reifiers(self) -> Iterator[Quad]:
        """Give each statement that has evidence a reifier with exactly that evidence.

        Yields:
            Quads of the graph `…/graph/evidence`.

        Source: RDF 1.2 Concepts §1.5 https://www.w3.org/TR/rdf12-concepts/#section-triple-terms-reification
        """
        if not self:
            return
        found: set[Quad] = set()
        standing: dict[Key, bool] = {}
        for quad in self.stated:
            claims = NONE if quad.predicate == REPORTED_BY else self.claims(quad)
            if not claims:
                continue
            key = layer(quad), quad.triple
            standing[key] = standing.get(key, True) and self.is_contested(quad)
            node = NamedNode(reifier(self._base, quad.triple, layer(quad)))
            found.update(_reifier_quads(node, quad.triple, claims, self.disputes(quad)))
        yield from found
        for (where, triple), is_contested in standing.items():
            if is_contested:
                node = NamedNode(reifier(self._base, triple, where))
                yield Quad(node, CONTESTED, TRUE, NamedNode(EVIDENCE))


def _reifier_quads(
    node: NamedNode, triple: Triple, claims: frozenset[Any], disputes: frozenset[Any]
) -> Iterator[Quad]:
    graph = NamedNode(EVIDENCE)
    yield Quad(node, REIFIES, triple, graph)
    for predicate, term in zip(SAID, triple, strict=True):
        yield Quad(node, predicate, term, graph)
    for claim in claims:
        yield Quad(node, REPORTED_BY, claim, graph)
    for claim in disputes:
        yield Quad(node, DISPUTED_BY, claim, graph)


def layer(quad: Quad) -> Any:
    """Return the claimant's graph that a statement stands in; None for a fact."""
    graph = quad.graph_name
    return graph if isinstance(graph, NamedNode) and is_claims(graph.value) else None


def reifier(base: str, triple: Iterable[object], where: NamedNode | None = None) -> str:
    """Return the IRI of the reifier of a statement, its terms as in N-Triples: a fact, or of a claimant's graph."""
    statement = " ".join((*map(str, triple), *([where.value] if where else [])))
    return f"{base}reifier/{hashlib.sha256(statement.encode()).hexdigest()[:24]}"

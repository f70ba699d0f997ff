"""How a statement stands in a snapshot: stated in a file or inferred, by which claims, and whether it is contested."""

from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from comity.evidence.statements import CONTESTED, reifier
from comity.evidence.vocabulary import DISPUTED_BY, REPORTED_BY
from comity.namespace import is_claims
from comity.query.dataset import Graphs
from comity.rows.asked import Asked, Statement
from comity.vocabulary import ASSERTED, COPIES, DERIVED, EVIDENCE, RDF, TERM, XSD

TYPE, CLAIM = ox.NamedNode(RDF + "type"), ox.NamedNode(TERM + "Claim")
REIFIES = ox.NamedNode(RDF + "reifies")
SAME = (XSD + "string", RDF + "langString")
"""The datatypes whose literals are kept as they are written."""
RECORD = ox.NamedNode(EVIDENCE)


@dataclass(frozen=True, slots=True)
class Standings:
    """Tells how statements of a dataset stand.

    Attributes:
        store: the whole of the snapshot, whatever part of it is asked.
    """

    asked: Asked
    store: ox.Store

    def of(self, statement: Statement) -> dict[str, Any]:
        """Return a statement for JSON: its terms in N-Triples, its graph, its kind, and the claims that say and deny it.

        Its kind is *asserted* in a file, *inferred*, or *recorded* by the build.
        """
        triple = ox.Triple(statement.subject, statement.predicate, statement.object)
        graph, layer = self._stands_in(triple, statement.graph)
        node = ox.NamedNode(reifier(self.asked.base, triple, layer))
        claims = self._claims(node, REPORTED_BY)
        if not claims and _may_be_written_otherwise(triple.object):
            node = self._reifier(triple, node)
            claims = self._claims(node, REPORTED_BY)
        found: dict[str, Any] = {"triple": [written(term) for term in triple]}
        if statement.graph:
            found["graph"] = statement.graph.value
        found["kind"] = self._kind(triple, graph)
        found["claims"] = claims or self._itself(triple)
        if disputing := claims and self._claims(node, DISPUTED_BY):
            found["disputedBy"] = disputing
            if any(self.store.quads_for_pattern(node, CONTESTED, None, RECORD)):
                found["contested"] = True
        return found

    def _stands_in(
        self, triple: ox.Triple, graph: ox.NamedNode | None
    ) -> tuple[str, ox.NamedNode | None]:
        """The graph that a statement was read from, "" for the store's own, and the claimant's if it is one's."""
        read: Graphs = [graph] if graph else self.asked.default or [ox.DefaultGraph()]
        for one in read:
            name = one.value if isinstance(one, ox.NamedNode) else ""
            if len(read) == 1 or _quad(triple, one) in self.store:
                is_claimed = isinstance(one, ox.NamedNode) and is_claims(name)
                return name, one if is_claimed and isinstance(one, ox.NamedNode) else None
        return "", None

    def _reifier(self, triple: ox.Triple, node: ox.NamedNode) -> ox.NamedNode:
        """The name that a statement has in the evidence: it is made of the literal as a file has it; else *node*."""
        for quad in self.store.quads_for_pattern(None, REIFIES, triple, RECORD):
            if isinstance(quad.subject, ox.NamedNode):
                return quad.subject
        return node

    def _kind(self, triple: ox.Triple, graph: str) -> str:
        if graph and graph not in COPIES:
            return "recorded" if graph in DERIVED else "asserted"
        is_stated = _quad(triple, ox.NamedNode(ASSERTED)) in self.store
        return "asserted" if is_stated else "inferred"

    def _itself(self, triple: ox.Triple) -> list[str]:
        """The subject of a statement, if it is a claim: where that stands, its statements do."""
        subject = triple.subject
        typed = ox.Quad(subject, TYPE, CLAIM, ox.DefaultGraph())
        return [subject.value] if isinstance(subject, ox.NamedNode) and typed in self.store else []

    def _claims(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
        quads = self.store.quads_for_pattern(node, predicate, None, RECORD)
        return sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode))


def _quad(triple: ox.Triple, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _may_be_written_otherwise(value: object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype.value not in SAME


def written(term: object) -> str:
    """Return a term in N-Triples, a triple as RDF 1.2 has it."""
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)

"""The graphs without what is contested, kept as what they lack of what is asserted and of what holds, which is little."""

from collections.abc import Callable, Collection, Iterable
from itertools import chain

from pyoxigraph import Quad, Triple

from comity.builder import inference
from comity.evidence.annotations import split
from comity.evidence.statements import Evidence, layer
from comity.evidence.vocabulary import CONTRADICTS, DISPUTED_BY, SOURCE
from comity.vocabulary import BASE, UNCONTESTED, UNCONTESTED_ASSERTED

Triples = Collection[Triple]
Lacking = tuple[frozenset[Triple], frozenset[Triple]]
Find = Callable[..., Iterable[Quad]]
GRAPHS = (UNCONTESTED_ASSERTED, UNCONTESTED)
NOTHING: Lacking = (frozenset(), frozenset())


def lacking(found: Find, held: Find, kept: Callable[[Triple], Triple]) -> Lacking:
    """Return what is contested of what is asserted, and what does not hold without it, both as the store keeps them.

    Args:
        found: yields the quads of the files of a pattern, as they have them, those of claimants too.
        held: yields those of the default graph, as the store keeps them.
        kept: returns a triple as the store keeps it.
    """
    contested = evidence(found, disputed(found)).contested()
    if not contested:
        return NOTHING
    stated = [quad for quad in split(found(None, None, None))[0] if layer(quad) is None]
    left = [quad for quad in stated if quad.triple not in contested]
    closed = {kept(t) for t in chain((q.triple for q in left), inference.infer(left, []).inferred)}
    holding = {quad.triple for quad in held(None, None, None)}
    return frozenset(map(kept, contested)), frozenset(holding - closed)


def disputed(found: Find) -> set[object]:
    """Return the things of which a statement is denied by a claim."""
    nodes = {quad.subject for quad in found(None, DISPUTED_BY, None)}
    return {quad.object for node in nodes for quad in found(node, SOURCE, None)}


def evidence(found: Find, things: Iterable[object], base: str = BASE) -> Evidence:
    """Return the evidence of what is stated about *things*, whose reifiers begin with *base*."""
    things = set(things)
    nodes = {quad.subject for thing in things for quad in found(None, SOURCE, thing)}
    quads = [quad for thing in things | nodes for quad in found(thing, None, None)]
    stated, said = split(quads)
    return Evidence(stated, said, found(None, CONTRADICTS, None), base)


def change(
    graph: int, moved: tuple[Triples, Triples], before: Lacking, after: Lacking
) -> tuple[list[Triple], list[Triple]]:
    """Return what comes into one of GRAPHS and what goes from it, of what it is made from and of what it lacks."""
    new, old = map(set, moved)
    was, now = before[graph], after[graph]
    comes = [t for t in new if t not in now] + [t for t in was - now if t not in old]
    goes = [t for t in old if t not in was] + [t for t in now - was if t not in new]
    return comes, goes

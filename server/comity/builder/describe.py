"""What a snapshot says of itself: as dataset (DCAT, VoID), as the work of a build (PROV), and triple by triple (RDF 1.2)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.vocabulary import BASE, EVIDENCE, META, RDF, TERM, XSD

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
VOID = "http://rdfs.org/ns/void#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DATASET = BASE + "dataset"
TRAILS = tuple(TERM + name for name in ("reportedBy", "supportedBy", "statedIn"))
REIFIES = NamedNode(RDF + "reifies")


def dataset(
    quads: list[Quad], snapshot: str, built: datetime, tools: Mapping[str, str]
) -> Iterator[Quad]:
    """Describe *quads*, the default graph, as a dataset and as what a build made.

    Yields:
        Quads of the graph `…/graph/meta`: counts by class and by property, and the build with its tools.

    Source: VoID https://www.w3.org/TR/void/#statistics, PROV-O https://www.w3.org/TR/prov-o/
    """
    build = BASE + f"build/{snapshot}"
    triples = {quad.triple for quad in quads}
    yield _said(DATASET, RDF + "type", NamedNode(VOID + "Dataset"))
    yield _said(DATASET, RDF + "type", NamedNode(DCAT + "Dataset"))
    yield _said(DATASET, VOID + "triples", _integer(len(triples)))
    yield _said(DATASET, DCTERMS + "identifier", Literal(snapshot))
    yield _said(DATASET, PROV + "wasGeneratedBy", NamedNode(build))
    yield _said(build, RDF + "type", NamedNode(PROV + "Activity"))
    when = Literal(built.isoformat(timespec="seconds"), datatype=NamedNode(XSD + "dateTime"))
    yield _said(build, PROV + "endedAtTime", when)
    for tool, version in tools.items():
        agent = f"{BASE}tool/{tool}/{version}"
        yield _said(build, PROV + "wasAssociatedWith", NamedNode(agent))
        yield _said(agent, RDF + "type", NamedNode(PROV + "SoftwareAgent"))
        yield _said(agent, DCTERMS + "title", Literal(f"{tool} {version}"))
    yield from _partitions(triples)


def _partitions(triples: Iterable[Triple]) -> Iterator[Quad]:
    triples = list(triples)
    classes = Counter(
        t.object.value
        for t in triples
        if t.predicate.value == RDF + "type" and isinstance(t.object, NamedNode)
    )
    properties = Counter(t.predicate.value for t in triples)
    parts = (("class", "entities", classes), ("property", "triples", properties))
    for kind, measure, counts in parts:
        for term, count in counts.items():
            part = f"{DATASET}/{kind}/{hashlib.sha256(term.encode()).hexdigest()[:12]}"
            yield _said(DATASET, f"{VOID}{kind}Partition", NamedNode(part))
            yield _said(part, VOID + kind, NamedNode(term))
            yield _said(part, VOID + measure, _integer(count))


def _said(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(META))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def reifiers(quads: list[Quad]) -> Iterator[Quad]:
    """Give each triple of *quads* whose subject has evidence a reifier with that evidence.

    Yields:
        Quads of the graph `…/graph/evidence`: the reifier with rdf:reifies, and the claims, passages and
        sources that its subject rests on.

    Source: RDF 1.2 Concepts §1.5 https://www.w3.org/TR/rdf12-concepts/#section-triple-terms-reification
    """
    graph = NamedNode(EVIDENCE)
    trails = defaultdict(set)
    for quad in quads:
        if quad.predicate.value in TRAILS:
            trails[quad.subject].add((quad.predicate, quad.object))
    for triple in {quad.triple for quad in quads}:
        if triple.subject in trails and triple.predicate.value not in TRAILS:
            digest = hashlib.sha256(str(triple).encode()).hexdigest()[:24]
            reifier = NamedNode(f"{BASE}reifier/{digest}")
            yield Quad(reifier, REIFIES, triple, graph)
            for predicate, value in trails[triple.subject]:
                yield Quad(reifier, predicate, value, graph)


def uncontested(quads: list[Quad]) -> list[Quad]:
    """Return those of *quads* that are about nothing contested.

    A claim is contested where it contradicts one or one contradicts it; a thing is where such a claim
    reports it. A triple stays if neither its subject nor its object is contested.
    """
    claims: set[object] = {
        node
        for q in quads
        if q.predicate.value == TERM + "contradicts"
        for node in (q.subject, q.object)
    }
    reported: set[object] = {
        q.subject for q in quads if q.predicate.value == TERM + "reportedBy" and q.object in claims
    }
    reported |= {
        q.object for q in quads if q.predicate.value == TERM + "reports" and q.subject in claims
    }
    contested = claims | reported
    return [q for q in quads if q.subject not in contested and q.object not in contested]

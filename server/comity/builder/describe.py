"""What a snapshot says of itself: as dataset (DCAT, VoID), and as the work of a build (PROV)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.vocabulary import BASE, META, RDF, XSD

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
VOID = "http://rdfs.org/ns/void#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DATASET = BASE + "dataset"
IANA = "https://www.iana.org/assignments/media-types/"
DUMPS = {"trig": "application/trig", "nq": "application/n-quads", "ttl": "text/turtle"}
MEASURES = {"class": "entities", "property": "triples"}
Uses = Counter[tuple[str, str]]


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
    yield from identified(snapshot, len(triples))
    yield from _activity(build, built)
    for tool, version in tools.items():
        agent = f"{BASE}tool/{tool}/{version}"
        yield _said(build, PROV + "wasAssociatedWith", NamedNode(agent))
        yield _said(agent, RDF + "type", NamedNode(PROV + "SoftwareAgent"))
        yield _said(agent, DCTERMS + "title", Literal(f"{tool} {version}"))
    yield from partitions(uses(triples))
    for ending, media_type in DUMPS.items():
        dump = f"{BASE}dataset.{ending}.gz"
        yield _said(DATASET, VOID + "dataDump", NamedNode(dump))
        yield _said(DATASET, DCAT + "distribution", NamedNode(dump))
        yield _said(dump, RDF + "type", NamedNode(DCAT + "Distribution"))
        yield _said(dump, DCAT + "downloadURL", NamedNode(dump))
        yield _said(dump, DCAT + "mediaType", NamedNode(IANA + media_type))


def identified(snapshot: str, triples: int) -> Iterator[Quad]:
    """Say which snapshot this is, and how many triples its default graph has."""
    yield _said(DATASET, VOID + "triples", _integer(triples))
    yield _said(DATASET, DCTERMS + "identifier", Literal(snapshot))


def commit(snapshot: str, author: str, parent: str, when: datetime) -> Iterator[Quad]:
    """Describe the commit that made *snapshot* of the snapshot *parent*, both ids.

    Source: PROV-O https://www.w3.org/TR/prov-o/#starting-points
    """
    activity, agent = f"{BASE}commit/{snapshot}", f"{BASE}agent/{quote(author, safe='')}"
    yield from _activity(activity, when)
    yield _said(activity, PROV + "used", NamedNode(f"{BASE}snapshot/{parent}"))
    yield _said(activity, PROV + "wasAssociatedWith", NamedNode(agent))
    yield _said(agent, RDF + "type", NamedNode(PROV + "Agent"))
    yield _said(agent, DCTERMS + "title", Literal(author))


def _activity(activity: str, ended: datetime) -> Iterator[Quad]:
    yield _said(DATASET, PROV + "wasGeneratedBy", NamedNode(activity))
    yield _said(activity, RDF + "type", NamedNode(PROV + "Activity"))
    when = Literal(ended.isoformat(timespec="seconds"), datatype=NamedNode(XSD + "dateTime"))
    yield _said(activity, PROV + "endedAtTime", when)


def uses(triples: Iterable[Triple]) -> Uses:
    """Count the things of each class and the triples of each property: by kind, class or property, and IRI."""
    found: Uses = Counter()
    for triple in triples:
        found["property", triple.predicate.value] += 1
        if triple.predicate.value == RDF + "type" and isinstance(triple.object, NamedNode):
            found["class", triple.object.value] += 1
    return found


def partitions(counts: Uses) -> Iterator[Quad]:
    """Describe the partitions of the dataset by class and property that *counts* tells."""
    for (kind, term), count in counts.items():
        if count:
            part = f"{DATASET}/{kind}/{hashlib.sha256(term.encode()).hexdigest()[:12]}"
            yield _said(DATASET, f"{VOID}{kind}Partition", NamedNode(part))
            yield _said(part, VOID + kind, NamedNode(term))
            yield _said(part, VOID + MEASURES[kind], _integer(count))


def _said(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(META))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))

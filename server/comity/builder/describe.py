"""What a snapshot says of itself: as dataset (DCAT, VoID), and as the work of a build (PROV)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.builder.dossier import Dossier
from comity.namespace import BESIDE, Namespace
from comity.vocabulary import DCAT, DCTERMS, META, OWL, RDF, VOID, XSD

PROV = "http://www.w3.org/ns/prov#"
IANA = "https://www.iana.org/assignments/media-types/"
DUMPS = {"trig": "application/trig", "nq": "application/n-quads", "ttl": "text/turtle"}
MEASURES = {"class": "entities", "property": "triples"}
Uses = Counter[tuple[str, str]]


def dataset(
    namespace: Namespace,
    quads: list[Quad],
    snapshot: str,
    built: datetime,
    tools: Mapping[str, str],
) -> Iterator[Quad]:
    """Describe *quads*, the default graph, as the dataset of *namespace* and as what a build made.

    Yields:
        Quads of the graph `…/graph/meta`: counts by class and by property, and the build with its tools.

    Source: VoID https://www.w3.org/TR/void/#statistics, PROV-O https://www.w3.org/TR/prov-o/
    """
    build = f"{namespace.base}build/{snapshot}"
    triples = {quad.triple for quad in quads}
    yield _said(namespace.dataset, RDF + "type", NamedNode(VOID + "Dataset"))
    yield _said(namespace.dataset, RDF + "type", NamedNode(DCAT + "Dataset"))
    yield from identified(namespace, snapshot, len(triples))
    yield from _activity(namespace, build, built)
    for tool, version in tools.items():
        agent = f"{namespace.base}tool/{tool}/{version}"
        yield _said(build, PROV + "wasAssociatedWith", NamedNode(agent))
        yield _said(agent, RDF + "type", NamedNode(PROV + "SoftwareAgent"))
        yield _said(agent, DCTERMS + "title", Literal(f"{tool} {version}"))
    yield from partitions(namespace, uses(triples))
    for ending, media_type in DUMPS.items():
        dump = f"{namespace.dataset}.{ending}.gz"
        yield _said(namespace.dataset, VOID + "dataDump", NamedNode(dump))
        yield _said(namespace.dataset, DCAT + "distribution", NamedNode(dump))
        yield _said(dump, RDF + "type", NamedNode(DCAT + "Distribution"))
        yield _said(dump, DCAT + "downloadURL", NamedNode(dump))
        yield _said(dump, DCAT + "mediaType", NamedNode(IANA + media_type))


def parts(dossier: Dossier) -> Iterator[Quad]:
    """Say of dossiers that are published together which each graph is of, and what states of one are read as."""
    if not dossier.beside:
        return
    datasets = {name: f"{base}dataset" for name, base in dossier.beside}
    for file in dossier.of("ontology", "shapes", "alignments", "data", "claims"):
        is_first = file.is_packaged or not file.path.is_relative_to(BESIDE)
        whole = dossier.namespace.dataset if is_first else datasets[file.path.parts[1]]
        if not file.is_packaged:
            yield _said(file.graph, DCTERMS + "isPartOf", NamedNode(whole))
    for whole in datasets.values():
        yield _said(whole, RDF + "type", NamedNode(DCAT + "Dataset"))
    for iri, meant in dossier.aliases:
        yield _said(meant, OWL + "sameAs", NamedNode(iri))


def identified(namespace: Namespace, snapshot: str, triples: int) -> Iterator[Quad]:
    """Say which snapshot this is, and how many triples its default graph has."""
    yield _said(namespace.dataset, VOID + "triples", _integer(triples))
    yield _said(namespace.dataset, DCTERMS + "identifier", Literal(snapshot))


def commit(
    namespace: Namespace, snapshot: str, author: str, parent: str, when: datetime
) -> Iterator[Quad]:
    """Describe the commit that made *snapshot* of the snapshot *parent*, both ids.

    Source: PROV-O https://www.w3.org/TR/prov-o/#starting-points
    """
    activity, agent = (
        f"{namespace.base}commit/{snapshot}",
        f"{namespace.base}agent/{quote(author, safe='')}",
    )
    yield from _activity(namespace, activity, when)
    yield _said(activity, PROV + "used", NamedNode(f"{namespace.base}snapshot/{parent}"))
    yield _said(activity, PROV + "wasAssociatedWith", NamedNode(agent))
    yield _said(agent, RDF + "type", NamedNode(PROV + "Agent"))
    yield _said(agent, DCTERMS + "title", Literal(author))


def _activity(namespace: Namespace, activity: str, ended: datetime) -> Iterator[Quad]:
    yield _said(namespace.dataset, PROV + "wasGeneratedBy", NamedNode(activity))
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


def partitions(namespace: Namespace, counts: Uses) -> Iterator[Quad]:
    """Describe the partitions of the dataset by class and property that *counts* tells."""
    for (kind, term), count in counts.items():
        if count:
            part = f"{namespace.dataset}/{kind}/{hashlib.sha256(term.encode()).hexdigest()[:12]}"
            yield _said(namespace.dataset, f"{VOID}{kind}Partition", NamedNode(part))
            yield _said(part, VOID + kind, NamedNode(term))
            yield _said(part, VOID + MEASURES[kind], _integer(count))


def _said(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(META))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))

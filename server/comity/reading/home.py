"""The dossier at a glance: what it is about, how much of what it has, its years, one contested matter, questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comity.reading.accounts import Side, parted
from comity.reading.asking import Reader, listed, value
from comity.reading.evidence import Evidence
from comity.reading.kinds import KINDS
from comity.reading.names import Name, chosen_of
from comity.vocabulary import TERM

DATASET = """
SELECT ?d ?p ?o WHERE { VALUES ?d { %s } ?d ?p ?o FILTER(?p IN (dcterms:title, dcterms:description)) } ORDER BY ?o"""
CLASSES = " ".join(f"<{TERM}{name}>" for kind in KINDS for name in (*kind.classes, *kind.without))
COUNTS = f"""
SELECT ?class (COUNT(DISTINCT ?s) AS ?count) WHERE {{ VALUES ?class {{ {CLASSES} }} ?s a ?class }} GROUP BY ?class"""
ATTRIBUTED = """
SELECT DISTINCT ?claim WHERE {
  ?claim comity:allegedBy ?one ; comity:contradicts ?other . ?other comity:allegedBy ?two FILTER(?one != ?two)
  ?claim comity:contentIn ?graph . ?other comity:contentIn ?counter
} ORDER BY ?claim LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the home page begins with."""

    title: Name | None
    description: Name | None
    counts: tuple[tuple[str, str, int], ...]
    contested: tuple[Side, Side] | None


def glance(reader: Reader) -> Glance:
    """Return what the dossier says of itself, how many things of each kind it has, and one contested matter."""
    chosen = _said(reader)
    counted = {
        value(row, "class").removeprefix(TERM): int(value(row, "count"))
        for row in reader.rows(COUNTS)
    }
    counts = []
    for kind in KINDS:
        count = _most(counted, kind.classes) - _most(counted, kind.without)
        if kind.path and count:
            counts.append((kind.path, kind.plural if count > 1 else kind.name, count))
    return Glance(chosen.get("title"), chosen.get("description"), tuple(counts), _contested(reader))


def _said(reader: Reader) -> dict[str, Name]:
    """Return title and description, by the local name of their term; of several dossiers one after another."""
    datasets = reader.namespace.datasets
    texts: dict[tuple[str, str], list[Name]] = {}
    for row in reader.rows(DATASET % listed(datasets)):
        key = value(row, "p").rpartition("/")[2], value(row, "d")
        texts.setdefault(key, []).append(Name(row["o"].value, row["o"].language))
    said: dict[str, Name] = {}
    for local in ("title", "description"):
        each = [
            chosen_of(texts[local, d], reader.language) for d in datasets if (local, d) in texts
        ]
        if each:
            said[local] = replace(each[0], text=" · ".join(name.text for name in each))
    return said


def _most(counted: Mapping[str, int], classes: Sequence[str]) -> int:
    """Return how many things are of the widest of *classes*."""
    return max((counted.get(name, 0) for name in classes), default=0)


def _contested(reader: Reader) -> tuple[Side, Side] | None:
    """Return the shortest matter of which two sides are heard, which shows best what the graph does."""
    claims = [value(row, "claim") for row in reader.rows(ATTRIBUTED)]
    if not claims:
        return None
    evidence = Evidence(reader, (), claims)
    matters, _ = parted(reader, evidence, claims)
    heard = [m for m in matters if all(side.speakers for side in m)]
    return min(
        heard,
        key=lambda pair: (sum(len(side.sayings) for side in pair), pair[0].title),
        default=None,
    )

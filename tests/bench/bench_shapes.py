"""The SHACL gate beside pySHACL on what the dossier asserts: medians in one run, their ratio, and the reasoning time.

python tests/bench/bench_shapes.py [--scale 1 10 100] [--reference 10]

The scaled dossier is the dossier with each thing and its triples again under as many new names, but for
the identifiers that only one thing may have, so that it conforms as the dossier does.
pySHACL is measured up to --reference times the dossier; at 100 times it takes four minutes a run.
"""

import argparse
import gc
import statistics
import time
from pathlib import Path

import pyoxigraph as ox

from comity.builder import dossier, load
from comity.builder.inference import infer
from comity.builder.shapes import validate
from comity.builder.work import gates, hierarchy
from comity.vocabulary import BASE, TERM

ROOT = Path(__file__).parents[2]
IDENTIFIERS = {"claimId", "flagId", "geonamesId", "isoAlpha2", "isoAlpha3", "wikidataId"}


def scaled(data, times):
    """Repeat the triples of *data*, each time with new names for the things of the dossier."""
    return [
        ox.Triple(renamed(q.subject, copy), q.predicate, renamed(q.object, copy))
        for copy in range(times)
        for q in data
        if not copy or q.predicate.value.removeprefix(TERM) not in IDENTIFIERS
    ]


def renamed(term, copy):
    if copy and isinstance(term, ox.NamedNode) and term.value.startswith(BASE + "id/"):
        return ox.NamedNode(f"{term.value}-{copy}")
    return term


def median(work, times):
    gc.collect()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def compare(parts, times, reference):
    data = scaled(parts["data"], times)
    facts = [*data, *hierarchy(parts["ontology"])]
    gate, _ = gates(parts["shapes"])
    assert not validate(facts, gate).results, "a dossier that does not conform measures the report"
    fast = median(lambda: validate(facts, gate), 5)
    line = f"{times:4} times {len(facts):9} triples  shacl {fast:7.3f} s"
    if times <= reference:
        slow = median(lambda: validate(facts, gate, validator="pyshacl"), 3 if times == 1 else 1)
        line += f"  pySHACL {slow:8.2f} s, {slow / fast:5.0f} times as long"
    if times == 1:
        reasoning = median(lambda: infer(parts["ontology"], parts["data"]), 3)
        line += f"  reasoning {reasoning:6.2f} s, {reasoning / fast:5.1f} times as long"
    print(line, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--reference", type=int, default=10)
    arguments = parser.parse_args()
    parts = load.load(dossier.read_dossier(ROOT))
    for times in arguments.scale:
        compare(parts, times, arguments.reference)

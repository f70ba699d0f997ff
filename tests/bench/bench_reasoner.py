"""The reasoner beside owlrl, from parsed triples to closure: medians of three in one run, and their ratio.

python tests/bench/bench_reasoner.py [--lubm]   (with LUBM(1) it takes some minutes, nearly all of them owlrl's)
"""

import argparse
import gzip
import os
import statistics
import time
from pathlib import Path

import owlrl
import pyoxigraph as ox

from comity.builder import dossier, load
from comity.reasoner.engine import close

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))


def reference(quads):
    graph = load.to_rdflib(quads)
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)


def median(work, quads, times):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work(quads)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def compare(name, quads, times):
    ours, theirs = median(close, quads, 3), median(reference, quads, times)
    print(
        f"{name:10} {len(quads):8} triples  comity {ours:7.2f} s  owlrl {theirs:7.2f} s  {theirs / ours:6.1f} times"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lubm", action="store_true", help="LUBM(1) too; owlrl once.")
    arguments = parser.parse_args()
    parts = load.load(dossier.read(ROOT))
    compare("dossier", parts["ontology"] + parts["data"], 3)
    if arguments.lubm:
        text = gzip.decompress((SHARED / "bench" / "lubm-1.nt.gz").read_bytes())
        compare("LUBM(1)", list(ox.parse(input=text, format=ox.RdfFormat.N_TRIPLES)), 1)

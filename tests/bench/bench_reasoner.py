"""The reasoner beside owlrl, sparq-rdf and reasonable, each run in a process of its own, in turn; medians and ratios.

    python tests/bench/bench_reasoner.py [--rounds 3] [--works lubm-1 chain …] [--owlrl]

Timed is the closure, from parsed triples to the closure in memory, and apart from it reading: from the file to
numbers of terms, beside pyoxigraph's parser alone. LUBM(50) is LUBM(10) five times over, each time with universities
of other numbers, so that it has five times as much of the same shape; links to other universities stay within a copy.
The peers come from PyPI: sparq-rdf, reasonable. owlrl takes a minute for LUBM(1) and is asked for with --owlrl.
"""

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
EX = "https://example.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"
BELOW = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
WORKS = ("lubm-1", "lubm-10", "lubm-50", "chain", "classes", "same", "restrictions", "dossier")
ENGINES = ("comity", "without-proofs", "sparq", "reasonable")


def line(*names):
    return " ".join(f"<{name if ':' in name else EX + name}>" for name in names) + " .\n"


def chain(count=1000):
    yield line("p", TYPE, OWL + "TransitiveProperty")
    yield from (line(f"{i}", "p", f"{i + 1}") for i in range(count))


def classes(count=1000):
    for i in range(count):
        yield line(f"C{i}", TYPE, OWL + "Class")
        yield line(f"x{i}", TYPE, f"C{i}")
        if i + 1 < count:
            yield line(f"C{i}", BELOW, f"C{i + 1}")


def same(count=300):
    for i in range(count):
        yield line(f"{i}", OWL + "sameAs", f"{i + 1}")
        yield line(f"{i}", "p", f"o{i}")


def restrictions(count=1000):
    for i in range(count):
        yield line(f"r{i}", TYPE, OWL + "Restriction")
        yield line(f"r{i}", OWL + "onProperty", "p")
        yield line(f"r{i}", OWL + "hasValue", "v")
        yield line(f"x{i}", TYPE, f"r{i}")
        yield line(f"y{i}", "p", "v")
        if i:
            yield line(f"r{i - 1}", OWL + "equivalentClass", f"r{i}")


def fifty(text):
    """LUBM(10) five times over."""
    numbered = re.compile(r"University(\d+)")
    for copy in range(5):
        move = lambda found, by=copy: f"University{int(found[1]) + 1000 * by}"  # noqa: E731
        yield numbered.sub(move, text)


def make(folder):
    """Write every work as N-Triples."""
    for made in (chain, classes, same, restrictions):
        (folder / f"{made.__name__}.nt").write_text("".join(made()))
    for size in (1, 10):
        packed = (SHARED / "bench" / f"lubm-{size}.nt.gz").read_bytes()
        (folder / f"lubm-{size}.nt").write_bytes(gzip.decompress(packed))
    with (folder / "lubm-50.nt").open("w") as file:
        file.writelines(fifty((folder / "lubm-10.nt").read_text()))
    triples = []
    for path in [*(ROOT / "ontology").rglob("*.ttl"), *(ROOT / "data").rglob("*.ttl")]:
        if not {"shapes", "alignments", "claims"} & set(path.parts):
            triples += [q.triple for q in ox.parse(path=str(path), rename_blank_nodes=True)]
    ox.serialize(triples, folder / "dossier.nt", format=ox.RdfFormat.N_TRIPLES)


def comity(path, proofs=True):
    from comity.reasoner.materialise import materialise
    from comity.reasoner.read import read

    start = time.perf_counter()
    encoded = read(path)
    parsed = time.perf_counter()
    closure = materialise(encoded, proofs=proofs)
    done = time.perf_counter()
    return parsed - start, done - parsed, sum(1 for _ in closure.telling())


def sparq(path):
    import sparq as peer

    start = time.perf_counter()
    graph = peer.Graph.load(str(path), format="ntriples")
    parsed = time.perf_counter()
    new = graph.reason("owl")
    return parsed - start, time.perf_counter() - parsed, new


def reasonable(path):
    import reasonable as peer

    turtle = path.with_suffix(".ttl")  # N-Triples are Turtle, which it reads
    turtle.unlink(missing_ok=True)
    turtle.hardlink_to(path)
    start = time.perf_counter()
    reasoner = peer.PyReasoner()
    reasoner.load_file(str(turtle))
    parsed = time.perf_counter()
    found = reasoner.reason()
    return parsed - start, time.perf_counter() - parsed, len(found)


def owlrl(path):
    import owlrl as peer
    import rdflib

    start = time.perf_counter()
    graph = rdflib.Graph().parse(path, format="nt")
    parsed, before = time.perf_counter(), len(graph)
    semantics = peer.OWLRL_Semantics
    peer.DeductiveClosure(semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return parsed - start, time.perf_counter() - parsed, len(graph) - before


def parser(path):
    start = time.perf_counter()
    for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
        pass
    return time.perf_counter() - start, 0.0, 0


RUNS = {
    "comity": comity,
    "without-proofs": lambda path: comity(path, proofs=False),
    "sparq": sparq,
    "reasonable": reasonable,
    "owlrl": owlrl,
    "pyoxigraph": parser,
}


def once(engine, path):
    """Run *engine* on *path* in a process of its own: seconds of reading, of closing, triples derived, MiB at most."""
    command = [sys.executable, __file__, "--one", engine, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def table(works, engines, rounds, folder):
    found = {}
    for work in works:
        for number in range(rounds):
            for engine in engines:
                if fits(engine, work, number):
                    found.setdefault((work, engine), []).append(once(engine, folder / f"{work}.nt"))
    return {
        key: [statistics.median(column) for column in zip(*rows, strict=True)]
        for key, rows in found.items()
    }


def fits(engine, work, number):
    """Whether an engine is asked: owlrl and sparq for what they end in minutes, reasonable for LUBM, each once where slow."""
    if engine == "owlrl":
        return work in ("lubm-1", "dossier") and number == 0
    if engine == "reasonable":
        return work == "lubm-1" or (work == "lubm-10" and number == 0)
    if engine == "sparq":
        return work != "restrictions" and not (work == "lubm-50" and number > 0)
    return True


def show(found):
    print(
        f"{'work':12} {'engine':15} {'read s':>8} {'materialise s':>8} {'derived':>9} {'MiB':>6}  comity takes"
    )
    for (work, engine), (read, materialise, derived, mib) in found.items():
        own = found[work, "comity"]
        of = own[0] / read if engine == "pyoxigraph" else own[1] / (materialise or 1)
        what = "reading" if engine == "pyoxigraph" else "closing"
        print(
            f"{work:12} {engine:15} {read:8.3f} {materialise:8.4f} {derived:9.0f} {mib:6.0f}  {of:.4g} × its time {what}"
        )


def changes(folder, rounds):
    """Time what one triple costs, added to and removed from LUBM(10)."""
    from comity.reasoner.maintain import update
    from comity.reasoner.materialise import materialise
    from comity.reasoner.read import read

    closure = materialise(read(folder / "lubm-10.nt"))
    relations = [r for r in closure.relations() if not r.is_class and r.size > 5000]
    added, removed = [], []
    for relation in relations:
        keys = relation.all()
        for key in keys[:: len(keys) // (rounds * 5)].tolist():
            row = np.array([[key >> 32, relation.predicate, key & 0xFFFFFFFF]], np.int32)
            if closure.is_asserted(tuple(row[0].tolist())):
                removed.append(timed(lambda row=row: update(closure, row[:0], row)))
                added.append(timed(lambda row=row: update(closure, row, row[:0])))
    for what, seconds in (("added to", added), ("removed from", removed)):
        told = sorted(seconds)
        print(
            f"one triple {what} LUBM(10): median {told[len(told) // 2] * 1e3:.2f} ms, slowest of {len(told)} {told[-1] * 1e3:.1f} ms"
        )


def peak():
    """The memory this process has had at most, in MiB: its own, not that of the one it was made by."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--works", nargs="+", choices=WORKS, default=WORKS)
    arguments.add_argument("--owlrl", action="store_true")
    arguments.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.one:
        engine, path = chosen.one
        RUNS[engine](
            Path(path).with_name("same.nt")
        )  # imports and first calls are not what is measured
        found = RUNS[engine](Path(path))
        print(json.dumps([*found, peak()]))
        return
    engines = [*ENGINES, "pyoxigraph", *(["owlrl"] if chosen.owlrl else [])]
    with tempfile.TemporaryDirectory() as name:
        make(Path(name))
        show(table(chosen.works, engines, chosen.rounds, Path(name)))
        changes(Path(name), chosen.rounds)


if __name__ == "__main__":
    main()

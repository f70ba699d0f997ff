"""Latency of each canned query: Comity beside `oxigraph serve-read-only` and rdflib-endpoint, one run.

    python tests/bench/bench_queries.py [--rounds 20]

All three answer the same graph over HTTP on loopback, as CSV. Printed: median and 95th percentile
in milliseconds, and each peer's median as a ratio to Comity's; below that, start-up, build and memory.
The peers come from PyPI: oxigraph, rdflib-endpoint, uvicorn. Parameters are written into the peers'
query texts as VALUES, since neither has parameters of its own.
"""

import argparse
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pyoxigraph as ox

import comity

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SERVER = "import sys, rdflib, uvicorn; from rdflib_endpoint import SparqlEndpoint; g = rdflib.Graph(); g.parse(sys.argv[1], format='nt'); uvicorn.run(SparqlEndpoint(graph=g, path='/'), port=int(sys.argv[2]), log_level='error')"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(url, process):
    for _ in range(600):
        try:
            return ask(url, "SELECT * { ?s ?p ?o } LIMIT 1")
        except OSError:
            assert process.poll() is None, "a server did not start"
            time.sleep(0.02)
    raise SystemExit(f"{url} did not answer")


def ask(url, query):
    request = urllib.request.Request(
        url + "?" + urllib.parse.urlencode({"query": query}), headers={"Accept": "text/csv"}
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read()


def times(call, rounds):
    """Return the latencies of *rounds* calls in milliseconds, sorted; one call before them warms up.

    A server that refuses the query has the latency nan.
    """
    try:
        call()
    except urllib.error.HTTPError:
        return [math.nan]
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)


def written_out(query):
    """The query's text with its default arguments as VALUES, for servers without parameters."""
    values = "".join(f"VALUES ?{name} {{ {term.to_engine()} }} " for name, term in query.bind({}))
    head, brace, rest = query.text.partition("WHERE {")
    return head + brace + " " + values + rest


def resident(pid):
    """Memory of a process in MiB."""
    return (
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    )


def descendants(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(child) for child in found] + [
        deep for child in found for deep in descendants(int(child))
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp())
    started = []
    try:
        start = time.perf_counter()
        snapshot = comity.build(ROOT, folder / "home")
        print(
            f"build of the dossier and first open: {time.perf_counter() - start:.2f} s, by step: {snapshot.manifest.seconds}"
        )
        queries = snapshot.engine.queries
        dump = folder / "graph.nt"
        store = ox.Store.read_only(str(snapshot.path / "store"))
        store.dump(str(dump), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        snapshot.close()
        peers = start_all(folder, dump, started)
        measure(queries, peers, rounds)
        print(
            f"\nresident memory, MiB: oxigraph {resident(started[1].pid):.0f}, rdflib-endpoint {resident(started[2].pid):.0f}, Comity by process:",
            *(f"{resident(pid):.0f}" for pid in [started[0].pid, *descendants(started[0].pid)]),
        )
    finally:
        for process in started:
            process.terminate()
            process.wait(20)
        shutil.rmtree(folder)


def start_all(folder, dump, started):
    ports = [free_port() for _ in range(3)]
    subprocess.run(
        [BIN / "oxigraph", "load", "--location", folder / "oxigraph", "--file", dump],
        check=True,
        capture_output=True,
    )
    start = time.perf_counter()
    started.append(
        subprocess.Popen(
            [BIN / "comity", "serve", ROOT, "--home", folder / "home", "--port", str(ports[0])],
            stdout=subprocess.DEVNULL,
        )
    )
    comity_url = f"http://127.0.0.1:{ports[0]}/sparql"
    wait(comity_url, started[0])
    print(f"from existing snapshot to first answer: {time.perf_counter() - start:.2f} s")
    started.append(
        subprocess.Popen(
            [
                BIN / "oxigraph",
                "serve-read-only",
                "--location",
                folder / "oxigraph",
                "--bind",
                f"127.0.0.1:{ports[1]}",
            ],
            stderr=subprocess.DEVNULL,
        )
    )
    started.append(
        subprocess.Popen(
            [sys.executable, "-c", SERVER, dump, str(ports[2])], stderr=subprocess.DEVNULL
        )
    )
    urls = {
        "comity": comity_url,
        "oxigraph": f"http://127.0.0.1:{ports[1]}/query",
        "rdflib-endpoint": f"http://127.0.0.1:{ports[2]}/",
    }
    for url, process in zip(urls.values(), started, strict=True):
        wait(url, process)
    return urls


def measure(queries, urls, rounds):
    print(
        f"\n{'query':42}"
        + "".join(f"{name:>24}" for name in urls)
        + f"{'oxigraph/comity':>18}{'rdflib/comity':>16}"
    )
    for name, query in queries.items():
        api = urls["comity"].replace("/sparql", f"/api/{name}?format=csv")
        text = written_out(query)
        calls = [lambda api=api: urllib.request.urlopen(api, timeout=120).read()]
        calls += [lambda url=url, text=text: ask(url, text) for url in list(urls.values())[1:]]
        results = [
            times(call, rounds if number < 2 else max(3, rounds // 5))
            for number, call in enumerate(calls)
        ]
        medians = [statistics.median(taken) for taken in results]
        shown = "".join(
            f"{m:14.2f} / {taken[int(0.95 * len(taken))]:7.2f}"
            for m, taken in zip(medians, results, strict=True)
        )
        print(f"{name:42}{shown}{medians[1] / medians[0]:18.2f}{medians[2] / medians[0]:16.2f}")


if __name__ == "__main__":
    main()

"""Throughput and latency of the endpoint: Comity beside Oxigraph, rdflib-endpoint and Virtuoso, one run.

    python tests/bench/bench_endpoint.py [--seconds 8] [--rounds 3]

All answer the same graph over HTTP on loopback, as CSV, to 16 connections of `wrk`. Three mixes of
the canned queries, and *20 rows, cold*, a small query whose text is new each time: *warm*, the same again and again; *cold*, every query another text; and *beside
a hostile client*, the cold mix while one more client sends queries that would never end. Printed: the
median over the rounds of requests per second and of the 95th percentile, in milliseconds, and the
ratios to Comity's. Queries that one of the servers refuses or takes over five seconds for
are left out of the mix for all.

The peers come from PyPI (oxigraph, rdflib-endpoint, uvicorn) and from Debian
(virtuoso-opensource, wrk); a server that is absent is left out, and said to be.
"""

import argparse
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from bench_queries import BIN, ROOT, SERVER, free_port, written_out

import comity

HOSTILE = "SELECT (COUNT(*) AS ?n) { " + "".join(f"?a{i} ?b{i} ?c{i} . " for i in range(8)) + "}"
LUA = """
local paths, cold, number, thread = {}, %s, 0, 0
local threads = 0
for line in io.lines("%s") do paths[#paths + 1] = line end
setup = function(t) t:set("mine", threads); threads = threads + 1 end
request = function()
  number = number + 1
  local path = paths[number %% #paths + 1]
  if cold then path = path .. "%%20%%23" .. mine .. "x" .. number .. "x" .. os.time() end
  return wrk.format("GET", path, {["Accept"] = "text/csv"})
end
done = function(summary, latency)
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p95": %%f, "failed": %%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(95) / 1e3,
    summary.errors.status + summary.errors.timeout + summary.errors.read))
end
"""
INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 16
[SPARQL]
ResultSetMaxRows = 100000
DefaultGraph = http://bench.example/
"""


SMALL = "SELECT * { ?s ?p ?o } LIMIT 20"


@dataclass
class Server:
    """A server that runs: where it takes queries, and how a canned query is asked of it when warm."""

    name: str
    url: str
    process: subprocess.Popen
    canned: dict

    def path(self, query):
        return urllib.parse.urlsplit(self.url).path + "?query=" + urllib.parse.quote(query)


def get(url, timeout=5.0):
    request = urllib.request.Request(url, headers={"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return answer.read()


def wait(server):
    url = server.url + "?query=" + urllib.parse.quote("SELECT * { ?s ?p ?o } LIMIT 1")
    for _ in range(600):
        with contextlib.suppress(OSError):
            get(url)
            return server
        assert server.process.poll() is None, f"{server.name} did not start"
        time.sleep(0.05)
    raise SystemExit(f"{server.name} did not answer")


def start_comity(folder, _, queries):
    port = free_port()
    home = folder.parent / "home"
    command = [BIN / "comity", "serve", ROOT, "--home", home, "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    canned = {name: f"/api/{name}?format=csv" for name in queries}
    return Server("comity", f"http://127.0.0.1:{port}/sparql", process, canned)


def start_oxigraph(folder, dump, _):
    place, port = folder / "oxigraph", free_port()
    load = [BIN / "oxigraph", "load", "--location", place, "--file", dump]
    subprocess.run(load, check=True, capture_output=True)
    command = [BIN / "oxigraph", "serve-read-only", "--location", place]
    process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    return Server("oxigraph", f"http://127.0.0.1:{port}/query", process, {})


def start_rdflib(_, dump, __):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, dump, str(port)], stderr=subprocess.DEVNULL
    )
    return Server("rdflib-endpoint", f"http://127.0.0.1:{port}/", process, {})


def start_virtuoso(folder, dump, _):
    place, sql, http = folder / "virtuoso", free_port(), free_port()
    place.mkdir()
    shutil.copy(dump, place / "dump.nt")
    (place / "virtuoso.ini").write_text(INI.format(folder=place, sql=sql, http=http))
    process = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", place / "virtuoso.ini"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = wait(Server("virtuoso", f"http://127.0.0.1:{http}/sparql", process, {}))
    load = f"DB.DBA.TTLP (file_to_string_output ('{place}/dump.nt'), '', 'http://bench.example/', 512);"
    command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"]
    subprocess.run(command, check=True, capture_output=True)
    return server


STARTS = {
    "comity": (start_comity, BIN / "comity"),
    "oxigraph": (start_oxigraph, BIN / "oxigraph"),
    "rdflib-endpoint": (start_rdflib, BIN / "uvicorn"),
    "virtuoso": (start_virtuoso, shutil.which("virtuoso-t")),
}


def load(server, paths, folder, seconds, *, cold):
    """Have wrk ask for *paths* in turn from 16 connections.

    Returns:
        Requests per second, 95th percentile in milliseconds, and how many requests failed.
    """
    listed, script = folder / "paths", folder / "mix.lua"
    listed.write_text("\n".join(paths) + "\n")
    script.write_text(LUA % (str(cold).lower(), listed))
    base = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(server.url))
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "--timeout", "60s", "-s", script, base]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout[done.stdout.rindex('{"requests"') :])
    return told["requests"] / told["seconds"], told["p95"], told["failed"]


@contextlib.contextmanager
def hostile(server):
    """One more client, who sends queries that never end, each as soon as the last was answered."""
    over = threading.Event()

    def attack():
        while not over.is_set():
            with contextlib.suppress(OSError):
                get(server.url + "?query=" + urllib.parse.quote(HOSTILE), timeout=40)

    thread = threading.Thread(target=attack, daemon=True)
    thread.start()
    time.sleep(1)
    yield
    over.set()


def answered(texts, server):
    """Return those of *texts* that the server answers within five seconds."""
    kept = {}
    for name, text in texts.items():
        try:
            get(server.url + "?query=" + urllib.parse.quote(text))
            kept[name] = text
        except OSError as error:
            print(f"left out: {name}, since {server.name} says {error}")
    return kept


def measure(server, texts, folder, seconds):
    """One round: warm, cold, twenty rows whose text is new each time, and cold beside a hostile client."""
    same = [server.path(text) for text in texts.values()]
    warm = [server.canned.get(name) or server.path(text) for name, text in texts.items()]
    yield "warm", load(server, warm, folder, seconds, cold=False)
    yield "cold", load(server, same, folder, seconds, cold=True)
    yield "20 rows, cold", load(server, [server.path(SMALL)], folder, seconds, cold=True)
    if server.name != "rdflib-endpoint":  # one such query stops it for good
        with hostile(server):
            yield "beside a hostile client", load(server, same, folder, seconds, cold=True)


def report(results):
    head = f"{'requests/s':>12}{'p95 ms':>10}{'of each round':>24}{'failed':>8}{'x comity':>11}"
    print(f"\n{'':26}{'':>18}{head}")
    for (mix, name), rounds in sorted(results.items()):
        rates, late, failed = zip(*rounds, strict=True)
        rate, base = (
            statistics.median(rates),
            statistics.median(r[0] for r in results[mix, "comity"]),
        )
        each = " ".join(f"{p95:.0f}" for p95 in late)
        print(
            f"{mix:26}{name:>18}{rate:12.1f}{statistics.median(late):10.1f}{each:>24}"
            f"{sum(failed):8}{rate / base:11.3f}"
        )


@contextlib.contextmanager
def running(name, folder, dump, queries):
    """Run one server alone, so that none pays for what another has been left with."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        server = STARTS[name][0](Path(place), dump, queries)
        try:
            yield wait(server)
        finally:
            server.process.terminate()
            try:
                server.process.wait(20)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with comity.build(ROOT, folder / "home") as snapshot:
            queries = snapshot.engine.queries
            dump = folder / "graph.nt"
            store = ox.Store.read_only(str(snapshot.path / "store"))
            store.dump(str(dump), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            del store
        there = [name for name, (_, needs) in STARTS.items() if needs and Path(needs).exists()]
        print("left out, since not installed here:", *(set(STARTS) - set(there) or ["none"]))
        texts = {name: written_out(query) for name, query in queries.items()}
        for name in there:
            with running(name, folder, dump, queries) as server:
                texts = answered(texts, server)
        print(f"{len(texts)} queries in the mix, {dump.stat().st_size} bytes of N-Triples")
        results = {}
        for _ in range(options.rounds):
            for name in there:
                with running(name, folder, dump, queries) as server:
                    for mix, found in measure(server, texts, folder, options.seconds):
                        results.setdefault((mix, name), []).append(found)
        report(results)


if __name__ == "__main__":
    main()

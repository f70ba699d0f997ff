"""A writable server after very many commits: how long the last takes beside the first, and what it holds by then.

    python tests/bench/bench_endurance.py [--commits 300]

Prints the medians of the first and the last tenth in milliseconds with their ratio, and how much disk, how many
snapshots, descriptors and how much memory there are at each tenth; after each tenth, whether every index answers.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import SAMPLE, TOKEN, serving

PROBES = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { ?s ?p <https://w3id.org/comity/id/country/arcadia> }",
    "SELECT * { GRAPH ?g { ?s ?p <https://w3id.org/comity/id/country/arcadia> } }",
    "SELECT * { ?s a ?c } LIMIT 5",
    "SELECT * { GRAPH ?g { ?s a ?c } } LIMIT 5",
    "ASK { FILTER EXISTS { ?s a <http://nowhere/> } }",
    "ASK { FILTER NOT EXISTS { ?s a <http://nowhere/> } }",
]


def put(client, number):
    """Write a graph of one triple, and return how long that took, in milliseconds."""
    body = f'<https://w3id.org/comity/id/thing/n{number}> <http://www.w3.org/2000/01/rdf-schema#label> "n{number}"@en .'
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"}
    start = time.perf_counter()
    request = urllib.request.Request(
        f"{client.base}/graph/t/n{number}", body.encode(), headers, method="PUT"
    )
    reply = client.send(request)
    assert reply.status == 201, reply.text
    return (time.perf_counter() - start) * 1000


def probed(client):
    """Tell whether every probe is answered, and rightly where the answer is known."""
    replies = [client.sparql(f"{query} #{time.time()}", "application/json") for query in PROBES]
    truths = [json.loads(reply.body).get("boolean") for reply in replies[-2:]]
    return all(reply.status == 200 for reply in replies) and truths == [False, True]


def state(process, home):
    status = Path(f"/proc/{process.pid}/status").read_text()
    memory = int(status.split("VmRSS:")[1].split()[0]) // 1024
    # Not by a walk of our own: some of it may be going just now.
    used = subprocess.run(["du", "-sk", home], capture_output=True, text=True)
    return {
        "snapshots": len(list(home.glob("*-*/"))),
        "disk_mib": round(int(used.stdout.split()[0]) / 1024, 1),
        "descriptors": len(list(Path(f"/proc/{process.pid}/fd").iterdir())),
        "memory_mib": memory,
    }


def run(commits, *options):
    """Yield what was found after each tenth of *commits*."""
    with tempfile.TemporaryDirectory() as name:
        home, tokens = Path(name, "home"), Path(name, "tokens")
        tokens.write_text(f"alice {TOKEN}\n")
        tokens.chmod(0o600)
        writing = ("--writable", "--token-file", str(tokens), *options)
        with serving(Path(shutil.copytree(SAMPLE, Path(name, "d"))), home, *writing) as (
            client,
            process,
        ):
            put(client, 0)
            for tenth in range(10):
                size = commits // 10
                times = [put(client, 1 + tenth * size + n) for n in range(size)]
                yield {
                    "commits": (tenth + 1) * size,
                    "median_ms": round(statistics.median(times), 1),
                    "every_index_answers": probed(client),
                    **state(process, home),
                }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=300)
    rows = []
    for row in run(parser.parse_args().commits):
        rows.append(row)
        print(json.dumps(row), flush=True)
    print(json.dumps({"last_to_first": round(rows[-1]["median_ms"] / rows[0]["median_ms"], 2)}))


if __name__ == "__main__":
    main()

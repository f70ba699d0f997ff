"""Commit of a one-triple edit of the dossier until readers see it, beside a full build of the same files, in one run.

    python tests/bench/bench_commit.py [--rounds 15]

The edit goes by HTTP to a server started as a user starts it; a reader in another thread asks all the time, and the
clock runs from the POST to the first answer that has the new triple. Printed: medians in seconds, their ratio, and
how long each step of a commit took.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMITY = Path(sys.executable).with_name("comity")
GRAPH = "https://w3id.org/comity/graph/treaties/community-1996"
TREATY = "https://w3id.org/comity/id/treaty/community-1996"
COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


def build(home):
    start = time.perf_counter()
    command = [COMITY, "build", ROOT, "--home", home, "--again"]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def post(base, name, text):
    body = urllib.parse.urlencode({name: text}).encode()
    request = urllib.request.Request(base + "/sparql", body, {"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


class Reader(threading.Thread):
    """Asks for the newest comment, and keeps when it saw each first."""

    def __init__(self, base):
        super().__init__(daemon=True)
        self.base, self.seen, self.done = base, {}, False

    def run(self):
        while not self.done:
            text = f"SELECT ?c {{ <{TREATY}> <{COMMENT}> ?c }}"
            for row in post(self.base, "query", text).decode().split("\n"):
                self.seen.setdefault(row.strip(), time.perf_counter())
            time.sleep(0.02)


def commits(base, rounds):
    """Return the seconds of each commit until it was seen, until it was acknowledged, and of its steps."""
    reader = Reader(base)
    reader.start()
    found = []
    for number in range(rounds + 2):
        mark = f"edit-{number}"
        text = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{TREATY}> <{COMMENT}> "{mark}"@en }} }}'
        start = time.perf_counter()
        told = json.loads(post(base, "update", text))
        acknowledged = time.perf_counter() - start
        while mark not in reader.seen:
            time.sleep(0.001)
        found.append((reader.seen[mark] - start, acknowledged, told["seconds"]))
    reader.done = True
    return found[2:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    builds = [build(folder / "home") for _ in range(3)]
    command = [COMITY, "serve", ROOT, "--home", folder / "home", "--port", str(port), "--writable"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        server.stdout.readline()
        seen, acknowledged, steps = zip(*commits(f"http://127.0.0.1:{port}", rounds), strict=True)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        shutil.rmtree(folder)
    whole, median = statistics.median(builds), statistics.median(seen)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}")
    print(f"full build, the command as a whole: {whole:.2f} s")
    print(f"commit until readers see it: median {median:.3f} s, slowest {max(seen):.3f} s")
    print(f"commit until it is acknowledged: median {statistics.median(acknowledged):.3f} s")
    print(f"ratio of the medians, build to commit: {whole / median:.1f}")
    for name in steps[0]:
        print(f"  {name}: {statistics.median(step[name] for step in steps):.4f} s")


if __name__ == "__main__":
    main()

"""Processes killed at random moments of a commit: what was acknowledged is there, and no snapshot is damaged."""

import http.client
import os
import random
import signal
import subprocess
import threading
import time
import urllib.request

import pyoxigraph as ox
import pytest

from comity.namespace import Namespace
from comity.snapshot import current_snapshot, published_snapshots
from conftest import COMITY, SAMPLE, Client, free_port, run
from support.writing import PACT, TREATY, assert_as_built

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("COMITY_KILLS", "25"))
LOAD_SECONDS = 1.5


class Load(threading.Thread):
    """Writes treaty after treaty, and keeps the graphs of those whose writing was acknowledged, and refusals of others."""

    def __init__(self, client, start):
        super().__init__(daemon=True)
        self.client, self.number, self.acknowledged, self.wrong = client, start, [], []
        self.done = False

    def run(self):
        while not self.done:
            self.number += 1
            graph = PACT.replace("1905", str(self.number))
            body = TREATY.replace("1905", str(self.number)).encode()
            url = f"{self.client.base}/graph-store?graph={graph}"
            request = urllib.request.Request(
                url, body, {"Content-Type": "text/turtle"}, method="PUT"
            )
            try:
                reply = self.client.send(request)
            except (OSError, http.client.HTTPException):
                return
            if reply.status == 201:
                self.acknowledged.append(graph)
            elif reply.status != 503:
                self.wrong.append(reply.text)


def start(home):
    """Start a server that takes writes and wait until it answers."""
    port = free_port()
    command = [*COMITY, "serve", SAMPLE, "--home", home, "--port", str(port), "--writable"]
    process = subprocess.Popen(
        [*map(str, command), "--keep", "10"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout.readline().startswith(b"Comity answers"), "the server starts again"
    return process, Client(f"http://127.0.0.1:{port}")


def committer_of(server):
    """The process of *server* that commits, by its number."""
    found = subprocess.run(
        ["pgrep", "-P", str(server.pid), "-f", "comity.commits.commit_worker"],
        capture_output=True,
        text=True,
    ).stdout.split()
    return int(found[0]) if found else None


def kill(server, chance):
    """Kill the server, or the process that commits, or both; say whether the server is gone."""
    whom = chance.choice(("server", "committer", "both"))
    committer = committer_of(server)
    if whom != "server" and committer:
        os.kill(committer, signal.SIGKILL)
    if whom != "committer":
        server.send_signal(signal.SIGKILL)
        server.wait()
        server.stdout.close()
    return whom != "committer"


def assert_whole(home, acknowledged):
    """Every snapshot opens, and the current one has everything acknowledged."""
    for snapshot in published_snapshots(home):
        store = ox.Store.read_only(str(snapshot.store))
        assert len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))) == (
            snapshot.manifest.asserted + snapshot.manifest.inferred
        )
    files = current_snapshot(home).manifest.files
    lost = [graph for graph in acknowledged if str(Namespace().file_of(graph)) not in files]
    assert not lost


def test_no_kill_at_any_moment_loses_an_acknowledged_write_or_damages_a_snapshot(tmp_path):
    home, chance, acknowledged, number = tmp_path / "home", random.Random(5), [], 0
    assert run("build", SAMPLE, home=home).returncode == 0
    server, client = start(home)
    try:
        for _ in range(KILLS):
            load = Load(client, number)
            load.start()
            time.sleep(chance.uniform(0, LOAD_SECONDS))
            if kill(server, chance):
                server, client = start(home)
            load.done = True
            load.join(30)
            assert not load.wrong
            acknowledged, number = acknowledged + load.acknowledged, load.number
            assert_whole(home, acknowledged)
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)
    assert len(acknowledged) > KILLS / 2, "the kills fall into a load of writes that are done"
    assert_as_built(home, tmp_path)
    assert run("build", SAMPLE, home=home).returncode == 0
    assert not [path for path in home.glob(".*-*") if path.is_dir()]

"""The second wall: even a query that the guard never saw cannot leave its process."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from comity.snapshot import current_snapshot
from support.endpoint import listener

UNGUARDED = """
import json, os, socket, subprocess, sys
from pathlib import Path
from comity.query import worker
from comity.query.request import Request
datasets, walls = worker.start(Path(sys.argv[1]), 2**30, sys.argv[3].split())
told = {"walls": walls}
def attempt(name, what):
    try:
        what()
        told[name] = "done"
    except (OSError, RuntimeError) as error:
        told[name] = str(error)
def ask(text):
    return lambda: list(datasets.query(Request(text)))
attempt("service", ask(f"SELECT * {{ SERVICE <{sys.argv[2]}> {{ ?s ?p ?o }} }}"))
attempt("socket", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2].split(":")[2].split("/")[0]))))
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)))
attempt("local", lambda: socket.socketpair())
attempt("file", lambda: open("/etc/hostname").read())
attempt("write", lambda: open(sys.argv[1] + "/x", "w"))
attempt("program", lambda: subprocess.run(["true"]))
told["rows"] = len(list(datasets.query(Request("SELECT * { GRAPH ?g { ?s ?p ?o } }"))))
print(json.dumps(told))
"""
KERNELS = ["seccomp landlock", "seccomp", "landlock", ""]


def unguarded(store, url, kernel):
    done = subprocess.run(
        [sys.executable, "-c", UNGUARDED, store, url, kernel],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_query_process_can_open_neither_socket_nor_file_nor_program(home, kernel):
    store = current_snapshot(home).store
    with listener() as (url, arrived):
        told = unguarded(store, url, kernel)
        assert not arrived
    for what in ("service", "socket", "datagram", "local", "file", "write", "program"):
        assert told[what] != "done", what
    assert told["rows"] > 100
    assert told["walls"], "no wall stands"


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp and Landlock are Linux's")
def test_where_the_kernel_has_its_means_they_are_used(home):
    with listener() as (url, _):
        told = unguarded(current_snapshot(home).store, url, "seccomp landlock")
    assert told["walls"] == ["landlock", "seccomp"]
    assert told["local"].endswith(os.strerror(1))


def test_the_health_says_which_wall_stands(client):
    walls = json.loads(client.get("/health").body)["walls"]
    assert walls in (["landlock", "seccomp"], ["descriptors"], ["seccomp", "descriptors"])


def test_the_listener_would_notice(client):
    with listener() as (url, arrived):
        with pytest.raises((urllib.error.URLError, OSError)):
            urllib.request.urlopen(url, timeout=0.5)
        assert arrived

"""The second wall: even a query that the guard never saw cannot leave its process."""

import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from comity import snapshot as snapshots
from test_protocol import listener

UNGUARDED = """
import sys
from pathlib import Path
from multiprocessing import Pipe
from comity.query import frames, worker
from comity.query.request import Request
ours, theirs = Pipe()
datasets = worker.start(Path(sys.argv[1]), 2**30)
try:
    worker.answer(datasets, Request(f"SELECT * {{ SERVICE <{sys.argv[2]}> {{ ?s ?p ?o }} }}"), theirs)
    raise frames.error(frames.receive(ours)[1])
except Exception as error:
    print(error)
try:
    open("/etc/hostname")
except OSError as error:
    print(error)
"""


def test_a_query_process_can_open_neither_socket_nor_file(home):
    store = snapshots.current(home).store
    with listener() as (url, arrived):
        done = subprocess.run(
            [sys.executable, "-c", UNGUARDED, store, url],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert not arrived
    refused_socket, refused_file = done.stdout.strip().splitlines()
    assert "cannot be evaluated" in refused_socket
    assert "Too many open files" in refused_file


def test_the_listener_would_notice(client):
    with listener() as (url, arrived):
        with pytest.raises((urllib.error.URLError, OSError)):
            urllib.request.urlopen(url, timeout=0.5)
        assert arrived

"""Nothing leaves: in a network of its own, where any packet would be counted."""

import json
import subprocess
import sys

import pytest

from conftest import ROOT, SAMPLE


def in_a_network_of_its_own(*command):
    return subprocess.run(
        ["unshare", "--net", *map(str, command)], capture_output=True, text=True, timeout=300
    )


def test_no_request_in_any_disguise_makes_a_packet_leave(home):
    try:
        allowed = in_a_network_of_its_own("true").returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("this user may not make a network namespace")
    done = in_a_network_of_its_own(sys.executable, ROOT / "tests/support/egress.py", SAMPLE, home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["control"] > 0, "the control datagram was not noticed, so nothing would be"
    assert found["caused"] == 0
    assert found["healthy"] == 200
    assert set(found["statuses"]) <= {200, 400, 403, 404, 405, 406}
    assert found["statuses"].count(403) > 30

"""A snapshot that is damaged: the good one that is open goes on answering, and nothing invented is ever shown."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request

import pytest

from conftest import SAMPLE, TOKEN, run, serving
from support.endpoint import ROWS, assert_problem

pytestmark = pytest.mark.slow

WHY = {
    "subject": "country:ruritania",
    "predicate": "comity:sharesBorderWith",
    "object": "country:arcadia",
}


def publish_another(dossier, home):
    """Change the dossier and publish it beside the server, and return the new snapshot's folder."""
    path = dossier / "data/states/states.ttl"
    path.write_text(path.read_text() + "\n# another\n")
    assert run("build", dossier, home=home).returncode == 0
    return home / os.readlink(home / "current")


def uncached(client):
    return client.sparql(f"{ROWS} #{time.monotonic()}")


def flip(path, place=0.5):
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0x55
    path.write_bytes(content)


def damage_manifest(home, new):
    (new / "manifest.json").write_text("{")


def damage_pointer(home, new):
    (home / "current").unlink()
    (home / "current").symlink_to("gone")


def take_pointer_away(home, new):
    (home / "current").unlink()


def cut_tables(home, new):
    for path in (new / "store").glob("*.sst"):
        path.write_bytes(path.read_bytes()[:100])


def take_store_away(home, new):
    shutil.rmtree(new / "store")


@pytest.mark.parametrize(
    "damage", [damage_manifest, damage_pointer, take_pointer_away, cut_tables, take_store_away]
)
def test_the_good_snapshot_goes_on_answering(dossier, tmp_path, damage):
    home = tmp_path / "home"
    with serving(dossier, home) as (client, _):
        good = json.loads(client.get("/health").body)["snapshot"]
        new = publish_another(dossier, home)
        damage(home, new)
        for _ in range(3):
            assert "ruritania" in uncached(client).text
            assert client.get("/live").status == 200
        health = json.loads(client.get("/health").body)
        assert (health["status"], health["snapshot"]) == ("degraded", good)
        assert str(tmp_path) not in health["fault"]
        shutil.rmtree(new, ignore_errors=True)
        (home / "current").unlink(missing_ok=True)
        assert run("build", dossier, "--again", home=home).returncode == 0
        time.sleep(6)
        assert json.loads(client.get("/health").body)["status"] == "ok"


def test_a_large_damaged_table_takes_no_more_memory_than_is_allowed(homes):
    store = homes / os.readlink(homes / "current") / "store"
    largest = max(store.glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    half = len(content) // 2
    content[half:] = bytes(byte ^ 0x55 for byte in content[half:])
    largest.write_bytes(content)
    done = run("query", "neighbours", "--dossier", SAMPLE, home=homes)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name", ["witnesses.npy", "origins.npy", "keys.npy", "places.npy", "forms", "instances.json"]
)
def test_a_damaged_proof_is_never_shown(homes, name):
    proofs = homes / os.readlink(homes / "current") / "proofs"
    with serving(SAMPLE, homes) as (client, _):
        for place in (0.9, 0.6, 0.3):
            flip(proofs / name, place)
        reply = client.get("/why", "application/json", **WHY)
        assert_problem(reply, 500, "proofs", "build it again")
        assert "ruritania" in uncached(client).text


def test_a_damaged_report_is_not_shown(homes):
    snapshot = homes / os.readlink(homes / "current")
    with serving(SAMPLE, homes) as (client, _):
        flip(snapshot / "context.jsonld")
        assert client.get("/context.jsonld").status == 500


def test_nothing_is_committed_to_files_that_are_damaged(homes, token_file):
    file = homes / os.readlink(homes / "current") / "dossier/data/states/states.ttl"
    file.write_text(
        file.read_text() + "\n<x:s> <http://www.w3.org/2000/01/rdf-schema#label> 'x'@en .\n"
    )
    with serving(SAMPLE, homes, "--writable", "--token-file", str(token_file)) as (client, _):
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"}
        request = urllib.request.Request(
            client.base + "/graph/x",
            b"<x:s> <http://www.w3.org/2000/01/rdf-schema#label> 'x'@en .",
            headers,
            method="PUT",
        )
        assert client.send(request).status >= 500
        assert "ruritania" in uncached(client).text


def test_descriptors_that_are_missing_for_a_while_cost_no_process_for_good(homes):
    with serving(SAMPLE, homes, "--query-seconds", "2") as (client, process):
        limit = subprocess.run(
            ["prlimit", "--nofile", "--raw", "--noheadings", "--pid", str(process.pid)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        used = len(os.listdir(f"/proc/{process.pid}/fd"))
        for round_ in range(2):
            subprocess.run(
                ["prlimit", f"--nofile={used + 2}:{limit[-2]}", "--pid", str(process.pid)],
                check=True,
            )
            pool = [
                pid
                for pid in subprocess.run(
                    ["pgrep", "-P", str(process.pid)], capture_output=True, text=True
                ).stdout.split()
            ]
            for pid in pool:
                os.kill(int(pid), signal.SIGKILL)
            statuses = []
            for _ in range(6):
                try:
                    statuses.append(uncached(client).status)
                except OSError:
                    statuses.append(0)
            subprocess.run(
                ["prlimit", f"--nofile={limit[-2]}:{limit[-2]}", "--pid", str(process.pid)],
                check=True,
            )
            answered = [uncached(client).status for _ in range(8)]
            assert answered[-4:] == [200] * 4, (round_, statuses, answered)

"""`comity check --watch`: it looks again when a file changes."""

import signal
import subprocess

import pytest

from conftest import COMITY

pytestmark = pytest.mark.slow


def test_it_looks_again_whenever_a_file_changes(dossier):
    command = [*COMITY, "check", str(dossier), "--watch"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert until(process, "queries").endswith(": 1 warning.\n")
        path = dossier / "data" / "states" / "states.ttl"
        text = path.read_text()
        path.write_text(text.replace("comity:sharesBorderWith", "comity:sharesBorder"))
        assert "1 error" in until(process, "queries")
        path.write_text(text)
        assert until(process, "queries").endswith(": 1 warning.\n")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""


def until(process, word):
    """Return the next line that has *word*."""
    for line in process.stdout:
        if word in line:
            return line
    raise AssertionError(process.stderr.read())

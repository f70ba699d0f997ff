"""`comity check --watch`: it looks again when a file changes."""

import signal
import subprocess

import pytest

from conftest import COMITY

pytestmark = pytest.mark.slow


def test_it_looks_again_whenever_a_file_changes(dossier):
    command = [*COMITY, "check", str(dossier), "--watch"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    )
    try:
        wait_for(process, " 2 queries: 1 warning.")
        path = dossier / "data" / "states" / "states.ttl"
        text = path.read_text()
        path.write_text(text.replace("comity:sharesBorderWith", "comity:sharesBorder"))
        wait_for(process, " 2 queries: 1 error, 1 warning.")
        path.write_text(text)
        wait_for(process, " 2 queries: 1 warning.")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()


def wait_for(process, end):
    """Read on until a line ends so; a file that is written in two steps may be looked at twice."""
    assert any(line.rstrip().endswith(end) for line in process.stdout)


def heed_interrupts():
    """Have a process heed them although whoever runs the tests may not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

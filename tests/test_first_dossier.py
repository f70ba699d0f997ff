"""The manual's first dossier is made as its page says: each file written, each command run in order, each output as printed."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from comity.web.pages.manual import FOLDER
from conftest import COMITY, free_port

pytestmark = pytest.mark.slow
PAGE = (FOLDER / "first.md").read_text()
BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n(?P<block>(?: {4}[^\n]*\n|\n(?= {4}))+)")
NAMED = re.compile(r"`([\w./]+)`:$")
COMMAND = re.compile(r"(?m)^\$ (.+)\n((?:(?!\$ ).*\n)*)")


def steps():
    """Yield what the page does, in order: the name of a file with its text, or a command with what it prints."""
    for found in BLOCK.finditer(PAGE):
        text = re.sub(r"(?m)^ {4}", "", found["block"]).rstrip("\n") + "\n"
        if text.startswith("$ "):
            yield from (("run", *one) for one in COMMAND.findall(text))
        elif name := NAMED.search(found["before"]):
            yield "write", name[1], text


def as_printed(printed):
    """Return what matches *printed*, in which … stands for whatever is left out."""
    lines = "(?:.*\n)*".join(map(re.escape, re.split(r"(?m)^…\n", printed)))
    return re.compile(lines.replace("…", ".*"))


def serve(printed, **where):
    """Start the server of the page, on a port that is free, and return its home page."""
    port = str(free_port())
    command = [*COMITY, "serve", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **where) as server:
        try:
            assert server.stdout.readline() == printed.replace("7070", port)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as reply:
                return reply.read().decode()
        finally:
            server.terminate()


def test_the_page_has_all_steps():
    done = [step[1].split()[:2] for step in steps() if step[0] == "run"]
    for words in ("new", "check", "sheets", "import", "format", "build", "query", "serve"):
        assert ["comity", words] in done
    assert len([step for step in steps() if step[0] == "write"]) == 6


def test_each_step_does_what_the_page_says(tmp_path):
    people = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = {**os.environ, **people, "PATH": path, "XDG_DATA_HOME": str(tmp_path / "home")}
    folder = tmp_path
    for kind, what, wanted in steps():
        if kind == "write":
            (folder / what).write_text(wanted)
        elif what.startswith("cd "):
            folder /= what[3:]
        elif what == "comity serve":
            assert "Denmark–Sweden" in serve(wanted, cwd=folder, env=env)
        elif not what.startswith("pip "):  # it is installed
            done = subprocess.run(what, shell=True, cwd=folder, env=env, capture_output=True, text=True, timeout=120)  # fmt: skip
            assert as_printed(wanted).fullmatch(done.stdout + done.stderr), (what, done.stdout + done.stderr)  # fmt: skip

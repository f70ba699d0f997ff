"""The manual and the README say what is so: commands, options, queries, settings and addresses are there."""

import os
import re
import subprocess
import sys
import textwrap

import click
import pytest

from comity.cli import COMMANDS, main
from comity.settings import table
from comity.web.pages.manual import FOLDER, topics
from conftest import COMITY, ROOT

TEXTS = {path.name: path.read_text() for path in [ROOT / "README.md", *FOLDER.glob("*.md")]}
WHOLE = "\n".join(TEXTS.values())
LOADED = {name: main.get_command(click.Context(main), name) for name in COMMANDS}
OPTIONS = {name for command in LOADED.values() for p in command.params for name in p.opts} | {"--help"}  # fmt: skip


def test_there_is_something_to_hold():
    assert len(topics()) >= 7
    assert all(title and sentence.endswith(".") for title, sentence in topics().values())
    assert len(TEXTS["README.md"].splitlines()) <= 120


@pytest.mark.parametrize("name", TEXTS)
def test_commands_options_and_queries_exist(name):
    text = TEXTS[name]
    assert set(re.findall(r"`comity ([a-z]+)", text)) <= set(COMMANDS)
    given = {
        name for code in re.findall(r"`[^`\n]+`", text) for name in re.findall(r"--[a-z-]+", code)
    }
    assert given <= OPTIONS
    for query in re.findall(r"comity query ([a-z-]+)", text):
        assert (ROOT / "queries" / f"{query}.rq").exists(), query


def test_every_command_is_told_of():
    for name, command in LOADED.items():
        assert isinstance(command, click.Command)
        assert f"`comity {name}" in WHOLE, name


@pytest.mark.parametrize("topic", topics())
def test_every_topic_is_a_page_whose_addresses_answer(client, topic):
    page = client.get(f"/help/{topic}", "text/html")
    assert (page.status, "<h1>" in page.text) == (200, True)
    for path in set(re.findall(r"`(/(?!etc)[a-z/.-]+)`", TEXTS[f"{topic}.md"])):
        assert client.get(path).status in (200, 303, 400, 405), path


def test_what_is_no_topic_is_told(client):
    assert client.get("/help/", "text/html").text.count("<dt>") == len(topics())
    assert client.get("/help/nonsense").status == 404


def test_python_in_the_readme_runs(tmp_path):
    block = re.search(r"(?m)^ {6}import comity\n(?:^ {6}.*\n)+", TEXTS["README.md"])[0]
    program = textwrap.dedent(block)
    where = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    subprocess.run([*COMITY, "build"], cwd=ROOT, env=where, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=where, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3


def test_settings_are_options():
    assert {f"--{name.replace('_', '-')}" for name, _, _ in table()} <= OPTIONS

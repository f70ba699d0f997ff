"""The house itself: types, lint, one direction of imports, and a README that is true."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from comity.cli import COMMANDS, main
from comity.commands.options import Size, with_unit
from conftest import ROOT, run, serving

ALLOWED = {
    "ontology",
    "data",
    "server",
    "queries",
    "tests",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "LICENSE-DATA",
    "CHANGELOG.md",
    "requirements.lock",
}


@pytest.mark.parametrize(
    "command",
    [["lint-imports"], ["mypy"], ["ruff", "check", "."], ["ruff", "format", "--check", "."]],
    ids=" ".join,
)
def test_the_code_passes(command):
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_top_level_holds_what_it_may_and_nothing_else():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    tops = {path.split("/")[0] for path in tracked}
    assert {top for top in tops if not top.startswith(".")} <= ALLOWED


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_in_a_line_and_has_an_example(name):
    shown = CliRunner().invoke(main, ["--help"]).output
    assert re.search(rf"(?m)^  {name} +\S.*[^.]\.$", shown), shown
    assert f"Example: comity {name}" in CliRunner().invoke(main, [name, "--help"]).output


def test_limits_are_set_by_option_or_environment_in_units(home):
    for given, word in (("0", "no size"), ("1 TB", "no size"), ("-1", "no size")):
        refused = run("serve", "--query-bytes", given)
        assert (refused.returncode, word in refused.stderr) == (2, True)
    runner = CliRunner(env={"COMITY_PAGE_BYTES": "some"})
    refused = runner.invoke(main, ["serve"]).output
    assert "'some' is no size" in refused
    assert "COMITY_PAGE_BYTES" in refused
    assert [Size().convert(text, None, None) for text in ("1024", "1KiB", "1024 B")] == [1024] * 3
    assert [with_unit(size) for size in (1, 1000, 2**16, 2**31)] == ["1B", "1000B", "64KiB", "2GiB"]


def test_the_environment_sets_limits_of_a_real_server(dossier, tmp_path, monkeypatch):
    monkeypatch.setenv("COMITY_PAGE_BYTES", "3MiB")
    monkeypatch.setenv("COMITY_PAST_QUEUE", "5")
    with serving(dossier, tmp_path / "home") as (client, _):
        rows = json.loads(client.get("/limits", "application/json").body)
    told = {row["name"]: row["value"] for row in rows}
    assert (told["page_bytes"], told["past_queue"]) == (3 * 2**20, 5)


def test_queries_are_listed(home):
    listed = run("queries", home=home)
    assert listed.returncode == 0
    assert "neighbours" in listed.stdout


def test_modules_stay_short():
    long = {
        str(path.relative_to(ROOT)): n
        for path in (ROOT / "server").rglob("*.py")
        if (n := len(path.read_text().splitlines())) > 250
    }
    assert not long


def test_the_command_line_tells_wrong_usage_apart():
    assert run("build", "--nonsense").returncode == 2
    assert run("query", "nonsense", home="/nonexistent").returncode == 1

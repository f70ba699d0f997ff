"""A dossier of one's own to try the tools for authors on: begun as a user begins one."""

from pathlib import Path

from click.testing import CliRunner

from comity.cli import main

BASE = "https://example.org/own/"
SOURCES = "title,kind,published\nAn almanac,report,2015\nA gazette,web page,2016\n"


def begin(folder: Path, *options: str) -> Path:
    """Make a dossier on Norway and Russia in *folder*, with both states."""
    done = comity("new", folder, "--state", "Norway", "--state", "Russia", "--base", BASE, *options)
    assert done.exit_code == 0, done.output
    return folder


def comity(*arguments: object):
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(one) for one in arguments])


def imported(dossier: Path, *arguments: object):
    """Import sheets into *dossier*, and write it; return what the command said."""
    return comity("import", *arguments, "--dossier", dossier, "--write")


def contents(dossier: Path) -> dict[str, str]:
    """Return the texts of the files of data/ by their paths."""
    return {str(p.relative_to(dossier)): p.read_text() for p in (dossier / "data").rglob("*.ttl")}

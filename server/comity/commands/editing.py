"""The commands for whoever writes a dossier: the house style, and what an editor asks for."""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from comity.authoring.changes import write
from comity.authoring.packages import package
from comity.finding import counted
from comity.homes import is_dossier


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail where a file is in another style.")  # fmt: skip
@click.option("--diff", "with_diff", is_flag=True, help="Write nothing; print what would change.")
def format_files(paths: tuple[Path, ...], only_check: bool, with_diff: bool) -> None:
    """Write Turtle files in the house style.

    Prefixes stand by name, a property a line, an annotation below its statement; comments, and the order of what is
    said, stay.

    Example: comity format data/treaties
    """
    from comity.editing.formatting import formatted, turtle_files

    if not paths and not is_dossier(Path()):
        raise click.UsageError("This folder is no dossier; name the files or folders to format.")
    files = [formatted(path) for path in turtle_files(paths or (Path(),))]
    changed = [file for file in files if file.is_one]
    for file in changed:
        click.echo("\n".join(file.lines()) if with_diff else str(file.path))
    is_tried = only_check or with_diff
    if not is_tried:
        write(Path(), changed)
    verb = "would change" if is_tried else "changed"
    click.echo(f"{counted(len(files), 'Turtle file')}, {len(changed):,} {verb}.", err=True)
    if only_check and changed:
        sys.exit(1)


@click.command()
def lsp() -> None:
    """Help an editor while one writes a dossier.

    It shows what check finds, completes and explains names, and speaks the Language Server Protocol over standard input
    and output; an editor starts it for Turtle files.

    Example: comity lsp
    """
    package("pygls")
    from comity.editing.language_server import language_server  # only here: it loads the protocol

    language_server().start_io()


def watch(root: Path, look: Callable[[], object]) -> None:
    """Look at the dossier at *root* now, and again whenever one of its files has changed, until interrupted.

    Raises:
        BadInput: what watches files is not installed.
    """
    is_begun = False
    with suppress(KeyboardInterrupt):
        for changed in package("watchfiles").watch(root, yield_on_timeout=True, rust_timeout=300):
            if changed:
                click.echo(f"\n{datetime.now():%H:%M:%S}")
            if changed or not is_begun:  # they are watched by now, so that no change is missed
                look()
            is_begun = True

"""The commands for whoever writes a dossier: the house style, and what an editor asks for."""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click

from comity.errors import ServeError
from comity.finding import counted

INSTALL = "pip install 'comity[authoring]'"


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
    from comity.editing.formatting import formatted, turtle_files, write

    if not paths and not Path("data").is_dir():
        raise click.UsageError("This folder is no dossier; name the files or folders to format.")
    files = [formatted(path) for path in turtle_files(paths or (Path(),))]
    changed = [file for file in files if file.is_changed]
    for file in changed:
        if with_diff:
            click.echo(file.difference, nl=False)
        else:
            click.echo(str(file.path))
        if not (only_check or with_diff):
            write(file)
    verb = "would change" if only_check or with_diff else "changed"
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
    if find_spec("pygls") is None:
        raise ServeError(f"The language server is not installed; add it with {INSTALL}.")
    from comity.editing.language_server import language_server  # only here: it loads the protocol

    language_server().start_io()


def watch(root: Path, look: Callable[[], object]) -> None:
    """Look at the dossier at *root* now, and again whenever one of its files has changed, until interrupted.

    Raises:
        ServeError: what watches files is not installed.
    """
    if find_spec("watchfiles") is None:
        raise ServeError(f"What watches files is not installed; add it with {INSTALL}.")
    from watchfiles import watch as changes

    is_begun = False
    with suppress(KeyboardInterrupt):
        for changed in changes(root, yield_on_timeout=True, rust_timeout=300):
            if changed:
                click.echo(f"\n{datetime.now():%H:%M:%S}")
            if (
                changed or not is_begun
            ):  # from the first on they are watched, so that none is missed
                look()
            is_begun = True

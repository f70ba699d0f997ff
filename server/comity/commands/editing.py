"""The commands for whoever writes a dossier: the house style, and what an editor asks for."""

import sys
from pathlib import Path

import click

from comity.finding import counted
from comity.homes import chosen_dossier


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

    chosen = paths or (chosen_dossier(None),)
    files = [formatted(path) for path in turtle_files(chosen)]
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

"""The arguments and options that several commands share."""

from collections.abc import Callable
from pathlib import Path

import click

from comity.settings import table

DOSSIER = click.argument("dossier", required=False, type=click.Path(path_type=Path))
HOME = click.option(
    "--home", envvar="COMITY_HOME", type=click.Path(path_type=Path), help="Where snapshots live."
)
TEXT = click.option(
    "--text",
    "texts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The text of a source, to hold its passages against.",
)
ASKED = click.option(
    "--dossier", type=click.Path(path_type=Path), help="The dossier whose snapshots are meant."
)
VALIDATOR = click.option(
    "--validator",
    default="shacl",
    show_default=True,
    type=click.Choice(["shacl", "pyshacl"]),
    help="Who holds the data to the shapes; pyshacl is the reference, and slow.",
)
VERBOSE = click.option("--verbose", is_flag=True, help="Add the trace to an error.")


def limits(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* an option for each setting."""
    for name, default, about in reversed(table()):
        command = click.option(
            "--" + name.replace("_", "-"),
            type=click.IntRange(1),
            default=default,
            show_default=True,
            help=about,
        )(command)
    return command

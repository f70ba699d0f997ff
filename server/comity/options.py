"""The arguments and options that several commands share."""

from pathlib import Path

import click

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

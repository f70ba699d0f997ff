"""The arguments and options that several commands share."""

import re
from collections.abc import Callable
from pathlib import Path

import click

from comity.settings import table

DOSSIER = click.argument("dossier", required=False, type=click.Path(path_type=Path))
DOSSIERS = click.argument("dossiers", nargs=-1, type=click.Path(path_type=Path))
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
VERBOSE = click.Option(
    ("-v", "--verbose"),
    is_flag=True,
    expose_value=False,
    callback=lambda context, _, value: context.meta.update(verbose=True) if value else None,
    help="Add the trace to an error.",
)


UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


class Size(click.ParamType[int]):
    """A number of bytes, plain or with a binary unit.

    Source: IEC 80000-13, prefixes for binary multiples https://physics.nist.gov/cuu/Units/binary.html
    """

    name = "size"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return *value* in bytes."""
        found = re.fullmatch(r"([1-9][0-9]*) ?(B|[KMG]iB)?", str(value), re.ASCII)
        if not found:
            self.fail(f"{value!r} is no size; write for instance 512MiB, or 1024 for bytes.")
        return int(found[1]) * UNITS[found[2] or "B"]


def with_unit(size: int) -> str:
    """Return a number of bytes with the largest unit that it is a multiple of."""
    unit = next(unit for unit in reversed(UNITS) if size % UNITS[unit] == 0)
    return f"{size // UNITS[unit]}{unit}"


def limits(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* an option for each setting, which the environment can set too."""
    for name, default, about in reversed(table()):
        is_size = name.endswith("_bytes")
        command = click.option(
            "--" + name.replace("_", "-"),
            type=Size() if is_size else click.IntRange(1),
            default=with_unit(default) if is_size else default,
            show_default=True,
            envvar=f"COMITY_{name.upper()}",
            show_envvar=True,
            help=about.replace(", in bytes.", ".").replace(", a count.", "."),
        )(command)
    return command

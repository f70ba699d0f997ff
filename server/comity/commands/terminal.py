"""Questions and answers on a terminal: what the arguments of a command mean, and how an answer is written."""

import csv
import io
import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from comity.errors import BadQuery, SourceError
from comity.namespace import Namespace
from comity.proofs.proof import Proof
from comity.proofs.turtle import turtle
from comity.query.formats import BY_NAME, GRAPHS
from comity.query.request import Answer
from comity.query.term_syntax import read_value

out = Console()


def arguments(params: tuple[str, ...]) -> dict[str, str]:
    """Return `NAME=VALUE` texts as a mapping.

    Raises:
        BadQuery: one of them has no equals sign.
    """
    for param in params:
        if "=" not in param:
            raise BadQuery(
                f"--param {param} is not NAME=VALUE; write for instance --param date=1999-01-01."
            )
    return dict(param.split("=", 1) for param in params)


def row(values: tuple[str, ...], namespace: Namespace) -> dict[str, str]:
    """Return `COLUMN=TERM` texts as terms in N-Triples by column; nothing behind the sign is no value.

    Raises:
        BadQuery: one of them has no equals sign, or no term.
    """
    for value in values:
        if "=" not in value:
            raise BadQuery(
                f"--row {value} is not COLUMN=TERM; write for instance --row country=country:arcadia."
            )
    given = dict(value.split("=", 1) for value in values)
    return {name: read_value(text, namespace) if text else "" for name, text in given.items()}


def read(name: str) -> str:
    """Return the text of a query: a file's, or that of standard input for `-`.

    Raises:
        SourceError: the file cannot be read.
    """
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{name} cannot be read as a query; name a UTF-8 file, a canned query, or - for standard input."
        ) from error


def forms(output_format: str) -> tuple[str | None, str | None]:
    """Return the formats for rows and for triples that *output_format* means."""
    if output_format == "table":
        return "csv", "turtle"
    return (None, output_format) if BY_NAME[output_format] in GRAPHS else (output_format, None)


def show(answer: Answer, output_format: str, namespace: Namespace) -> None:
    """Write an answer to the terminal: rows as a table, anything else as it is."""
    if output_format != "table" or answer.format != "csv" or answer.body in (b"true", b"false"):
        click.echo(answer.body, nl=not answer.body.endswith(b"\n"))
        return
    header, *rows = csv.reader(io.StringIO(answer.body.decode()))
    grid = Table(*header)
    for row in rows:
        grid.add_row(*(namespace.shortened(cell) for cell in row))
    out.print(grid)


def print_table(table: Table) -> None:
    """Print a table as wide as it is where it is not read on a terminal."""
    console = Console() if sys.stdout.isatty() else Console(width=1000)
    console.print(table)


def proof(found: Proof, output_format: str, namespace: Namespace) -> str:
    """Return a proof as text, JSON or Turtle."""
    if output_format == "json":
        return json.dumps(found.as_dict(), indent=1)
    if output_format == "turtle":
        return turtle(found, namespace).decode().rstrip()
    return "\n".join(found.lines(namespace))

"""The commands that ask what is published: run a query, prove a triple."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from comity.commands import evidence, terminal
from comity.commands.options import ASKED, HOME
from comity.errors import BadQuery
from comity.homes import chosen_dossier, default_home
from comity.query.engine import Engine
from comity.query.formats import BY_NAME
from comity.query.header import queries_of
from comity.query.view import CHOICES, View
from comity.rows.answer import evidence as rows_evidence
from comity.settings import Settings
from comity.snapshot import current_snapshot


@click.command()
@click.argument("name")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="An argument of a canned query."
)
@click.option(
    "--format",
    "output_format",
    default="table",
    show_default=True,
    type=click.Choice(["table", *BY_NAME]),
    help="How to write the answer.",
)
@click.option(
    "--entailment",
    default="rl",
    show_default=True,
    type=click.Choice(CHOICES["entailment"]),
    help="With what is inferred, or without.",
)
@click.option(
    "--contested",
    default="include",
    show_default=True,
    type=click.Choice(CHOICES["contested"]),
    help="With what contested claims report, or without.",
)
@click.option(
    "--perspective", "perspectives", multiple=True, help="Read this claimant's graph too."
)
@click.option(
    "--evidence",
    "with_evidence",
    is_flag=True,
    help="Show what a row rests on: the first one, or the first that has what --row says.",
)
@click.option(
    "--row", multiple=True, metavar="COLUMN=TERM", help="A value of that row, with --evidence."
)
@ASKED
@HOME
def query(
    name: str,
    params: tuple[str, ...],
    output_format: str,
    entailment: str,
    contested: str,
    perspectives: tuple[str, ...],
    with_evidence: bool,
    row: tuple[str, ...],
    dossier: Path | None,
    home: Path | None,
) -> None:
    """Ask a canned query, or one of your own.

    NAME is that of a canned query (`comity queries` lists them), of a file, or - for standard input.

    Example: comity query members-on --param date=2010-01-01 --format csv
    """
    if row and not with_evidence:
        raise BadQuery("--row says whose evidence is wanted; give --evidence too.")
    view = View(entailment, contested, perspectives)
    results, graph = ("json", None) if with_evidence else terminal.forms(output_format)
    with _engine(home, dossier) as engine:
        if name == "-" or name.endswith(".rq") or "/" in name:
            text = terminal.read(name)
            question = engine.question(text, results=results, graph=graph, view=view)
        else:
            arguments = terminal.arguments(params)
            question = engine.canned(name, arguments, results=results, graph=graph, view=view)
        if with_evidence:
            values = terminal.row(row, engine.namespace)
            found = rows_evidence(engine, question, values)
            click.echo(evidence.written(found, output_format, question.text, engine.namespace))
            return
        answer = engine.answer(question)
    terminal.show(answer, output_format, engine.namespace)


@click.command()
@ASKED
@HOME
def queries(dossier: Path | None, home: Path | None) -> None:
    """List the canned queries and what they take.

    Example: comity queries
    """
    published = current_snapshot(home or default_home(chosen_dossier(dossier)))
    table = Table("query", "takes", "answers")
    for found in queries_of(published).values():
        takes = ", ".join(p.name if p.required else f"[{p.name}]" for p in found.parameters)
        table.add_row(found.name, escape(takes), escape(found.summary))
    terminal.print_table(table)


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.option(
    "--format",
    "output_format",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json", "turtle"]),
    help="How to write the proof.",
)
@ASKED
@HOME
def why(
    subject: str,
    predicate: str,
    value: str,
    output_format: str,
    dossier: Path | None,
    home: Path | None,
) -> None:
    """Prove a triple, down to its sources.

    Rule by rule to what is asserted, with file and line.

    Example: comity why country:ruritania comity:sharesBorderWith country:arcadia
    """
    with _engine(home, dossier) as engine:
        proof = engine.why(subject, predicate, value)
    click.echo(terminal.proof(proof, output_format, engine.namespace))


@contextlib.contextmanager
def _engine(home: Path | None, dossier: Path | None) -> Iterator[Engine]:
    published = current_snapshot(home or default_home(chosen_dossier(dossier)))
    engine = Engine(published, Settings(query_processes=1))
    try:
        yield engine
    finally:
        engine.close()

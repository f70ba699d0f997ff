"""The commands that ask what is published: run a query, prove a triple."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from comity import snapshot as snapshots
from comity.commands import terminal
from comity.commands.options import ASKED, HOME, VERBOSE
from comity.places import chosen_dossier, default_home
from comity.query.engine import Engine
from comity.query.formats import BY_NAME
from comity.query.view import CHOICES, View
from comity.settings import Settings


@click.command()
@click.argument("name")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="An argument of a canned query."
)
@click.option(
    "--format",
    "form",
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
@ASKED
@HOME
@VERBOSE
def query(
    name: str,
    params: tuple[str, ...],
    form: str,
    entailment: str,
    contested: str,
    perspectives: tuple[str, ...],
    dossier: Path | None,
    home: Path | None,
    verbose: bool,
) -> None:
    """Run a canned query, a file, or - for standard input, on the current snapshot."""
    view = View(entailment, contested, perspectives)
    results, graph = terminal.forms(form)
    with _engine(home, dossier) as engine:
        if name == "-" or name.endswith(".rq") or "/" in name:
            text = terminal.read(name)
            question = engine.question(text, results=results, graph=graph, view=view)
        else:
            arguments = terminal.arguments(params)
            question = engine.canned(name, arguments, results=results, graph=graph, view=view)
        answer = engine.answer(question)
    terminal.show(answer, form)


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json", "turtle"]),
    help="How to write the proof.",
)
@ASKED
@HOME
@VERBOSE
def why(
    subject: str,
    predicate: str,
    value: str,
    form: str,
    dossier: Path | None,
    home: Path | None,
    verbose: bool,
) -> None:
    """Prove a triple: rule by rule down to what is asserted, and to its sources."""
    with _engine(home, dossier) as engine:
        proof = engine.why(subject, predicate, value)
    click.echo(terminal.proof(proof, form))


@contextlib.contextmanager
def _engine(home: Path | None, dossier: Path | None) -> Iterator[Engine]:
    published = snapshots.current(home or default_home(chosen_dossier(dossier)))
    engine = Engine(published, Settings(query_processes=1))
    try:
        yield engine
    finally:
        engine.close()

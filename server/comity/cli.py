"""The command line: one function a command, and the only place that turns an error into an exit status."""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from comity import reasoning, terminal
from comity import snapshot as snapshots
from comity.builder.identity import find
from comity.errors import ComityError
from comity.places import chosen_dossier, default_home
from comity.query.engine import Engine
from comity.query.formats import BY_NAME
from comity.query.view import CHOICES, View
from comity.settings import Settings, table
from comity.version import VERSION

err = Console(stderr=True, highlight=False)
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


def _limits(command: Callable[..., None]) -> Callable[..., None]:
    for name, default, about in reversed(table()):
        command = click.option(
            "--" + name.replace("_", "-"),
            type=click.IntRange(1),
            default=default,
            show_default=True,
            help=about,
        )(command)
    return command


class _Commands(click.Group):
    """Prints a ComityError as one sentence and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ComityError as error:
            if "--verbose" in sys.argv:
                traceback.print_exc()
            click.echo(f"comity: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(VERSION)
def main() -> None:
    """A knowledge graph of how two states deal with each other, with evidence for every statement."""


@main.command()
@DOSSIER
@HOME
@click.option("--again", is_flag=True, help="Build even where these files have a snapshot.")
@TEXT
@click.option(
    "--reasoner",
    default="comity",
    show_default=True,
    type=click.Choice(["comity", "owlrl"]),
    help="Who derives; owlrl is the reference and keeps no proofs.",
)
@VALIDATOR
@VERBOSE
def build(dossier: Path | None, home: Path | None, verbose: bool, **options: Any) -> None:
    """Files → snapshot: load, validate, reason, validate again, publish."""
    root = chosen_dossier(dossier)
    _told(_build(root, home or default_home(root), **options))


@main.command()
@DOSSIER
@TEXT
@VALIDATOR
@VERBOSE
def check(dossier: Path | None, texts: tuple[Path, ...], validator: str, verbose: bool) -> None:
    """Say everything that can be said about a dossier without publishing it."""
    from comity.builder import check as checks  # only here: it loads the reasoner

    findings = checks.findings(chosen_dossier(dossier), texts, validator)
    for finding in findings:
        click.echo(finding)
    if findings:
        click.echo(f"{len(findings)} finding(s).", err=True)
        sys.exit(1)
    click.echo("Nothing found.")


@main.command()
@DOSSIER
@HOME
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=7070,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@click.option(
    "--proxies",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="How many reverse proxies stand before it, whose X-Forwarded headers are believed.",
)
@click.option(
    "--access-log", metavar="FILE", help="File for a line on each request; - for standard error."
)
@_limits
@VERBOSE
def serve(
    dossier: Path | None,
    home: Path | None,
    host: str,
    port: int,
    proxies: int,
    access_log: str | None,
    verbose: bool,
    **limits: int,
) -> None:
    """Build if these files have no snapshot yet, then serve it over HTTP."""
    from comity.web import serving  # only here: it loads Flask

    root = chosen_dossier(dossier)
    home = home or default_home(root)
    listener = serving.listen(host, port)
    try:
        _build(root, home)
    except ComityError as error:
        if not (home / "current").is_symlink():
            raise
        click.echo(f"comity: {error} The last good snapshot goes on being served.", err=True)
    serving.serve(home, listener, Settings(**limits), serving.Options(proxies, access_log))


@main.command()
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


@main.command()
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


for command in (reasoning.reason, reasoning.axioms, reasoning.impact, reasoning.rules):
    main.add_command(command)


@main.command("snapshots")
@HOME
@ASKED
@VERBOSE
def list_snapshots(home: Path | None, dossier: Path | None, verbose: bool) -> None:
    """List the snapshots of a home, newest first; the published one has a star."""
    home = home or default_home(chosen_dossier(dossier))
    now = snapshots.current(home).path.name
    for found in snapshots.published(home):
        manifest = found.manifest
        star = "*" if found.path.name == now else " "
        click.echo(
            f"{star} {found.path.name}  {manifest.asserted} asserted  {manifest.inferred} inferred"
        )


@contextmanager
def _engine(home: Path | None, dossier: Path | None) -> Iterator[Engine]:
    published = snapshots.current(home or default_home(chosen_dossier(dossier)))
    engine = Engine(published, Settings(query_processes=1))
    try:
        yield engine
    finally:
        engine.close()


def _build(root: Path, home: Path, **options: Any) -> snapshots.Snapshot:
    known = None if any(options.values()) else find(root, home)
    if known is not None:
        snapshots.switch(home, known.path)
        return known
    from comity.builder import pipeline  # only here: it loads the reasoner

    chosen = pipeline.Options(**options)
    if not err.is_terminal:
        return pipeline.build(root, home, options=chosen)
    with err.status("Reading …") as status:

        def progress(step: str) -> None:
            status.update(f"{step.capitalize()} …")

        return pipeline.build(root, home, progress, chosen)


def _told(snapshot: snapshots.Snapshot) -> None:
    manifest = snapshot.manifest
    times = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in manifest.seconds.items())
    click.echo(f"Published {snapshot.path.name}")
    click.echo(
        f"{len(manifest.files)} files, {manifest.asserted} triples asserted, {manifest.inferred} inferred, {manifest.claimed} claimed, {manifest.warnings} warnings"
    )
    click.echo(f"It took: {times}")

"""The command line: one function a command, and the only place that turns an error into an exit status."""

import contextlib
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from comity import history, reasoning, terminal
from comity import snapshot as snapshots
from comity.builder import descent
from comity.builder.committer import Committer
from comity.errors import ComityError, Diverged
from comity.options import ASKED, DOSSIER, HOME, TEXT, VALIDATOR, VERBOSE, limits
from comity.places import chosen_dossier, default_home
from comity.query.engine import Engine
from comity.query.formats import BY_NAME
from comity.query.view import CHOICES, View
from comity.settings import Settings
from comity.version import VERSION

err = Console(stderr=True, highlight=False)


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
@click.option(
    "--without-commits",
    is_flag=True,
    help="Publish the files even where commits are not in them; these stay in the history.",
)
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
@click.option("--writable", is_flag=True, help="Take updates and graph-store writes.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    help="Lines `name token` of those who may write; without it, whoever reaches this machine's loopback may.",
)
@click.option(
    "--keep", type=click.IntRange(1), help="How many snapshots to keep; all, if left out."
)
@limits
@VERBOSE
def serve(
    dossier: Path | None,
    home: Path | None,
    host: str,
    port: int,
    proxies: int,
    access_log: str | None,
    writable: bool,
    token_file: Path | None,
    keep: int | None,
    verbose: bool,
    **limits: int,
) -> None:
    """Build if these files have no snapshot yet, then serve it over HTTP."""
    from comity.web import authority, serving, writing  # only here: they load Flask

    root, settings = chosen_dossier(dossier), Settings(**limits)
    home = home or default_home(root)
    tokens = authority.read_tokens(token_file) if token_file else {}
    if writable and not tokens:
        authority.require_loopback(host)
    listener = serving.listen(host, port)
    _publish(root, home)
    if keep:
        snapshots.prune(home, keep)
    options = serving.Options(proxies, access_log)
    if not writable:
        serving.serve(home, listener, settings, options)
        return
    with contextlib.closing(Committer(home, settings, keep)) as committer:
        serving.serve(home, listener, settings, options, writing.Writing(committer, tokens))


def _publish(root: Path, home: Path) -> None:
    """Build what is to be served; what was published stays so where that fails."""
    try:
        _build(root, home)
    except Diverged:
        raise
    except ComityError as error:
        if not (home / "current").is_symlink():
            raise
        click.echo(f"comity: {error} The last good snapshot goes on being served.", err=True)


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
main.add_command(history.list_snapshots)
main.add_command(history.diff)
main.add_command(history.export)


@contextlib.contextmanager
def _engine(home: Path | None, dossier: Path | None) -> Iterator[Engine]:
    published = snapshots.current(home or default_home(chosen_dossier(dossier)))
    engine = Engine(published, Settings(query_processes=1))
    try:
        yield engine
    finally:
        engine.close()


def _build(root: Path, home: Path, **options: Any) -> snapshots.Snapshot:
    known = descent.published(root, home) if home.is_dir() and not any(options.values()) else None
    if known is not None:
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

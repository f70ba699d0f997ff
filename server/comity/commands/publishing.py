"""The commands that publish a dossier: check it, build it, serve it."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from comity import snapshot as snapshots
from comity.builder import descent
from comity.commands.options import DOSSIER, HOME, TEXT, VALIDATOR, VERBOSE, limits
from comity.commits.committer import Committer
from comity.errors import ComityError, Diverged
from comity.places import chosen_dossier, default_home
from comity.settings import Settings

err = Console(stderr=True, highlight=False)


@click.command()
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


@click.command()
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


@click.command()
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

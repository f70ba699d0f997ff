"""The commands that publish a dossier: check it, build it, serve it."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from comity.builder import lineage
from comity.commands.editing import watch
from comity.commands.options import DOSSIERS, HOME, TEXT, VALIDATOR, limits
from comity.commits.commit_client import CommitClient
from comity.errors import BadInput, ComityError, Diverged
from comity.finding import Severity, counted
from comity.homes import chosen_dossiers, default_home
from comity.namespace import BESIDE
from comity.settings import Settings
from comity.snapshot import Snapshot, prune_snapshots

err = Console(stderr=True, highlight=False)


@click.command()
@DOSSIERS
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
def build(dossiers: tuple[Path, ...], home: Path | None, **options: Any) -> None:
    """Make a snapshot of a dossier and publish it.

    Load, validate, reason, validate again, publish. Several dossiers become one snapshot.

    Example: comity build path/to/dossier
    """
    root = chosen_dossiers(dossiers)
    _print_published(_build(root, home or default_home(root), **options))


@click.command()
@DOSSIERS
@TEXT
@VALIDATOR
@click.option("--all", "every", is_flag=True, help="Print every finding, not one of each kind.")
@click.option("--strict", is_flag=True, help="Fail where there are warnings too.")
@click.option("--list", "listed", is_flag=True, help="Print the checks, and look at nothing.")
@click.option("--watch", "is_watched", is_flag=True, help="Look again whenever a file changes.")
@click.option(
    "--format",
    "output_format",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json", "sarif", "turtle"]),
    help="How findings are written; those for machines have every one.",
)
def check(
    dossiers: tuple[Path, ...],
    texts: tuple[Path, ...],
    validator: str,
    every: bool,
    strict: bool,
    listed: bool,
    is_watched: bool,
    output_format: str,
) -> None:
    """Say what is wrong in a dossier, or in several together.

    Everything that can be said is, and nothing is published.

    Example: comity check path/to/dossier --format sarif

    Errors keep it from being published, and make this fail; warnings and advice do not.

    \b
    A file .comity.toml beside ontology/ says what this dossier is known for:
      imports = ["http://www.w3.org/2004/02/skos/core"]           # ontologies that are elsewhere
      vocabularies = ["https://www.omg.org/spec/Commons/"]        # whose terms are declared elsewhere
      labels = ["http://www.w3.org/2004/02/skos/core#altLabel"]   # what counts as rdfs:label
      definitions = ["http://purl.org/dc/terms/description"]      # what counts as skos:definition
      off = ["class-name", "property-name"]                       # checks that are not wanted
      [questions.members-on]                                      # what a question asks by default
      date = 2010-01-01
    """
    from comity.builder.work import Options, Work  # only here: it loads the reasoner
    from comity.checks import table
    from comity.commands import findings

    if listed:
        click.echo(findings.listed(table.CHECKS))
        return
    root, options = chosen_dossiers(dossiers), Options(texts=texts, validator=validator)

    def look() -> Work:
        work = table.check(root, options)
        click.echo(findings.WRITERS[output_format](work, every))
        return work

    if is_watched:
        watch(root, look)
        return
    work = look()
    gravest = max((finding.severity for finding in work.findings), default=Severity.ADVICE)
    if gravest >= (Severity.WARNING if strict else Severity.ERROR):
        sys.exit(1)


@click.command()
@DOSSIERS
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
    "--keep",
    type=click.IntRange(0),
    default=100,
    show_default=True,
    help="How many snapshots to keep besides those that a link in the home names; 0 for all.",
)
@TEXT
@limits
def serve(
    dossiers: tuple[Path, ...],
    home: Path | None,
    host: str,
    port: int,
    proxies: int,
    access_log: str | None,
    writable: bool,
    token_file: Path | None,
    keep: int,
    texts: tuple[Path, ...],
    **limits: int,
) -> None:
    """Publish a dossier and serve it over HTTP.

    It is built only where these files have no snapshot yet. Several dossiers are one graph, with one search. Each limit can also be set by the environment, as
    COMITY_QUERY_SECONDS=10.

    Example: comity serve path/to/dossier --port 8080 --query-bytes 512MiB
    """
    from comity.web import serving  # only here: they load Flask
    from comity.web.protocols import auth, update  # only here: they load Flask

    root, settings = chosen_dossiers(dossiers), Settings(**limits)
    home = home or default_home(root)
    if writable and (root / BESIDE).is_dir():
        raise BadInput("Several dossiers together are only read; serve one of them to write to it.")
    tokens = auth.read_tokens(token_file) if token_file else {}
    if writable and not tokens:
        auth.require_loopback(host, "Without --token-file --writable lets whoever comes write")
    if texts:
        auth.require_loopback(host, "With --text a text is shown that may not be published")
    listener = serving.listen(host, port)
    publish(root, home)
    if keep:
        prune_snapshots(home, keep)
    options = serving.Options(proxies, access_log, _texts(texts))
    if not writable:
        serving.serve(home, listener, settings, options)
        return
    with contextlib.closing(CommitClient(home, settings, keep)) as committer:
        serving.serve(home, listener, settings, options, update.Writing(committer, tokens))


def _texts(paths: tuple[Path, ...]) -> dict[str, str]:
    if not paths:
        return {}
    from comity.checks.passages import texts  # only here: it loads what checks need

    return texts(paths)


def publish(root: Path, home: Path) -> None:
    """Build what is to be served; what was published stays so where that fails."""
    try:
        _build(root, home)
    except Diverged:
        raise
    except ComityError as error:
        if not (home / "current").is_symlink():
            raise
        click.echo(f"comity: {error} The last good snapshot goes on being served.", err=True)


def _build(root: Path, home: Path, **options: Any) -> Snapshot:
    known = lineage.published(root, home) if home.is_dir() and not any(options.values()) else None
    if known is not None:
        return known
    from comity.builder import pipeline  # only here: it loads the reasoner
    from comity.builder.work import Options

    chosen = Options(**options)
    if not err.is_terminal:
        return pipeline.build(root, home, options=chosen)
    with err.status("Reading …") as status:

        def progress(step: str) -> None:
            status.update(f"{step.capitalize()} …")

        return pipeline.build(root, home, progress, chosen)


def _print_published(snapshot: Snapshot) -> None:
    manifest = snapshot.manifest
    times = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in manifest.seconds.items())
    click.echo(f"Published {snapshot.path.name}")
    advice = "; `comity check` lists them" if manifest.warnings else ""
    click.echo(
        f"{counted(len(manifest.files), 'file')}, {manifest.asserted} triples asserted, {manifest.inferred} inferred, {manifest.claimed} claimed, {counted(manifest.warnings, 'warning')}{advice}"
    )
    click.echo(f"It took: {times}")

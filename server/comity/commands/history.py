"""The commands about the snapshots of a home: which there are, how they differ, and their files."""

from pathlib import Path

import click

from comity.commands.options import ASKED, HOME
from comity.commits.changeset import Changeset, patch
from comity.homes import chosen_dossier, default_home
from comity.snapshot import (
    current_snapshot,
    named_snapshot,
    previous_snapshot,
    prune_snapshots,
    published_snapshots,
)


@click.command("snapshots")
@click.option(
    "--prune", type=click.IntRange(1), help="Keep so many of the newest, remove the rest."
)
@HOME
@ASKED
def list_snapshots(prune: int | None, home: Path | None, dossier: Path | None) -> None:
    """List the snapshots, newest first.

    The published one has a star. Pruning keeps what is published and what a server answers from.

    Example: comity snapshots --prune 10
    """
    home = home or default_home(chosen_dossier(dossier))
    now = current_snapshot(home).path.name
    for name in prune_snapshots(home, prune) if prune else ():
        click.echo(f"removed {name}", err=True)
    for found in published_snapshots(home):
        manifest = found.manifest
        star = "*" if found.path.name == now else " "
        author = f"  by {manifest.author}" if manifest.author else ""
        click.echo(
            f"{star} {found.path.name}  {manifest.asserted} asserted  {manifest.inferred} inferred{author}"
        )


@click.command()
@click.argument("old", metavar="[A]", required=False)
@click.argument("new", metavar="[B]", required=False)
@click.option(
    "--format",
    "output_format",
    default="text",
    show_default=True,
    type=click.Choice(["text", "patch"]),
    help="For a reader, or as RDF Patch.",
)
@HOME
@ASKED
def diff(
    old: str | None,
    new: str | None,
    output_format: str,
    home: Path | None,
    dossier: Path | None,
) -> None:
    """Tell two snapshots apart.

    What B has and A has not, and the other way round, asserted and inferred.
    B is the current one if left out, and A the one before B.

    Example: comity diff --format patch
    """
    from comity.commits.snapshot_difference import difference  # only here: it parses

    home = home or default_home(chosen_dossier(dossier))
    after = named_snapshot(home, new) if new else current_snapshot(home)
    before = named_snapshot(home, old) if old else previous_snapshot(home, after)
    written, inferred = difference(before, after)
    if output_format == "patch":
        added, removed = (*written.added, *inferred.added), (*written.removed, *inferred.removed)
        click.echo("\n".join(patch(added, removed)))
        return
    click.echo(f"{before.path.name} → {after.path.name}")
    _tell("in the files", written)
    _tell("inferred", inferred)


def _tell(where: str, change: Changeset) -> None:
    click.echo(f"{where}: {len(change.added)} more, {len(change.removed)} fewer")
    for mark, quads in (("-", change.removed), ("+", change.added)):
        for line in sorted(map(str, quads)):
            click.echo(f"{mark} {line}")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Overwrite files that have changes of their own.")
@click.option("--snapshot", "name", help="Which snapshot to write; the current one if left out.")
@click.option(
    "--site", is_flag=True, help="Write the current one as pages for any web server instead."
)
@HOME
@ASKED
def export(
    folder: Path,
    overwrite: bool,
    name: str | None,
    site: bool,
    home: Path | None,
    dossier: Path | None,
) -> None:
    """Write a snapshot back as files, in DIR.

    Each graph is a file of a dossier; where DIR is that dossier, only what has changed is written.
    With --site it is pages, pictures and dumps, for any web server to serve as they are.

    Example: comity export .
    """
    from comity.commits.export import export as write  # only here: the others do without it

    home = home or default_home(chosen_dossier(dossier))
    if site:
        pages, left_out = _site(home, folder)
        click.echo(f"{pages} page(s) written in {folder}.", err=True)
        for path in left_out:
            click.echo(f"left out {path}, which the server does not show as a page", err=True)
        return
    wanted = named_snapshot(home, name) if name else current_snapshot(home)
    done = write(home, wanted, folder, overwrite)
    for what in ("written", "deleted", "kept"):
        for path in getattr(done, what):
            click.echo(f"{what} {path}")
    click.echo(
        f"{len(done.written)} file(s) written, {len(done.deleted)} deleted, {len(done.kept)} kept as they were changed in {folder}.",
        err=True,
    )


def _site(home: Path, folder: Path) -> tuple[int, list[str]]:
    """Write the pages of what *home* publishes into *folder*, as `write_site` does."""
    from comity.settings import Settings
    from comity.web import create_app, site  # only here: they load Flask

    app = create_app(home, Settings())
    try:
        return site.write_site(app, folder)
    finally:
        app.extensions["comity"].close()

"""The commands for a dossier of one's own: begin it, fill it from sheets, find passages in texts."""

import shlex
import sys
from pathlib import Path

import click

from comity.authoring.changes import Change, write
from comity.commands.options import TEXT
from comity.errors import BadInput
from comity.finding import counted
from comity.homes import is_dossier


@click.command()
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option(
    "--state",
    "states",
    multiple=True,
    required=True,
    help="A state, twice: its code of ISO 3166, or its name in any language.",
)
@click.option(
    "--base",
    default="",
    help="What its IRIs begin with, with a slash at the end; left out, https://example.org/NAME/.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="A language of names, by its tag, besides English; left out, the official ones of the two.",
)
@click.option("--sheets", is_flag=True, help="Write templates of sheets into NAME/sheets too.")
def new(
    folder: Path, states: tuple[str, ...], base: str, languages: tuple[str, ...], sheets: bool
) -> None:
    """Begin a dossier about two states.

    It has the two as packages of data have them, with sources, and an example of each kind of card in comments.
    It builds at once; nothing that is there is written over.

    Example: comity new iceland-norway --state Iceland --state NO --sheets
    """
    from comity.authoring.new_dossier import new_dossier  # only here: its packages are heavy

    description = new_dossier(folder, states, base, languages)
    if sheets:
        _write_templates(folder / "sheets", "xlsx")
    click.echo(f"{folder} is a dossier, {description.title}; its IRIs begin with {description.base}.")  # fmt: skip
    click.echo(f"Next: comity serve {shlex.quote(str(folder))}")


FOLDER = click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
WRITE = click.option(
    "--write", "is_written", is_flag=True, help="Write it; else only the difference is shown."
)
OWN = click.option(
    "--dossier", type=click.Path(path_type=Path), help="Your dossier; the working folder if left out."
)  # fmt: skip


@click.command()
@FOLDER
@click.option(
    "--format",
    "form",
    default="xlsx",
    show_default=True,
    type=click.Choice(["xlsx", "csv"]),
    help="One workbook, or a CSV file a kind.",
)
def sheets(folder: Path, form: str) -> None:
    """Write templates of sheets to fill.

    A sheet a kind: sources, treaties, events, disputes, offices, memberships, facilities, organisations,
    observations, claims. Each column says what it is.

    Example: comity sheets sheets --format csv
    """
    _write_templates(folder, form)


def _write_templates(folder: Path, form: str) -> None:
    from comity.authoring.sheet_templates import write_templates  # only here: it loads openpyxl

    for path in write_templates(folder, form):
        click.echo(f"written {path}")


@click.command("import")
@click.argument("paths", metavar="SHEET…", nargs=-1, required=True, type=click.Path(path_type=Path))
@OWN
@WRITE
@TEXT
@click.option("--kind", default="", help="The kind of all the sheets, where their names do not say it.")  # fmt: skip
@click.option("--encoding", default="", help="Of CSV files that are not in UTF-8, as windows-1251.")
def import_(
    paths: tuple[Path, ...],
    dossier: Path | None,
    is_written: bool,
    texts: tuple[Path, ...],
    kind: str,
    encoding: str,
) -> None:
    """Make statements of the rows of sheets.

    CSV or XLSX, with columns named in plain words; `comity sheets` writes templates. Each row becomes Turtle with
    its claim and its source; read again, it stays the same. Nothing is written where a cell is wrong.

    Example: comity import treaties.csv sources.csv --write
    """
    from comity.authoring.sheet_import import import_sheets, read_sheets  # only here: it parses
    from comity.builder.dossier import read_dossier

    root = _own(dossier)
    made = import_sheets(read_sheets(paths, encoding), read_dossier(root), texts, kind)
    for note in made.notes:
        click.echo(note, err=True)
    _show(root, made.changes, is_written)


@click.command()
@click.argument("path", metavar="TEXT", type=click.Path(path_type=Path))
@OWN
@WRITE
@click.option("--source", "named", default="", help="The source that the text is of: its title, or its IRI; left out, the one with its digest.")  # fmt: skip
@click.option("--quote", "quotes", multiple=True, help="Words of a passage, as they are or nearly.")
@click.option("--marked", type=click.Path(path_type=Path), help="A copy of the text with marks: [[name| words ]].")  # fmt: skip
@click.option("--renew", is_flag=True, help="It is a new edition: find the source's passages again.")  # fmt: skip
@click.option("--old", type=click.Path(path_type=Path), help="With --renew, the old text: finds words that have changed a little.")  # fmt: skip
def passages(
    path: Path,
    dossier: Path | None,
    is_written: bool,
    named: str,
    quotes: tuple[str, ...],
    marked: Path | None,
    renew: bool,
    old: Path | None,
) -> None:
    """Find passages in the text of a source.

    Each becomes the characters that it is, from 0, and the SHA-256 of its words, which are not copied.

    Example: comity passages article.txt --source "An almanac" --quote "signed in Oslo" --write
    """
    from comity.authoring import passage_report  # only here: it parses
    from comity.builder.dossier import read_dossier

    root = _own(dossier)
    if renew:
        done = passage_report.renewed(read_dossier(root), path, named, old)
    else:
        done = passage_report.added(read_dossier(root), path, named, quotes, marked)
    for line in done.lines:
        click.echo(line, err=True)
    _show(root, done.changes, is_written)
    if done.is_incomplete:
        sys.exit(1)


def _own(dossier: Path | None) -> Path:
    """Return the dossier that is written to: the one named, or the working folder."""
    root = dossier or Path.cwd()
    if not is_dossier(root):
        raise BadInput(f"{root} is no dossier; name yours with --dossier, or begin one with comity new.")  # fmt: skip
    return root.resolve()


def _show(root: Path, changes: list[Change], is_written: bool) -> None:
    """Print the difference, or write it and say which files."""
    changed = [change for change in changes if change.is_one]
    if is_written:
        for change in write(root, changed):
            click.echo(f"written {change.path}")
    else:
        click.echo("\n".join(line for change in changed for line in change.lines()), nl=bool(changed))  # fmt: skip
    files = counted(len(changed), "file")
    click.echo(f"{files} {'changed' if is_written else 'would change; --write writes them'}.", err=True)  # fmt: skip

"""Everything that can be said about a dossier's files without publishing them, gathered instead of raised."""

from collections.abc import Sequence
from pathlib import Path

from comity.builder import dossier as dossiers
from comity.builder import load, pipeline
from comity.errors import ComityError, SourceError
from comity.query.canned import read_query


def findings(root: Path, texts: Sequence[Path] = ()) -> list[str]:
    """List what is wrong with the dossier at *root*, each in one sentence with file, line and remedy.

    Passages are held against those of *texts* that their sources describe.
    Later checks run only where the files can be read: a shape cannot be checked on half a graph.
    """
    try:
        dossier = dossiers.read(root)
    except SourceError as error:
        return [str(error)]
    found = [*_unread(dossier)]
    if not found:
        found = [*_whole(root, texts)]
    return found


def _unread(dossier: dossiers.Dossier) -> list[str]:
    found = []
    for file in dossier.files:
        try:
            if file.kind == "queries":
                read_query(file.path.stem, file.content.decode("utf-8"))
            else:
                load.quads(file)
        except SourceError as error:
            found.append(str(error))
        except UnicodeDecodeError:
            found.append(f"{file.path}: not UTF-8; save it as UTF-8.")
    return found


def _whole(root: Path, texts: Sequence[Path]) -> list[str]:
    try:
        work = pipeline.examine(root, texts=texts)
    except ComityError as error:
        return [str(error)]
    return [warning for report in work.reports for warning in report.warnings]

"""The graphs of a snapshot written back as the files of a dossier, without overwriting what is nobody else's."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from comity.builder import dossier as dossiers
from comity.errors import SourceError
from comity.snapshot import Snapshot
from comity.vocabulary import DOSSIER_FOLDERS

SHOWN = 5


def export(
    snapshot: Snapshot, folder: Path, known: Iterable[Snapshot], overwrite: bool = False
) -> tuple[list[PurePosixPath], list[PurePosixPath]]:
    """Make the files of a dossier in *folder* those of *snapshot*.

    Args:
        known: snapshots whose files may be overwritten and deleted, as they are kept there.
        overwrite: whether any file of *snapshot* may be overwritten.

    Returns:
        The paths that were written, and those that were deleted; files that are the same stay as they are.

    Raises:
        SourceError: files in *folder* are of no snapshot, and nothing was written; or it cannot be written to.
    """
    wanted = {file.path: file for file in dossiers.read(snapshot.dossier, may_be_empty=True).files}
    there = _there(folder)
    written = [path for path, file in wanted.items() if there.get(path) != file.digest]
    ours = {
        (PurePosixPath(path), digest)
        for one in known
        for path, digest in one.manifest.files.items()
    }
    mine = [p for p in written if p in there and (p, there[p]) not in ours]
    if mine and not overwrite:
        more = f" and {len(mine) - SHOWN} more" if len(mine) > SHOWN else ""
        raise SourceError(
            f"{', '.join(map(str, mine[:SHOWN]))}{more} in {folder} have changes that are in no snapshot; export to another folder and merge, or say --overwrite."
        )
    deleted = [path for path in there if path not in wanted and (path, there[path]) in ours]
    try:
        for path in written:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(wanted[path].content)
        for path in deleted:
            (folder / path).unlink()
    except OSError as error:
        raise SourceError(
            f"{folder} cannot be written ({error.strerror}); choose another."
        ) from error
    return written, deleted


def _there(folder: Path) -> dict[PurePosixPath, str]:
    if not any((folder / name).is_dir() for name in DOSSIER_FOLDERS):
        return {}
    return {file.path: file.digest for file in dossiers.read(folder, may_be_empty=True).files}

"""The graphs of a snapshot written back as the files of a dossier, without overwriting what is nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from comity.builder.dossier import read_dossier
from comity.builder.lineage import lineage
from comity.builder.source_file import SourceFile
from comity.errors import SourceError
from comity.snapshot import Snapshot, published_snapshots
from comity.vocabulary import DOSSIER_FOLDERS

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Exported:
    """The paths that were written, that were deleted, and that were left because they have changes of their own."""

    written: tuple[PurePosixPath, ...]
    deleted: tuple[PurePosixPath, ...]
    kept: tuple[PurePosixPath, ...]


def export(home: Path, snapshot: Snapshot, folder: Path, overwrite: bool = False) -> Exported:
    """Write the files of *snapshot* into *folder*; of a dossier that is there, only what commits have changed.

    A file that is as some snapshot of *home* has it may be overwritten and deleted, since it is kept there.

    Args:
        overwrite: whether any file may be overwritten.

    Raises:
        SourceError: files that commits have changed are of no snapshot, and nothing was written; or it cannot be
            written to.
    """
    if snapshot.manifest.beside:
        raise SourceError(
            "This snapshot is of several dossiers, which are only read, so that their files are as they were; export is for one."
        )
    files = read_dossier(snapshot.dossier, may_be_empty=True).files
    wanted = {file.path: file for file in files if not file.is_packaged}
    there, last = _there(folder), _files(lineage(home)[-1])
    ours = {item for known in published_snapshots(home) for item in _files(known).items()}
    differ = [path for path, file in wanted.items() if there.get(path) != file.digest]
    mine = [path for path in differ if there and (path, there.get(path)) not in ours]
    kept = [] if overwrite else [p for p in mine if last.get(p) == wanted[p].digest]
    clash = [] if overwrite else [p for p in mine if p in there and p not in kept]
    if clash:
        more = f" and {len(clash) - SHOWN} more" if len(clash) > SHOWN else ""
        raise SourceError(
            f"{', '.join(map(str, clash[:SHOWN]))}{more} in {folder} have changes that are in no snapshot; export to another folder and merge, or say --overwrite."
        )
    written = [path for path in differ if path not in kept]
    deleted = [path for path in there if path not in wanted and (path, there[path]) in ours]
    _write(folder, [wanted[path] for path in written], deleted)
    return Exported(tuple(written), tuple(deleted), tuple(kept))


def _write(folder: Path, files: Iterable[SourceFile], deleted: Iterable[PurePosixPath]) -> None:
    try:
        for file in files:
            (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / file.path).write_bytes(file.content)
        for path in deleted:
            (folder / path).unlink()
    except OSError as error:
        raise SourceError(
            f"{folder} cannot be written ({error.strerror}); choose another."
        ) from error


def _files(snapshot: Snapshot) -> dict[PurePosixPath, str]:
    return {PurePosixPath(path): digest for path, digest in snapshot.manifest.files.items()}


def _there(folder: Path) -> dict[PurePosixPath, str]:
    if not any((folder / name).is_dir() for name in DOSSIER_FOLDERS):
        return {}
    files = read_dossier(folder, may_be_empty=True).files
    return {file.path: file.digest for file in files if not file.is_packaged}

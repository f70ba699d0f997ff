"""What a dossier's files and the commits of its home have to do with each other, so that neither is lost."""

import json
from contextlib import suppress
from pathlib import Path

from comity.builder.dossier import Dossier, read_dossier
from comity.builder.identity import find
from comity.errors import Diverged, SnapshotError
from comity.manifest import FORMAT
from comity.snapshot import Snapshot, current_snapshot, publishing, read_snapshot, switch

FILES = "files"
"""The pointer beside `current` to the last snapshot that the files were seen to agree with."""


def published(
    root: Path,
    home: Path,
    reasoner: str = "comity",
    without_commits: bool = False,
    reuse: bool = True,
) -> Snapshot | None:
    """Return the snapshot to go on with where the files at *root* need no build, made the current one.

    That is the one committed last, where the files are those it descends from, or else one built of the same files.

    Args:
        without_commits: whether commits that are not in the files may be left out.
        reuse: whether anything but a fresh build will do.

    Raises:
        Diverged: there are commits that would be left out.
        SourceError: the files cannot be read.
        SnapshotError: there are commits that this version cannot read.
    """
    with publishing(home):
        dossier = read_dossier(root)
        stands = None if without_commits else standing(dossier, home)
        if stands is not None and not reuse:
            raise Diverged(
                f"The current snapshot in {home} has commits that a fresh build would leave out; say --without-commits if that is meant, which keeps them in the history."
            )
        known = stands or (find(root, home, reasoner) if reuse else None)
        if known is not None and known is not stands:
            _switch(home, known)
        return known


def publish(dossier: Dossier, home: Path, built: Snapshot, without_commits: bool) -> None:
    """Make *built*, which was built of *dossier*, the current snapshot.

    Raises:
        Diverged: meanwhile there are commits that would be left out.
    """
    with publishing(home):
        if not without_commits and standing(dossier, home) is not None:
            raise Diverged("Something was committed while the files were built; build again.")
        _switch(home, built)


def _switch(home: Path, snapshot: Snapshot) -> None:
    switch(home, snapshot.path)
    switch(home, snapshot.path, FILES)


def lineage(home: Path) -> list[Snapshot]:
    """List the current snapshot and those it was committed to, newest first, back to what the files were last.

    Raises:
        SnapshotError: nothing is published, or it is damaged.
    """
    found = [current_snapshot(home)]
    with suppress(
        SnapshotError
    ):  # those between may have been pruned; what the files were last never is
        while found[-1].manifest.parent and not _is_last_seen(home, found[-1]):
            found.append(read_snapshot(home / found[-1].manifest.parent))
    if found[-1].manifest.parent and not _is_last_seen(home, found[-1]):
        with suppress(SnapshotError):
            found.append(read_snapshot((home / FILES).resolve()))
    return found


def standing(dossier: Dossier, home: Path) -> Snapshot | None:
    """Return the current snapshot where it descends by commits from the files of *dossier*.

    None means that the files may be published: there are no commits, or the files have all of them.

    Raises:
        Diverged: there are commits that the files have not, and the files have changed besides.
        SnapshotError: there are commits that this version cannot read.
    """
    try:
        ancestors = lineage(home)
    except SnapshotError:
        _refuse_unreadable(home)
        return None
    newest, oldest = ancestors[0].manifest, ancestors[-1].manifest
    now = {str(file.path): file.digest for file in dossier.files}
    if not newest.author:
        return None
    for ancestor in ancestors:
        if now == ancestor.manifest.files:
            switch(home, ancestor.path, FILES)
            return ancestors[0]
    written = {path for path, _ in newest.files.items() ^ oldest.files.items()}
    is_known = _is_last_seen(home, ancestors[-1]) or not oldest.author
    if is_known and all(now.get(path) == newest.files.get(path) for path in written):
        return None
    raise Diverged(
        f"The files of {dossier.root} have changed, and {len(ancestors) - 1} commit(s) since {ancestors[-1].path.name} are not in them; run `comity export {dossier.root}` to write these into the files, or `comity build --without-commits` to publish the files alone, which keeps the commits in the history."
    )


def _is_last_seen(home: Path, snapshot: Snapshot) -> bool:
    with suppress(OSError):
        return (home / FILES).readlink().name == snapshot.path.name
    return False


def _refuse_unreadable(home: Path) -> None:
    """Refuse to build over commits in a snapshot of another format."""
    try:
        manifest = json.loads((home / "current" / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if manifest.get("author") and manifest.get("format") != FORMAT:
        raise SnapshotError(
            f"The current snapshot in {home} has commits and is of format {manifest.get('format')}; merge the files in its folder dossier/ into yours, then run `comity build --without-commits`."
        )

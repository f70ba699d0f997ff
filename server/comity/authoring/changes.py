"""Files of a dossier as they are to be: shown as a difference first, then written, all or none."""

import difflib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from comity.errors import SourceError


@dataclass(frozen=True, slots=True)
class Change:
    """A file of a dossier: its path from the root, its bytes as they are (None where it is new) and as they are to be."""

    path: PurePosixPath
    before: bytes | None
    after: bytes

    @property
    def is_one(self) -> bool:
        """Whether anything changes."""
        return self.before != self.after

    def lines(self) -> Iterator[str]:
        """Yield the difference, as `diff -u` writes it."""
        old = (self.before or b"").decode("utf-8", "replace").splitlines()
        new = self.after.decode().splitlines()
        name = "/dev/null" if self.before is None else f"a/{self.path}"
        yield from difflib.unified_diff(old, new, name, f"b/{self.path}", lineterm="")


def write(root: Path, changes: Iterable[Change]) -> list[Change]:
    """Write what changes below *root*, and return it: each file is whole before the first takes its place.

    Raises:
        SourceError: a file cannot be written; then none has changed.
    """
    wanted = [change for change in changes if change.is_one]
    made: list[tuple[Path, Path]] = []
    try:
        for change in wanted:
            path = (root / change.path).resolve()  # what a link leads to, so that it stays a link
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            made.append((fresh, path))
            fresh.write_bytes(change.after)
            if path.exists():
                shutil.copymode(path, fresh)
        for fresh, path in made:
            os.replace(fresh, path)
    except OSError as error:
        for fresh, _ in made:
            fresh.unlink(missing_ok=True)
        raise SourceError(f"{error.filename} cannot be written ({error.strerror}); mend its permissions or make room.") from error  # fmt: skip
    return wanted

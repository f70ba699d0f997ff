"""Where things are on this machine: the dossier that is meant, and the home of its snapshots."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import platformdirs

from comity.errors import SourceError
from comity.namespace import BESIDE, PACKAGE
from comity.vocabulary import DOSSIER_FOLDERS

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
"""What the name of a folder may have, and the name of a dossier in an address has not."""


def chosen_dossier(named: Path | None) -> Path:
    """Return the dossier that is meant: the one named, the working folder if it is one, else the packaged one.

    Raises:
        SourceError: the named folder is not there.
    """
    if named is not None:
        if not named.is_dir():
            raise SourceError(
                f"{named} is not a folder; name a folder with ontology/, data/ and queries/."
            )
        return named.resolve()
    here = Path.cwd()
    return here if is_dossier(here) else packaged_dossier()


def is_dossier(folder: Path) -> bool:
    """Tell whether *folder* is a dossier: has the folders of one, or says in one of them what it is."""
    described = any((folder / "data").glob("dataset.*"))
    return described or all((folder / name).is_dir() for name in DOSSIER_FOLDERS)


def packaged_dossier() -> Path:
    """Return the dossier that comes with the package, or the repository's in a source checkout."""
    inside = Path(__file__).parent / "dossier"
    return inside if inside.is_dir() else Path(__file__).parents[2]


def chosen_dossiers(named: tuple[Path, ...]) -> Path:
    """Return the dossier that is meant, as `chosen_dossier` does; of several a folder that has all of them.

    Raises:
        SourceError: a named folder is not there, or the folder cannot be made.
    """
    first, *others = [chosen_dossier(path) for path in named or (None,)]
    if not others:
        return first
    mark = hashlib.sha256("\n".join(map(str, (first, *others))).encode()).hexdigest()[:8]
    folder = _user_data() / "beside" / f"{'+'.join(one.name for one in (first, *others))}-{mark}"
    links = {folder / name: first / name for name in (*DOSSIER_FOLDERS, ".comity.toml", PACKAGE)}
    names = (NOT_IN_NAMES.sub("-", other.name.lower()).strip("-") or "dossier" for other in others)
    links |= {
        folder / BESIDE / (name if n == 1 else f"{name}-{n}"): other
        for (name, n), other in zip(_numbered(names), others, strict=True)
    }
    try:
        (folder / BESIDE).mkdir(parents=True, exist_ok=True)
        for link, target in links.items():
            link.unlink(missing_ok=True)
            if target.exists():
                link.symlink_to(target)
    except OSError as error:
        raise SourceError(f"{folder} cannot be written ({error.strerror}).") from error
    return folder


def _numbered(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each of *names* with how often it has come so far."""
    counts = Counter[str]()
    for name in names:
        counts[name] += 1
        yield name, counts[name]


def _user_data() -> Path:
    return Path(platformdirs.user_data_dir("comity", appauthor=False))


def default_home(dossier: Path) -> Path:
    """Return where the snapshots of *dossier* live: what COMITY_HOME says, else a folder of the user's data for each."""
    if home := os.environ.get("COMITY_HOME"):
        return Path(home)
    root = dossier.resolve()
    mark = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    return _user_data() / f"{root.name}-{mark}"

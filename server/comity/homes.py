"""Where things are on this machine: the dossier that is meant, and the home of its snapshots."""

import hashlib
import os
from pathlib import Path

import platformdirs

from comity.errors import SourceError
from comity.vocabulary import DOSSIER_FOLDERS


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


def default_home(dossier: Path) -> Path:
    """Return where the snapshots of *dossier* live: what COMITY_HOME says, else a folder of the user's data for each."""
    if home := os.environ.get("COMITY_HOME"):
        return Path(home)
    root = dossier.resolve()
    mark = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    return Path(platformdirs.user_data_dir("comity", appauthor=False)) / f"{root.name}-{mark}"

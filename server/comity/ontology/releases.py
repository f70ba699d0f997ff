"""Versions of the ontology that stay as they were: one file a version, in ontology/releases/ of the dossier."""

import hashlib
from pathlib import PurePosixPath

import pyoxigraph as ox
from pyoxigraph import Triple

from comity.errors import NotFound, SnapshotError
from comity.namespace import PACKAGE
from comity.snapshot import Snapshot

FOLDER = PurePosixPath("ontology", "releases")


def names(snapshot: Snapshot) -> list[str]:
    """List the versions that *snapshot* keeps, oldest first."""
    return sorted(_kept(snapshot), key=_number)


def _kept(snapshot: Snapshot) -> dict[str, str]:
    """Return the files of the versions by their names, be they the dossier's or Comity's."""
    folders = (FOLDER, PACKAGE / FOLDER)
    return {
        PurePosixPath(path).stem: path
        for path in snapshot.manifest.files
        if PurePosixPath(path).parent in folders
    }


def _number(name: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in name.split(".")]


def release(snapshot: Snapshot, name: str) -> list[Triple]:
    """Return the ontology in the version *name*.

    Raises:
        NotFound: there is none of that name.
        SnapshotError: its file is not as it was when the snapshot was built.
    """
    path = _kept(snapshot).get(name)
    if path is None:
        known = ", ".join(names(snapshot)) or "none"
        raise NotFound(f"There is no version {name} of the ontology here; kept are: {known}.")
    content = (snapshot.dossier / path).read_bytes()
    if hashlib.sha256(content).hexdigest() != snapshot.manifest.files[path]:
        raise SnapshotError(f"The file {path} of the snapshot is not as it was; build it again.")
    return [quad.triple for quad in ox.parse(input=content, format=ox.RdfFormat.TURTLE)]

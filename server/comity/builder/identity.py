"""Which snapshot a dossier's files have: light enough to ask before anything heavy is loaded."""

import hashlib
from pathlib import Path

from comity.builder.dossier import Dossier, read_dossier
from comity.manifest import FORMAT
from comity.snapshot import Snapshot, published_snapshots
from comity.version import VERSION


def find(root: Path, home: Path, reasoner: str = "comity") -> Snapshot | None:
    """Return the snapshot in *home* that was built from exactly the files now at *root*, if there is one."""
    wanted = identify(read_dossier(root), reasoner)
    return next(
        (snapshot for snapshot in published_snapshots(home) if snapshot.manifest.id == wanted), None
    )


def identify(dossier: Dossier, reasoner: str = "comity") -> str:
    """Return the snapshot id of these files: a SHA-256 over their paths, contents and reasoner, in hexadecimal."""
    digest = hashlib.sha256(f"format {FORMAT}, comity {VERSION}, {reasoner}\n".encode())
    for file in dossier.files:
        digest.update(f"{file.path} {file.digest}\n".encode())
    digest.update(dossier.configuration.text.encode())
    return digest.hexdigest()[:16]

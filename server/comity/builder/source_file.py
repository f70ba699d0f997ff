"""One file of a dossier, and what kind of file it is."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from comity.namespace import BESIDE, PACKAGE, is_claims

OWN_TERMS = ("data", "terms")
OF_ONTOLOGY = ("shapes", "alignments", "releases")
"""The folders of ontology/ whose files are no part of it; releases are kept as they were, and not read."""


@dataclass(frozen=True)
class SourceFile:
    """One file of a dossier: its path below the root, its bytes, and its graph's IRI (empty for a query).

    Attributes:
        aliases: IRIs that it has, and what they are read as: states that another dossier beside it names.
    """

    path: PurePosixPath
    content: bytes
    graph: str
    aliases: tuple[tuple[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_packaged(self) -> bool:
        """Whether it comes with Comity, and is none of the dossier's own."""
        return PACKAGE.name in self.path.parts

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of its path in the folders of a dossier, wherever that or the package is."""
        parts = self.path.parts[2:] if self.path.is_relative_to(BESIDE) else self.path.parts
        return parts[1:] if self.is_packaged else parts

    @property
    def kind(self) -> str:
        """One of ontology, shapes, alignments, releases, data, claims, queries.

        A dossier's own terms are of the ontology, and stand in data/terms/; their shapes in data/terms/shapes/.
        """
        parts = self.parts
        if parts[:2] == OWN_TERMS:
            return "shapes" if parts[2] == "shapes" else "ontology"
        if parts[0] == "ontology" and parts[1] in OF_ONTOLOGY:
            return parts[1]
        return "claims" if is_claims(self.graph) else parts[0]

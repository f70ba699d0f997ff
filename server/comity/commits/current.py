"""The current snapshot as the process that commits keeps it: everything that the next one is made from, in memory."""

import shutil
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy as np
import pyoxigraph as ox

from comity.builder import inference, load, proof_tables
from comity.builder.dossier import Dossier, read_dossier
from comity.builder.source_file import SourceFile
from comity.commits import house_style
from comity.commits.applying import Graphs
from comity.commits.derived import Derived
from comity.errors import NotWritable, SnapshotError
from comity.evidence.annotations import split
from comity.proofs.instance import Triple as Numbers
from comity.reasoner.maintain import update
from comity.reasoner.materialise import materialise
from comity.reasoner.read import encode
from comity.settings import Settings
from comity.snapshot import Snapshot

FACTUAL = ("ontology", "data")
Inferred = dict[Numbers, ox.Triple]


class Current:
    """A snapshot taken up to go on from.

    Attributes:
        snapshot: which it is.
        dossier: its files.
        quads: the content of each graph of the dossier, by its IRI.
        derived: the graphs that are made from those, and all of them as updates read them.
        inferred: what is inferred, by numbers of terms.
        prefixes: the namespaces that its files declare.
        store: a checkpoint of its store, in which the next one is prepared.
        intact: whether all of this is of that snapshot; where it is not, the snapshot has to be taken up again.
    """

    def __init__(self, snapshot: Snapshot, folder: Path, settings: Settings) -> None:
        """Take up *snapshot*, with the checkpoint of its store in *folder*, which is made.

        Raises:
            NotWritable: it was built by another reasoner.
            SnapshotError: its files are damaged.
        """
        if not (snapshot.path / "proofs").is_dir():
            raise NotWritable(
                "The snapshot was built by another reasoner, which this one cannot go on from; build it again with `--reasoner comity`."
            )
        self.snapshot, self.settings = snapshot, settings
        self.dossier = _dossier(snapshot)
        self.prefixes = house_style.prefixes(self.dossier)
        self.store = _checkpoint(snapshot.store, folder)
        self.quads = {file.graph: load.quads(file) for file in self.dossier.files if file.graph}
        default = self.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        graphs = Graphs(chain(default, *self.quads.values()), self.dossier.namespace)
        factual = {file.graph for file in self.dossier.of(*FACTUAL)}
        self.derived = Derived(graphs, factual, self.dossier.namespace)
        facts = chain.from_iterable(self.quads[graph] for graph in self.derived.factual)
        self.closure = materialise(encode(split(facts)[0]))
        self.intact = True
        self._closed: set[Numbers] = set()
        self.inferred: Inferred = {}
        self._lines: dict[SourceFile, proof_tables.Lines] = {}
        self._follow()
        self.where(self.dossier, self.quads)

    def go_on(self, snapshot: Snapshot, dossier: Dossier, quads: dict[str, list[ox.Quad]]) -> None:
        """Be of the next snapshot, whose graphs and store have been prepared here."""
        self.snapshot, self.dossier = snapshot, dossier
        self.quads = {file.graph: quads[file.graph] for file in dossier.files if file.graph}
        self.derived.factual = {file.graph for file in dossier.of(*FACTUAL)}
        self.prefixes = house_style.prefixes(dossier)
        self.intact = True

    def where(self, dossier: Dossier, quads: dict[str, list[ox.Quad]]) -> proof_tables.Where:
        """Find the file and line of each triple that *quads*, those of *dossier*, assert; files found before are known."""
        self._lines = {
            file: proof_tables.lines(self.closure, file, split(quads[file.graph])[0])
            if file not in self._lines
            else self._lines[file]
            for file in dossier.of(*FACTUAL)
        }
        return proof_tables.merged(self._lines.get(file, {}) for file in dossier.files)

    def infer(
        self, fresh: Iterable[ox.Triple], gone: Iterable[ox.Triple]
    ) -> tuple[list[ox.Triple], list[ox.Triple]]:
        """Assert some triples and take others back; return what is inferred and what no longer is.

        Raises:
            SourceError, ReasoningTooBig: as `close` does; this object is not to be used any more then.
        """
        terms, seconds = self.closure.terms, self.settings.commit_seconds
        self.intact = False
        added, removed = (encode(triples, terms).rows for triples in (fresh, gone))
        if len(added) or len(removed):
            self.closure = update(self.closure, added, np.unique(removed, axis=0), seconds)
        found = self._follow()
        self.intact = True
        return found

    def _follow(self) -> tuple[list[ox.Triple], list[ox.Triple]]:
        """Take up what is derived now; return what is new in it, and what is gone from it."""
        closed = set(self.closure.telling())
        new = {numbers: self.closure.rdf(numbers) for numbers in closed - self._closed}
        restored = {
            numbers: triple for numbers, triple in new.items() if not inference.is_noise(triple)
        }
        old = [self.inferred.pop(n) for n in self._closed - closed if n in self.inferred]
        self.inferred |= restored
        self._closed = closed
        return list(restored.values()), old


def _dossier(snapshot: Snapshot) -> Dossier:
    found = read_dossier(snapshot.dossier, may_be_empty=True)
    if {str(file.path): file.digest for file in found.files} != snapshot.manifest.files:
        raise SnapshotError(
            f"The files of the snapshot {snapshot.path.name} are not as they were written; build it again."
        )
    return found


def _checkpoint(store: Path, folder: Path) -> ox.Store:
    shutil.rmtree(folder, ignore_errors=True)
    ox.Store.read_only(str(store)).backup(folder)
    return ox.Store(str(folder))

"""What differs between two snapshots: in what their files assert or claim, and in what is inferred."""

from collections.abc import Iterator

import pyoxigraph as ox

from comity.builder import load
from comity.builder.dossier import read_dossier
from comity.commits.changeset import Changeset
from comity.snapshot import Snapshot
from comity.vocabulary import INFERRED

CANONICAL = ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_256


def difference(old: Snapshot, new: Snapshot) -> tuple[Changeset, Changeset]:
    """Return what *new* has and *old* has not, and the other way round, in the files' graphs and among what is inferred.

    Blank nodes of files that differ are compared by what is said of them.
    """
    same = old.manifest.files.items() & new.manifest.files.items()
    return (
        _change(
            *(set(_canonical(snapshot, {path for path, _ in same})) for snapshot in (old, new))
        ),
        _change(*(set(_inferred(snapshot)) for snapshot in (old, new))),
    )


def _change(old: set[ox.Quad], new: set[ox.Quad]) -> Changeset:
    return Changeset(tuple(new - old), tuple(old - new))


def _canonical(snapshot: Snapshot, same: set[str]) -> Iterator[ox.Quad]:
    for file in read_dossier(snapshot.dossier, may_be_empty=True).files:
        if file.graph and str(file.path) not in same:
            graph = ox.Dataset(load.quads(file))
            graph.canonicalize(CANONICAL)
            yield from graph


def _inferred(snapshot: Snapshot) -> Iterator[ox.Quad]:
    store = ox.Store.read_only(str(snapshot.store))
    return store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED))

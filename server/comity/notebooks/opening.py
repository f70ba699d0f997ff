"""The store of a snapshot, opened for rdflib."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from comity.errors import BadInput
from comity.query.dataset import merged
from comity.snapshot import Snapshot

if TYPE_CHECKING:
    import rdflib


def dataset_of(snapshot: Snapshot, graphs: tuple[str, ...]) -> "rdflib.Dataset":
    """Return the store of *snapshot* as a Dataset of rdflib whose default graph is *graphs*, () for the store's own.

    Raises:
        BadInput: oxrdflib is not installed.
    """
    try:
        from comity.notebooks.dataset import dataset  # only here: it loads rdflib
    except ImportError as error:
        raise BadInput("oxrdflib is not installed; add it with pip install 'comity[notebooks]'.") from error  # fmt: skip
    prefixes = snapshot.namespace.prefixes
    store = ox.Store.read_only(str(snapshot.store))
    if len(graphs) > 1:
        return dataset(merged(store, graphs, with_named=True), "", prefixes)
    return dataset(store, "".join(graphs), prefixes)

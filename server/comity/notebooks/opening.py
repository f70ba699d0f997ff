"""The store of a snapshot, opened for rdflib."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from comity.errors import BadInput
from comity.query.dataset import merged

if TYPE_CHECKING:
    import rdflib


def dataset_of(snapshot: Path, graphs: tuple[str, ...]) -> "rdflib.Dataset":
    """Return the store of a snapshot as a Dataset of rdflib whose default graph is *graphs*, () for the store's own.

    Raises:
        BadInput: oxrdflib is not installed.
    """
    try:
        from comity.notebooks.dataset import dataset  # only here: it loads rdflib
    except ImportError as error:
        raise BadInput("oxrdflib is not installed; add it with pip install 'comity[notebooks]'.") from error  # fmt: skip
    store = ox.Store.read_only(str(snapshot / "store"))
    if len(graphs) > 1:
        return dataset(merged(store, graphs, with_named=True), "")
    return dataset(store, *graphs or ("",))

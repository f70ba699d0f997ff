"""The store of a snapshot, opened for rdflib."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from comity.errors import BadInput
from comity.query.dataset import Datasets
from comity.query.request import Request

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
    read, default, _ = Datasets(store, snapshot / "dossier").read_by(
        Request("", default_graphs=graphs or None)
    )
    named = (default or [ox.DefaultGraph()])[0]
    return dataset(read, named.value if isinstance(named, ox.NamedNode) else "")

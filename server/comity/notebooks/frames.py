"""Columns → data frames of pandas, Arrow and Polars, each where it is installed."""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from comity.errors import BadInput
from comity.notebooks.columns import Column

PANDAS = {
    "iri": "string", "text": "string", "term": "string", "integer": "Int64", "number": "Float64",
    "boolean": "boolean", "date": "datetime64[s]", "dateTime": "datetime64[us, UTC]",
}  # fmt: skip
ARROW = {
    "iri": "string", "text": "string", "term": "string", "integer": "int64", "number": "float64",
    "boolean": "bool_", "date": "date32",
}  # fmt: skip
POLARS = {
    "iri": "String", "text": "String", "term": "String", "integer": "Int64", "number": "Float64",
    "boolean": "Boolean", "date": "Date",
}  # fmt: skip


def pandas(columns: Sequence[Column], about: Mapping[str, object]) -> Any:
    """Return a `pandas.DataFrame`; `attrs` has *about* and the kind and languages of each column.

    Raises:
        BadInput: pandas is not installed.
    """
    library = _library("pandas")
    made = {
        c.name: library.Series(library.array(list(c.values), dtype=PANDAS[c.kind])) for c in columns
    }
    frame = library.DataFrame(made, columns=[c.name for c in columns])
    frame.attrs |= {**about, "columns": {c.name: _meaning(c) for c in columns}}
    return frame


def arrow(columns: Sequence[Column], about: Mapping[str, object]) -> Any:
    """Return a `pyarrow.Table`; the metadata of the table and of each field say what `pandas` says in `attrs`.

    Raises:
        BadInput: pyarrow is not installed.
    """
    library = _library("pyarrow")
    fields, arrays = [], []
    for column in columns:
        kind = ARROW.get(column.kind)
        datatype = getattr(library, kind)() if kind else library.timestamp("us", tz="UTC")
        fields.append(library.field(column.name, datatype, metadata=_meaning(column)))
        arrays.append(library.array(column.values, type=datatype))
    metadata = {name: str(value) for name, value in about.items()}
    return library.table(arrays, schema=library.schema(fields, metadata=metadata))


def polars(columns: Sequence[Column]) -> Any:
    """Return a `polars.DataFrame`.

    Raises:
        BadInput: polars is not installed.
    """
    library = _library("polars")
    schema = {
        c.name: getattr(library, POLARS[c.kind])
        if c.kind in POLARS
        else library.Datetime("us", "UTC")
        for c in columns
    }
    return library.DataFrame({c.name: list(c.values) for c in columns}, schema=schema)


def _meaning(column: Column) -> dict[str, str]:
    told = {"kind": column.kind}
    return told | {"languages": " ".join(column.languages)} if column.languages else told


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise BadInput(f"{name} is not installed; add it with pip install {name}.") from error

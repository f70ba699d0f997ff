"""A row as the parameters of an address: its values by column, in N-Triples.

A column that has the name of another parameter is written `row.<column>`, which any may be.
"""

from collections.abc import Collection, Mapping

from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.query.term_syntax import read_value
from comity.reading.asking import Node, Row

PREFIX = "row."
VARIABLES = 100
"""How many columns an address may give, a count."""


def parameters(row: Row, columns: Collection[str], taken: Collection[str]) -> dict[str, str]:
    """Return the parameters for *row*; an empty one for a column that is open in it.

    Args:
        taken: names of other parameters.
    """
    short = (name for name in columns if name not in row or row[name].kind != "triple")
    return {
        f"{PREFIX}{name}" if name in taken or name.startswith(PREFIX) else name: _text(
            row.get(name)
        )
        for name in short
    }


def _text(node: Node | None) -> str:
    if node is None:
        return ""
    return node.n3


def read(given: Mapping[str, str], taken: Collection[str], namespace: Namespace) -> dict[str, str]:
    """Return the values by column that *given* parameters say, in N-Triples; "" for what is open.

    Raises:
        BadQuery: one is no term, or there are too many.
    """
    values: dict[str, str] = {}
    for parameter, text in given.items():
        name = parameter.removeprefix(PREFIX)
        if parameter in taken:
            continue
        if name in values:
            raise BadQuery(
                f"The column {name[:100]} is given as {name[:100]} and as {PREFIX}{name[:100]}; give it once."
            )
        values[name] = _read(name, text, namespace)
    if len(values) > VARIABLES:
        raise BadQuery(f"The row has {len(values)} values; give {VARIABLES} at most.")
    return values


def _read(name: str, text: str, namespace: Namespace) -> str:
    try:
        return read_value(text, namespace) if text else ""
    except BadQuery as error:
        raise BadQuery(
            f"The value of {name[:100]} is {text[:100]!r}, which is no term; write an IRI, a short name, or a literal as in N-Triples."
        ) from error

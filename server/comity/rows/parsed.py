"""A query as it was parsed: its tree, and the dataset that its text names."""

from dataclasses import dataclass

from comity.rows.tree import Select


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's tree and its dataset.

    Attributes:
        default, named: the graphs of its FROM and FROM NAMED clauses; names_dataset: whether it has any.
        stem: what the names of hidden variables begin with.
    """

    select: Select
    default: tuple[str, ...]
    named: tuple[str, ...]
    names_dataset: bool
    stem: str

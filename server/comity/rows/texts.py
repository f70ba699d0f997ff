"""The texts of a query's parts, each made once however many rows are traced."""

from collections.abc import Iterable

import pyoxigraph as ox

from comity.rows.loosening import opened
from comity.rows.solutions import within
from comity.rows.tree import Group, Select
from comity.rows.writing import group_text, witness_text


class Texts:
    """Remembers the texts of groups by the groups themselves, which it keeps."""

    def __init__(self) -> None:
        self._groups: dict[int, tuple[Group, str]] = {}
        self._questions: dict[tuple[int, frozenset[str], str], tuple[Group, str]] = {}

    def group(self, group: Group) -> str:
        """Return *group* as it is written."""
        if id(group) not in self._groups:
            self._groups[id(group)] = group, group_text(group)
        return self._groups[id(group)][1]

    def question(self, group: Group, names: Iterable[str], graph: ox.NamedNode | None) -> str:
        """Return a query for what matches *group* in a graph, where variables of these *names* have values."""
        known = frozenset(names)
        key = id(group), known, graph.value if graph else ""
        if key not in self._questions:
            select = within(Select((), opened(group, known)), graph)
            self._questions[key] = group, witness_text(select, sorted(known))
        return self._questions[key][1]

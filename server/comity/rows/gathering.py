"""What a tracer gathers: statements within their limit, chains of statements, and notes."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from comity.errors import QueryTooBig
from comity.rows.asked import Asked, Solution, Statement
from comity.rows.derivation import Derivation, Note
from comity.rows.paths import Path
from comity.rows.texts import Texts
from comity.rows.tree import Group, Value
from comity.rows.witness import ways, witness

NAME = re.compile(r"\?(\w+)")


class Gatherer:
    """Gathers what the solutions of one query rest on.

    Attributes:
        is_wide: whether also what would match but for a condition is followed, with what keeps it from it, and each
            way of a path where solutions are counted.
        is_counted: whether it matters in how many ways a part matches.
        is_noted: whether notes are made.
    """

    def __init__(
        self,
        asked: Asked,
        given: Solution,
        max_statements: int,
        *,
        is_wide: bool = False,
        is_counted: bool = False,
        is_noted: bool = True,
        texts: Texts | None = None,
    ) -> None:
        """Take the dataset, the values from outside, and how many statements there may be."""
        self.asked, self.given, self.max_statements = asked, given, max_statements
        self.is_wide, self.is_counted, self.is_noted = is_wide, is_counted, is_noted
        self.texts = texts or Texts()
        self.taken: set[Statement] = set()

    def take(self, to: Derivation, statement: Statement) -> None:
        """Take *statement*.

        Raises:
            QueryTooBig: that is more than there may be.
        """
        to.statements[statement] = None
        self.taken.add(statement)
        if len(self.taken) > self.max_statements:
            sentence = f"The evidence is more than {self.max_statements} statements; ask for the evidence of a row that rests on less, or for less of the query."
            raise QueryTooBig(sentence, limit="evidence_statements")

    def path(
        self, path: Path, to: Derivation, begin: Value, end: Value, graph: ox.NamedNode | None
    ) -> None:
        """Take the statements of a shortest way; of all ways where that is wanted; raises as `take`."""
        way = witness(self.asked, path, begin, end, graph)
        if self.is_wide and self.is_counted:
            way = [*(way or ()), *ways(self.asked, path, begin, end, graph)]
        for statement in way or ():
            self.take(to, statement)
        if way == []:
            to.standing_alone.append((begin, graph))
        if self.is_noted:
            to.notes.append(Note("path", str(path), {"begin": begin, "end": end}))

    def presence(self, to: Derivation, term: Value, graph: ox.NamedNode | None) -> None:
        """Take a statement with *term*: a path of no step leads from it to itself only where the graph has it."""
        if any(graph == s.graph and term in (s.subject, s.object) for s in to.statements):
            return
        for pattern in ((term, None), (None, term)):
            for statement in self.asked.statements(pattern[0], None, pattern[1], graph):
                self.take(to, statement)
                return

    def note_group(self, to: Derivation, kind: str, group: Group, solution: Solution) -> None:
        """Note what became of a pattern, if notes are made."""
        if self.is_noted:
            text = self.texts.group(group)
            self.note(to, kind, text, NAME.findall(text), solution)

    def note(
        self, to: Derivation, kind: str, text: str, names: Iterable[str], solution: Solution
    ) -> None:
        """Note a part of the query with the values that its variables had, if notes are made."""
        if not self.is_noted:
            return
        values = {name: solution[name] for name in dict.fromkeys(names) if name in solution}
        to.notes.append(Note(kind, text, values))

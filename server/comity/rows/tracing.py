"""One solution of a pattern → the statements that it rests on, and what else it rests on, in notes."""

from collections.abc import Iterator

import pyoxigraph as ox

from comity.errors import QueryTooBig
from comity.rows.asked import Asked, Solution, Statement
from comity.rows.derivation import Derivation, Note, Scope
from comity.rows.loosening import opened, relaxed
from comity.rows.paths import Path
from comity.rows.solutions import SHOWN, find, within
from comity.rows.tree import (
    Bind,
    Element,
    Expression,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Term,
    Triples,
    Union,
    Value,
    Values,
    bound_in,
)
from comity.rows.witness import ways, witness
from comity.rows.writing import group_text, values_text, witness_text


class Tracer:
    """Traces the solutions of one query.

    Attributes:
        is_wide: whether also what would match but for a condition is followed, with what keeps it from it, and each
            way of a path where solutions are counted.
        is_counted: whether it matters in how many ways a part matches.
    """

    def __init__(
        self,
        asked: Asked,
        given: Solution,
        max_statements: int,
        *,
        is_wide: bool = False,
        is_counted: bool = False,
    ) -> None:
        """Take the dataset, the values from outside, and how many statements there may be."""
        self.asked, self.given, self.max_statements = asked, given, max_statements
        self.is_wide, self.is_counted = is_wide, is_counted
        self.taken = 0

    def derivation(
        self, group: Group, solution: Solution, parts: tuple[Expression, ...] = ()
    ) -> Derivation:
        """Return what *solution* of *group* rests on.

        Args:
            parts: expressions beside the group that are computed of the solution.

        Raises:
            QueryTooBig: that is more statements than there may be.
        """
        found = Derivation(solution)
        scope = Scope(None, frozenset(bound_in(group)) | frozenset(self.given))
        self._group(group, found, solution, scope)
        for part in parts:
            self._exists(part, found, solution, scope)
        for term, graph in found.standing_alone:
            self._presence(found, term, graph)
        return found

    def nothing(self, group: Group) -> Derivation:
        """Return what the absence of any solution of *group* rests on."""
        found = Derivation({})
        self._absent(group, found, self.given, Scope(None, frozenset(self.given)))
        return found

    def _group(self, group: Group, to: Derivation, solution: Solution, scope: Scope) -> None:
        for number, element in enumerate(group.elements):
            if isinstance(element, Bind | Optional | Minus):
                before = bound_in(Group(group.elements[:number]))
                here = Scope(scope.graph, frozenset(before) | frozenset(self.given))
                self._element(element, to, solution, here)
            else:
                self._element(element, to, solution, scope)

    def _element(self, element: Element, to: Derivation, solution: Solution, scope: Scope) -> None:
        match element:
            case Triples():
                self._triples(element, to, solution, scope.graph)
            case Filter():
                self._condition(element.condition, to, solution, scope)
            case Optional():
                self._optional(element, to, solution, scope)
            case Union():
                for group, mark in element.branches:
                    if not mark or mark in solution:
                        self._group(group, to, solution, self._inner(group, scope))
            case Minus():
                inner = self._inner(element.group, scope)
                self._absent(element.group, to, inner.seen(solution), inner)
            case Graph():
                self._graph(element, to, solution, scope)
            case Bind():
                self._computed(element, to, solution, scope)
            case Values():
                values = {n: solution[n] for n in element.variables if n in solution}
                to.notes.append(Note("given", values_text(element), values))
            case Select():
                self._query(element, to, solution, scope)

    def _inner(self, group: Group, scope: Scope) -> Scope:
        return Scope(scope.graph, frozenset(bound_in(group)) | frozenset(self.given))

    def _triples(
        self, element: Triples, to: Derivation, solution: Solution, graph: ox.NamedNode | None
    ) -> None:
        for s, verb, o in element.patterns:
            subject, value = _term(s, solution), _term(o, solution)
            if isinstance(verb, ox.NamedNode | ox.Variable):
                self._take(to, Statement(subject, _term(verb, solution), value, graph))  # type: ignore[arg-type]
            else:
                self._path(verb, to, subject, value, graph)

    def _path(
        self, path: Path, to: Derivation, begin: Value, end: Value, graph: ox.NamedNode | None
    ) -> None:
        way = witness(self.asked, path, begin, end, graph)
        if self.is_wide and self.is_counted:
            way = [*(way or ()), *ways(self.asked, path, begin, end, graph)]
        for statement in way or ():
            self._take(to, statement)
        if way == []:
            to.standing_alone.append((begin, graph))
        to.notes.append(Note("path", str(path), {"begin": begin, "end": end}))

    def _take(self, to: Derivation, statement: Statement) -> None:
        if statement not in to.statements:
            self.taken += 1
            to.statements[statement] = None
        if self.taken > self.max_statements:
            sentence = f"The evidence is more than {self.max_statements} statements; ask for the evidence of a row that rests on less, or for less of the query."
            raise QueryTooBig(sentence, limit="evidence_statements")

    def _presence(self, to: Derivation, term: Value, graph: ox.NamedNode | None) -> None:
        """A path of no step leads from a term to itself only where the graph has the term."""
        if any(graph == s.graph and term in (s.subject, s.object) for s in to.statements):
            return
        for pattern in ((term, None), (None, term)):
            for statement in self.asked.statements(pattern[0], None, pattern[1], graph):
                self._take(to, statement)
                return

    def _graph(self, element: Graph, to: Derivation, solution: Solution, scope: Scope) -> None:
        name = element.name
        graph = solution.get(name.value) if isinstance(name, ox.Variable) else name
        if not isinstance(
            graph, ox.NamedNode
        ):  # the engine leaves it open where no triple is matched in it
            seen = self._inner(element.group, scope).seen(solution)
            graph = next(
                (
                    g
                    for g in self.asked.graphs()
                    if any(True for _ in self._matches(element.group, seen, g))
                ),
                scope.graph,
            )
        inner = Scope(graph, frozenset(bound_in(element.group)) | frozenset(self.given))
        self._group(element.group, to, solution, inner)
        if graph and not any(statement.graph == graph for statement in to.statements):
            for statement in self.asked.statements(None, None, None, graph):
                self._take(to, statement)
                break

    def _optional(
        self, element: Optional, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        inner = Scope(scope.graph, frozenset(bound_in(element.group)) | scope.visible)
        if element.mark in solution:
            self._group(element.group, to, solution, inner)
            return
        seen = scope.seen(solution)
        to.notes.append(
            Note("unmatched", group_text(element.group), _mentioned(element.group, seen))
        )
        if self.is_wide:
            self._follow(element.group, to, seen, inner)

    def _computed(self, element: Bind, to: Derivation, solution: Solution, scope: Scope) -> None:
        value = element.value
        names = (*value.variables, element.variable)
        text = f"BIND({value.text} AS ?{element.variable})"
        values = {n: solution[n] for n in names if n in solution}
        to.notes.append(
            Note("computed" if value.variables or value.exists else "given", text, values)
        )
        self._exists(value, to, solution, scope)

    def _condition(
        self, condition: Expression, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        if condition.variables:
            seen = scope.seen(solution)
            values = {name: seen[name] for name in condition.variables if name in seen}
            to.notes.append(Note("condition", condition.text, values))
        self._exists(condition, to, solution, scope)

    def _exists(
        self, expression: Expression | None, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        for exists in expression.exists if expression else ():
            seen = scope.seen(solution)
            inner = Scope(scope.graph, scope.visible | frozenset(bound_in(exists.group)))
            matches = self._matches(exists.group, seen, scope.graph)
            first = next(matches, None)
            if first is None:
                self._absent(exists.group, to, seen, scope)
                continue
            to.notes.append(Note("found", group_text(exists.group), _mentioned(exists.group, seen)))
            self._group(exists.group, to, first, inner)
            for other in matches if self.is_wide else ():
                self._group(exists.group, to, other, inner)

    def _absent(self, group: Group, to: Derivation, solution: Solution, scope: Scope) -> None:
        """Note that nothing matches *group*; where that is wanted, follow what would but for its conditions."""
        seen = scope.seen(solution)
        to.notes.append(Note("absent", group_text(group), _mentioned(group, seen)))
        if self.is_wide:
            inner = Scope(scope.graph, frozenset(bound_in(group)) | scope.visible)
            self._follow(group, to, seen, inner)

    def _follow(self, group: Group, to: Derivation, seen: Solution, scope: Scope) -> None:
        notes = len(to.notes)
        for solution in self._matches(relaxed(group), seen, scope.graph):
            self._group(group, to, solution, scope)
        del to.notes[notes:]

    def _matches(
        self, group: Group, seen: Solution, graph: ox.NamedNode | None
    ) -> Iterator[Solution]:
        bound = self.given | seen
        select = within(Select((), opened(group, bound)), graph)
        for solution in self.asked.solutions(witness_text(select, bound), bound):
            yield {**bound, **solution}

    def _query(self, select: Select, to: Derivation, solution: Solution, scope: Scope) -> None:
        wanted = {name: solution.get(name) for name in select.names}
        given = {name: value for name, value in self.given.items() if name in select.names}
        inner = within(select, scope.graph)
        is_counted = self.is_counted and not select.is_distinct
        max_kept = SHOWN if is_counted else 1
        for is_bound in (True, False):
            found = find(
                self.asked,
                inner,
                wanted,
                given,
                is_exact=False,
                is_bound=is_bound,
                max_kept=max_kept,
            )
            if found is not None:
                break
        if found is None:
            return
        outer = self.given, self.is_counted
        self.given, self.is_counted = given, is_counted or select.keys is not None
        behind = select.values.variables if select.values else ()
        visible = frozenset((*bound_in(inner.where), *behind, *given))
        for one in found.solutions:
            self._group(inner.where, to, one, Scope(None, visible))
            for _, value in select.columns:
                self._exists(value, to, one, Scope(scope.graph, visible))
        self.given, self.is_counted = outer
        if select.keys is not None:
            to.notes.append(
                Note("counted", f"{found.count} solutions of an inner query", found.row)
            )


def _mentioned(group: Group, solution: Solution) -> Solution:
    """Return those values whose variables the text of *group* has."""
    text = group_text(group)
    return {
        name: value
        for name, value in solution.items()
        if f"?{name} " in text or f"?{name})" in text or f"?{name}," in text
    }


def _term(term: Term, solution: Solution) -> Value:
    return solution[term.value] if isinstance(term, ox.Variable) else term

"""One solution of a pattern → the statements that it rests on, and what else it rests on, in notes."""

from collections.abc import Iterator

import pyoxigraph as ox

from comity.rows.asked import Solution, Statement
from comity.rows.derivation import Derivation, Note, Scope
from comity.rows.gathering import Gatherer
from comity.rows.loosening import relaxed
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
)
from comity.rows.writing import select_text, values_text


class Tracer(Gatherer):
    """Traces the solutions of one query."""

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
        scope = Scope(None, group.bound.union(self.given))
        self._group(group, found, solution, scope)
        for part in parts:
            self._exists(part, found, solution, scope)
        for term, graph in found.standing_alone:
            self.presence(found, term, graph)
        return found

    def nothing(self, group: Group) -> Derivation:
        """Return what the absence of any solution of *group* rests on."""
        found = Derivation({})
        self._absent(group, found, self.given, Scope(None, frozenset(self.given)))
        return found

    def _group(self, group: Group, to: Derivation, solution: Solution, scope: Scope) -> None:
        for number, element in enumerate(group.elements):
            here = scope
            if isinstance(element, Bind | Optional | Minus):
                here = Scope(scope.graph, group.before[number].union(self.given))
            self._element(element, to, solution, here)

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
                self.note(to, "given", values_text(element), element.variables, solution)
            case Select():
                self._query(element, to, solution, scope)

    def _inner(self, group: Group, scope: Scope) -> Scope:
        return Scope(scope.graph, group.bound.union(self.given))

    def _triples(
        self, element: Triples, to: Derivation, solution: Solution, graph: ox.NamedNode | None
    ) -> None:
        for s, verb, o in element.patterns:
            subject, value = _term(s, solution), _term(o, solution)
            if isinstance(verb, ox.NamedNode | ox.Variable):
                self.take(to, Statement(subject, _term(verb, solution), value, graph))  # type: ignore[arg-type]
            else:
                self.path(verb, to, subject, value, graph)

    def _graph(self, element: Graph, to: Derivation, solution: Solution, scope: Scope) -> None:
        name = element.name
        graph = solution.get(name.value) if isinstance(name, ox.Variable) else name
        if not isinstance(graph, ox.NamedNode):
            graph = self._open_graph(element.group, solution, scope)
        inner = Scope(graph, element.group.bound.union(self.given))
        self._group(element.group, to, solution, inner)
        if graph and not any(statement.graph == graph for statement in to.statements):
            for statement in self.asked.statements(None, None, None, graph):
                self.take(to, statement)
                break

    def _open_graph(self, group: Group, solution: Solution, scope: Scope) -> ox.NamedNode | None:
        """The graph that *group* was matched in; the engine leaves it open where no triple is matched there."""
        seen = self._inner(group, scope).seen(solution)
        for graph in self.asked.graphs():
            if next(self._matches(group, seen, graph), None) is not None:
                return graph
        return scope.graph

    def _optional(
        self, element: Optional, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        inner = Scope(scope.graph, element.group.bound | scope.visible)
        if element.mark in solution:
            self._group(element.group, to, solution, inner)
            return
        seen = scope.seen(solution)
        self.note_group(to, "unmatched", element.group, seen)
        if self.is_wide:
            self._follow(element.group, to, seen, inner)

    def _computed(self, element: Bind, to: Derivation, solution: Solution, scope: Scope) -> None:
        value = element.value
        kind = "computed" if value.variables or value.exists else "given"
        text = f"BIND({value.text} AS ?{element.variable})"
        self.note(to, kind, text, (*value.variables, element.variable), solution)
        self._exists(value, to, solution, scope)

    def _condition(
        self, condition: Expression, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        if condition.variables:
            seen = scope.seen(solution)
            self.note(to, "condition", condition.text, condition.variables, seen)
        if condition.is_absence:
            self._absent(condition.exists[0].group, to, solution, scope)
        else:
            self._exists(condition, to, solution, scope)

    def _exists(
        self, expression: Expression | None, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        for exists in expression.exists if expression else ():
            seen = scope.seen(solution)
            inner = Scope(scope.graph, scope.visible | exists.group.bound)
            matches = self._matches(exists.group, seen, scope.graph)
            first = next(matches, None)
            if first is None:
                self._absent(exists.group, to, seen, scope)
                continue
            self.note_group(to, "found", exists.group, seen)
            self._group(exists.group, to, first, inner)
            for other in matches if self.is_wide else ():
                self._group(exists.group, to, other, inner)

    def _absent(self, group: Group, to: Derivation, solution: Solution, scope: Scope) -> None:
        """Note that nothing matches *group*; where that is wanted, follow what would but for its conditions."""
        seen = scope.seen(solution)
        self.note_group(to, "absent", group, seen)
        if self.is_wide:
            inner = Scope(scope.graph, group.bound | scope.visible)
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
        for solution in self.asked.solutions(self.texts.question(group, bound, graph), bound):
            yield {**bound, **solution}

    def _query(self, select: Select, to: Derivation, solution: Solution, scope: Scope) -> None:
        wanted = {name: solution.get(name) for name in select.names}
        given = {name: value for name, value in self.given.items() if name in select.names}
        inner = within(select, scope.graph)
        is_counted = self.is_counted and not select.is_distinct
        max_kept = SHOWN if is_counted else 1
        for is_bound in (True, False):
            how = {"is_exact": False, "is_bound": is_bound}
            found = find(self.asked, inner, wanted, given, max_kept=max_kept, **how)
            if found is not None:
                break
        if found is None:
            self.note(to, "untraced", select_text(select), select.names, solution)
            return
        outer = self.given, self.is_counted
        self.given, self.is_counted = given, is_counted or select.keys is not None
        behind = select.values.variables if select.values else ()
        visible = inner.where.bound.union(behind, given)
        for one in found.solutions:
            self._group(inner.where, to, one, Scope(None, visible))
            for _, value in select.columns:
                self._exists(value, to, one, Scope(scope.graph, visible))
        self.given, self.is_counted = outer
        if select.keys is not None and self.is_noted:
            to.notes.append(
                Note("counted", f"{found.count} solutions of an inner query", found.row)
            )


def _term(term: Term, solution: Solution) -> Value:
    return solution[term.value] if isinstance(term, ox.Variable) else term

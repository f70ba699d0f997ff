"""One solution of a pattern → the statements that it rests on, and what else it rests on, in notes."""

import itertools
from collections.abc import Iterator

import pyoxigraph as ox

from comity.rows.asked import Solution, Statement
from comity.rows.condition import Expression
from comity.rows.derivation import Derivation, Note, Scope
from comity.rows.gathering import Gatherer
from comity.rows.loosening import relaxed
from comity.rows.solutions import SHOWN, Found, Wanted, find, within
from comity.rows.tree import (
    Bind,
    Element,
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
        scope = Scope(None, group.matched(solution).union(self.given))
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
                here = Scope(scope.graph, group.before[number].matched(solution).union(self.given))
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
                        self._group(group, to, solution, self._inner(group, scope, solution))
            case Minus():
                inner = Scope(scope.graph, element.group.bound.union(self.given))
                self._absent(element.group, to, inner.seen(solution), inner)
            case Graph():
                self._graph(element, to, solution, scope)
            case Bind():
                self._computed(element, to, solution, scope)
            case Values():
                self.note(to, "given", values_text(element), element.variables, solution)
            case Select():
                self._query(element, to, solution, scope)

    def _inner(self, group: Group, scope: Scope, solution: Solution) -> Scope:
        return Scope(scope.graph, group.matched(solution).union(self.given))

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
        inner = Scope(graph, element.group.matched(solution).union(self.given))
        self._group(element.group, to, solution, inner)
        if graph and not any(statement.graph == graph for statement in to.statements):
            for statement in self.asked.statements(None, None, None, graph):
                self.take(to, statement)
                break

    def _open_graph(self, group: Group, solution: Solution, scope: Scope) -> ox.NamedNode | None:
        """The graph that *group* was matched in; the engine leaves it open where no triple is matched there."""
        seen = self._inner(group, scope, solution).seen(solution)
        for graph in self.asked.graphs():
            if next(self._matches(group, seen, graph), None) is not None:
                return graph
        return scope.graph

    def _optional(
        self, element: Optional, to: Derivation, solution: Solution, scope: Scope
    ) -> None:
        if element.mark in solution:
            visible = element.group.matched(solution) | scope.visible
            self._group(element.group, to, solution, Scope(scope.graph, visible))
            return
        inner = Scope(scope.graph, element.group.bound | scope.visible)
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
            matches = self._matches(exists.group, seen, scope.graph)
            first = next(matches, None)
            if first is None:
                self._absent(exists.group, to, seen, scope)
                continue
            self.note_group(to, "found", exists.group, seen)
            for one in (first, *(matches if self.is_wide else ())):
                visible = scope.visible | exists.group.matched(one)
                self._group(exists.group, to, one, Scope(scope.graph, visible))

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
        is_counted = self.is_counted and not select.is_distinct
        inner, found = self._found(select, wanted, given, scope.graph, SHOWN if is_counted else 1)
        if found is None:
            self.note(to, "untraced", select_text(select), select.names, solution)
            to.is_traced = False
            return
        outer = self.given, self.is_counted
        self.given, self.is_counted = given, is_counted or select.keys is not None
        behind = select.values.variables if select.values else ()
        for one in found.solutions:
            visible = inner.where.matched(one).union(behind, given)
            self._group(inner.where, to, one, Scope(None, visible))
            for _, value in select.columns:
                self._exists(value, to, one, Scope(scope.graph, visible))
        self.given, self.is_counted = outer
        if select.keys is not None and self.is_noted:
            to.notes.append(
                Note("counted", f"{found.count} solutions of an inner query", found.row)
            )

    def _found(
        self,
        select: Select,
        wanted: Wanted,
        given: Solution,
        graph: ox.NamedNode | None,
        max_kept: int,
    ) -> tuple[Select, Found | None]:
        """Find the solutions of a query within; in a graph, the engine may have read it in another than the one it names."""
        graphs = (graph, *(self.asked.graphs() if graph else ()))
        mine = select.where.bound.union(name for name, value in select.columns if value)
        whole = {name: value for name, value in wanted.items() if name in mine}
        for one, is_exact, is_bound in itertools.product(graphs, (True, False), (True, False)):
            inner, how = within(select, one), {"is_exact": is_exact, "is_bound": is_bound}
            row = whole if is_exact else wanted
            found = find(self.asked, inner, row, given, max_kept=max_kept, **how)
            if found is not None:
                return inner, found
        return select, None


def _term(term: Term, solution: Solution) -> Value:
    return solution[term.value] if isinstance(term, ox.Variable) else term

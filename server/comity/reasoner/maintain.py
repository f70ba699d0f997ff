"""A closure kept up to date: triples are asserted and taken back, and what no longer follows goes with them.

What is asserted starts the rules as any new triple does. What is taken back takes along whatever was derived from it,
as the recorded proofs say; of that, what follows in another way is derived again from what is left. Where an axiom
comes or goes, or what is the same as something, the closure is made anew.

Source: B. Motik et al., Maintenance of datalog materialisations revisited, Artificial Intelligence 269 (2019), for
the idea of deleting along proofs; here a proof is recorded for each triple, so that nothing else is deleted.
"""

from collections.abc import Iterator

import numpy as np

from comity.proofs.instance import Triple
from comity.reasoner.application import applications
from comity.reasoner.closure import Closure
from comity.reasoner.compile import axioms
from comity.reasoner.join import Table
from comity.reasoner.keys import Columns, Keys, first, merged, pack, second
from comity.reasoner.materialise import materialise
from comity.reasoner.read import Encoded
from comity.reasoner.relation import ASSERTED, NOWHERE, Batch, Relation
from comity.reasoner.state import State
from comity.reasoner.tautology import needed

Deleted = dict[int, tuple[Relation, Keys]]


class NeedsRebuild(Exception):
    """A change that the closure is made anew for."""


def update(
    closure: Closure, added: Columns, removed: Columns, seconds: float | None = None
) -> Closure:
    """Return the closure of what *closure* is of, with *added* asserted and *removed* no longer.

    Args:
        closure: not to be used any more, unless it is what is returned.
        added, removed: triples as numbers of the closure's terms, shape (n, 3); one that is not asserted is passed over
            where it is to be removed.
        seconds: how long this change may take; as long as the closure could, if left out.

    Raises:
        SourceError, ReasoningTooBig: as `close` does.
    """
    state = closure.state
    state.allow(seconds)
    predicates, classes = axioms(state)
    state.terms.settle()
    removed = closure.forms.retract_rows(removed)
    added = closure.forms.assert_rows(added, closure.is_asserted)
    try:
        _refuse_more(state, added, removed)
        for rows in (added, removed):
            for relation, _ in _by_relation(state, rows):
                _refuse_axioms(relation, predicates, classes)
        if len(removed):
            Removal(closure, predicates, classes).run(removed)
        closure.literals.take_up()
        _state(state, added)
        closure.literals.find_ill_typed()
        state.agenda.run(state.bounded)
    except NeedsRebuild:
        anew = materialise(Encoded(state.terms, changed(closure, added, removed)), state.bounds)
        anew.forms = closure.forms
        return anew
    return closure


def changed(closure: Closure, added: Columns, removed: Columns) -> Columns:
    """Return what is asserted, with *added* and without *removed*."""
    gone = set(map(tuple, removed.tolist()))
    rows = [triple for triple in closure.asserted() if triple not in gone]
    return np.concatenate((np.array(rows, np.int32).reshape(-1, 3), added))


def _by_relation(state: State, rows: Columns) -> Iterator[tuple[Relation, Keys]]:
    for predicate, class_ in {(p, o if p == state.type else NOWHERE) for _, p, o in rows.tolist()}:
        here = rows[rows[:, 1] == predicate]
        if class_ == NOWHERE:
            yield state.relation(predicate), np.unique(pack(here[:, 0], here[:, 2]))
        else:
            yield (
                state.relation(predicate, class_),
                np.unique(here[here[:, 2] == class_, 0].astype(np.int64)),
            )


def _refuse_axioms(relation: Relation, predicates: set[int], classes: set[int]) -> None:
    if relation.predicate in predicates or relation.class_ in classes:
        raise NeedsRebuild


def _refuse_more(state: State, added: Columns, removed: Columns) -> None:
    """Refuse what changes which of the consequences that hold of everything something rests on."""
    if not needed(state, added) <= state.needed or needed(state, removed):
        raise NeedsRebuild
    if state.keeps_itself and len(removed):
        raise NeedsRebuild


def _state(state: State, rows: Columns) -> None:
    """Assert *rows*; what is derived already is asserted from now on."""
    for relation, keys in _by_relation(state, rows):
        known = relation.has(keys)
        relation.state(keys[known])
        if not known.all():
            state.agenda.clock += 1
            state.count += int((~known).sum())
            relation.append(Batch(keys[~known], ASSERTED, None, state.agenda.clock))


class Removal:
    """Triples taken back, with what follows from them and from nothing else."""

    def __init__(self, closure: Closure, predicates: set[int], classes: set[int]) -> None:
        self.closure, self.state = closure, closure.state
        self.predicates, self.classes = predicates, classes
        self.applications = applications(closure.state)
        self.deleted: Deleted = {}

    def run(self, rows: Columns) -> None:
        """Take *rows* back.

        Raises:
            NeedsRebuild: axioms go, or something that is the same as something is involved; nothing has been changed then.
        """
        front: Deleted = {}
        for relation, keys in _by_relation(self.state, rows):
            _include(front, relation, keys[relation.follows(keys, ASSERTED, None)])
        while front:
            self._delete(front)
            front = self._resting_on(front)
        for relation, keys in self.deleted.values():
            relation.remove(keys)
            self.state.count -= len(keys)
        self._derive_again()
        self._drop_clashes()

    def _delete(self, front: Deleted) -> None:
        for relation, keys in front.values():
            _refuse_axioms(relation, self.predicates, self.classes)
            if relation.predicate == self.state.same or self._is_equal(relation, keys):
                raise NeedsRebuild
            _include(self.deleted, relation, keys)

    def _is_equal(self, relation: Relation, keys: Keys) -> bool:
        if (self.state.type, NOWHERE) in self.state.relations:
            return True
        terms = [keys] if relation.is_class else [first(keys), second(keys)]
        equal = self.closure.equality.components
        fixed = relation.class_ if relation.is_class else relation.predicate
        return bool(equal) and any(equal.count(part) for part in [*terms, np.array([fixed])])

    def _resting_on(self, front: Deleted) -> Deleted:
        """Return what follows by its recorded proof from what is in *front*."""
        found: Deleted = {}
        for task in self.applications:
            instance = self.state.instances[task.number]
            for index, atom in enumerate(task.atoms if instance.conclusion else ()):
                if id(atom.relation) in front:
                    table = task.solve(
                        Table.of(atom, front[id(atom.relation)][1]), task.rest(index)
                    )
                    for relation, keys, witness in self.state.candidates(
                        instance, table, every=True
                    ):
                        resting = relation.follows(keys, task.number, witness)
                        _include(found, relation, self._left(relation, np.unique(keys[resting])))
        return found

    def _left(self, relation: Relation, keys: Keys) -> Keys:
        gone = self.deleted.get(id(relation))
        return keys if gone is None else np.setdiff1d(keys, gone[1], assume_unique=True)

    def _derive_again(self) -> None:
        """Derive what is deleted from what is left, in one step; what follows from that follows as always."""
        for task in self.applications:
            conclusion = self.state.instances[task.number].conclusion
            for relation, keys in list(self.deleted.values()):
                if conclusion and conclusion[1] == relation.predicate:
                    table = self._concluding(conclusion, relation, keys)
                    if table.size:
                        table = task.solve(table, task.atoms)
                    if table.size:
                        self.state.conclude(task.number, table)

    def _concluding(self, conclusion: Triple, relation: Relation, keys: Keys) -> Table:
        s, _, o = conclusion
        objects = (
            np.full(len(keys), relation.class_, np.int64) if relation.is_class else second(keys)
        )
        return Table.rows((s, keys if relation.is_class else first(keys)), (o, objects))

    def _drop_clashes(self) -> None:
        self.state.clashes = {
            (instance, witness): None
            for instance, witness in self.state.clashes
            if all(map(self._holds, instance.premises_of(None, witness)))
        }

    def _holds(self, premise: Triple) -> bool:
        s, p, o = premise
        return (s == o and p in self.state.reflexive) or self.closure.holds(premise)


def _include(deleted: Deleted, relation: Relation, keys: Keys) -> None:
    if len(keys):
        known = deleted.get(id(relation))
        deleted[id(relation)] = relation, np.unique(merged([known[1], keys]) if known else keys)

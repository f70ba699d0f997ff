"""Applying a rule: reading what is new in its relations, joining it with the rest, concluding."""

from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import Rank, Task
from comity.reasoner.join import Atom, Table, TooManyRows, solve
from comity.reasoner.members import pairs_of_types
from comity.reasoner.state import State


class Application(Task):
    """One instance, semi-naive: each new triple is joined with all that its other premises have."""

    def __init__(
        self, state: State, instance: RuleInstance, body: tuple[Triple, ...], rank: Rank
    ) -> None:
        super().__init__(state.agenda, rank)
        self.state, self.number = state, state.instance(instance)
        if any(p == state.type and o < 0 for _, p, o in body):
            pairs_of_types(state)
        self.atoms = tuple(map(state.atom, body))
        for atom in self.atoms:
            state.asked(atom.relation)
        self.reads(atom.relation for atom in self.atoms)

    def fire(self) -> None:
        """Conclude from what is new."""
        since, self.read = self.read, self.agenda.clock
        if any(not atom.relation.size for atom in self.atoms):
            return
        if since < 0:
            self.conclude(Table(), self.atoms)
            return
        for index, atom in enumerate(self.atoms):
            if atom.relation.time > since:
                self.conclude(Table.of(atom, atom.relation.since(since)), self.rest(index))

    def solve(self, table: Table, atoms: tuple[Atom, ...]) -> Table:
        """Join *table* with *atoms*.

        Raises:
            ReasoningTooBig: this makes too many rows.
        """
        try:
            return solve(table, atoms, self.state.bounded)
        except TooManyRows as error:
            self.state.too_big(self.number, error.args[0])

    def conclude(self, table: Table, atoms: tuple[Atom, ...]) -> None:
        """Conclude from the rows that *table* and *atoms* have in common."""
        table = self.solve(table, atoms)
        if table.size:
            self.state.conclude(self.number, table)

    def rest(self, index: int) -> tuple[Atom, ...]:
        """Return the atoms but for the one at *index*."""
        return self.atoms[:index] + self.atoms[index + 1 :]


def applications(state: State) -> list[Application]:
    """List the instances that are applied."""
    return [task for task in state.agenda.tasks if isinstance(task, Application)]

"""The state of a closure while it grows: its relations, the instances of its rules, and what clashes."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np

from comity.errors import ReasoningTooBig
from comity.proofs.instance import RuleInstance, Triple
from comity.reasoner.agenda import Agenda
from comity.reasoner.join import Atom, Table
from comity.reasoner.keys import Columns, Keys, first, ordered, pack, second
from comity.reasoner.relation import NOWHERE, Relation
from comity.reasoner.rules import NAMESPACES
from comity.reasoner.term_ids import Terms

REFLEXIVE = (
    "owl:sameAs",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "owl:equivalentClass",
    "owl:equivalentProperty",
)
CLASHES_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a closure may go.

    Attributes:
        triples: asserted and derived, a count.
        seconds: wall-clock time.
    """

    triples: int = 20_000_000
    seconds: float = 3600


class State:
    """Relations by predicate, those of rdf:type by class, and everything that has been derived."""

    def __init__(self, terms: Terms, bounds: Bounds, proofs: bool = True) -> None:
        self.terms, self.bounds, self.agenda = terms, bounds, Agenda()
        self.proofs = proofs
        self.until = 0.0
        self.allow()
        self.relations: dict[tuple[int, int], Relation] = {}
        self.instances: list[RuleInstance] = []
        self.yields: list[int] = []
        self.clashes: dict[tuple[RuleInstance, tuple[int, ...]], None] = {}
        self.watchers: list[Callable[[Relation], None]] = []
        self.count = 0
        self.type, self.same = self.number("rdf:type"), self.number("owl:sameAs")
        self.thing, self.nothing = self.number("owl:Thing"), self.number("owl:Nothing")
        self.reflexive = {self.number(name) for name in REFLEXIVE}
        self.needed: frozenset[str | int] = frozenset()
        self.keeps_thing = self.keeps_itself = False
        self.asked: Callable[[Relation], None] = lambda relation: None

    def number(self, name: str) -> int:
        """Return the number of a term written as a prefixed name."""
        prefix, _, local = name.partition(":")
        return self.terms.iri(NAMESPACES[prefix] + local)

    def relation(self, predicate: int, class_: int = NOWHERE) -> Relation:
        """Return the relation of a predicate, or that of the members of a class."""
        found = self.relations.get((predicate, class_))
        if found is None:
            found = self.relations[predicate, class_] = Relation(predicate, class_)
            for watch in self.watchers:
                watch(found)
        return found

    def watch(self, watcher: Callable[[Relation], None]) -> None:
        """Call *watcher* with each relation, those to come too."""
        self.watchers.append(watcher)
        for relation in list(self.relations.values()):
            watcher(relation)

    def atom(self, pattern: Triple) -> Atom:
        """Return *pattern*, which has a predicate, as an atom of its relation."""
        s, p, o = pattern
        of_class = p == self.type and o >= 0
        return Atom(self.relation(p, o if of_class else NOWHERE), s, o)

    def instance(self, instance: RuleInstance) -> int:
        """Take up *instance* and return its number."""
        self.instances.append(instance)
        self.yields.append(0)
        return len(self.instances) - 1

    def conclude(self, number: int, table: Table) -> None:
        """Add what instance *number* concludes from each row of *table*."""
        instance = self.instances[number]
        if instance.conclusion is None:
            for row in range(min(table.size, CLASHES_KEPT)):
                self.clash(instance, *(int(table.columns[v][row]) for v in instance.witnesses))
            self.yields[number] += table.size
            return
        for relation, keys, witness in self.candidates(instance, table):
            self.add(relation, keys, number, witness)

    def clash(self, instance: RuleInstance, *witness: int) -> None:
        """Keep that *instance*, which concludes nothing, is a contradiction with *witness* for its variables."""
        if len(self.clashes) < CLASHES_KEPT:
            self.clashes[instance, witness] = None

    def candidates(
        self, instance: RuleInstance, table: Table, every: bool = False
    ) -> Iterator[tuple[Relation, Keys, Columns | None]]:
        """Yield what *instance* concludes from *table*: relation, sorted keys, witnesses of each.

        With *every*, a key stands there once for each of its witnesses, else with one of them.
        """
        assert instance.conclusion is not None
        s, p, o = instance.conclusion
        if table.size:
            table = self._telling(table, s, p, o)
        if not table.size:
            return
        variables = instance.witnesses if self.proofs else ()
        witnesses = [table.columns[variable] for variable in variables]
        if p == self.type:
            if o >= 0:
                yield self.relation(p, o), *ordered(table.value(s), witnesses, False, every)
            else:
                keys, columns = ordered(
                    pack(table.value(o), table.value(s)), witnesses, True, every
                )
                yield from self.by_class(keys, columns)
        else:
            yield (
                self.relation(p),
                *ordered(pack(table.value(s), table.value(o)), witnesses, True, every),
            )

    def by_class(
        self, keys: Keys, witness: Columns | None
    ) -> Iterator[tuple[Relation, Keys, Columns | None]]:
        """Yield sorted keys of class and member as the members of each class."""
        classes, starts = np.unique(first(keys), return_index=True)
        for class_, low, high in zip(
            classes.tolist(), starts, [*starts[1:], len(keys)], strict=True
        ):
            yield (
                self.relation(self.type, class_),
                second(keys[low:high]),
                None if witness is None else witness[low:high],
            )

    def _telling(self, table: Table, s: int, p: int, o: int) -> Table:
        """Leave out what tells nothing, where nothing rests on it: that something is itself, or a Thing.

        That a class is below itself is kept, as only the rules can tell whether it is one.
        """
        if p == self.same and not self.keeps_itself:
            table = table.only(table.value(s) != table.value(o))
        if p == self.type and not self.keeps_thing:
            if o == self.thing:
                return Table(0)
            if o < 0:
                table = table.only(table.value(o) != self.thing)
        return table

    def add(
        self, relation: Relation, keys: Keys, origin: int, witness: Columns | None = None
    ) -> int:
        """Add *keys*, sorted and distinct, to *relation*; return how many were new.

        Raises:
            ReasoningTooBig: this passes the bound on triples.
        """
        witness = witness if self.proofs else None
        added = relation.add(keys, origin, witness, self.agenda.clock + 1)
        if added:
            self.agenda.clock += 1
            self.count += added
            self.yields[origin] += added
            if self.count > self.bounds.triples:
                self.too_big(origin)
        return added

    def too_big(self, origin: int, rows: int = 0) -> NoReturn:
        """Refuse to go on.

        Raises:
            ReasoningTooBig: always; the sentence names the rule and the axiom at which the bound was passed.
        """
        instance = self.instances[origin]
        axiom = next((p for p in instance.premises if min(p) >= 0), None)
        at = f" at the axiom {' '.join(self.terms.forms[n] for n in axiom)}" if axiom else ""
        what = f"{rows} rows of one join" if rows else f"{self.count} triples"
        raise ReasoningTooBig(
            f"The closure passes its bound of {self.bounds.triples} triples with {what}, by the rule {instance.rule}{at}; look for an axiom that relates everything to everything, or raise the bound."
        )

    def allow(self, seconds: float | None = None) -> None:
        """Let the time begin in which all has to be derived; it stays as long as it was, if left out."""
        if seconds is not None:
            self.bounds = replace(self.bounds, seconds=seconds)
        self.until = time.monotonic() + self.bounds.seconds

    def bounded(self) -> None:
        """Go on only within the bound on time.

        Raises:
            ReasoningTooBig: it has passed.
        """
        if time.monotonic() > self.until:
            raise ReasoningTooBig(
                f"The closure passes its bound of {self.bounds.seconds:g} seconds with {self.count} triples; look for an axiom that relates everything to everything, or raise the bound."
            )

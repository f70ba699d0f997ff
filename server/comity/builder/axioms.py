"""What the axioms of a dossier do: what rests on each, what would go without one, and what each rule yields."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    Store,
    Variable,
)
from pyoxigraph import Triple as RdfTriple

from comity.builder import load
from comity.builder.dossier import read_dossier
from comity.builder.inference import infer, is_noise
from comity.builder.proof_tables import where
from comity.errors import NotFound
from comity.proofs.instance import Triple
from comity.proofs.proof import Names, short
from comity.query.header import read_queries
from comity.reasoner.application import applications
from comity.reasoner.closure import Closure
from comity.reasoner.compile import axioms as written_with
from comity.reasoner.materialise import materialise
from comity.reasoner.read import encode
from comity.reasoner.rules import CELLS

Bound = dict[Variable, NamedNode | BlankNode | Literal | RdfTriple]


@dataclass(frozen=True, slots=True)
class Axiom:
    """An axiom, where it stands, and how many inferred triples rest on it, as their recorded proofs have it."""

    names: Names
    location: str
    inferred: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What goes without one triple: inferred triples, and canned queries with another answer."""

    lost: tuple[Names, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Yield:
    """What one rule has come to: its instances, the triples derived by them, and their time in seconds."""

    rule: str
    instances: int
    triples: int
    seconds: float


class Examination:
    """A dossier reasoned over, to be asked about its axioms."""

    def __init__(self, root: Path) -> None:
        self.dossier = read_dossier(root)
        quads = load.load(self.dossier)
        self.ontology, self.data = quads["ontology"], quads["data"]
        outcome = infer(self.ontology, self.data)
        assert outcome.closure is not None, "our reasoner keeps its closure"
        self.closure = outcome.closure

    def axioms(self) -> list[Axiom]:
        """List the axioms of the ontology, those that most rests on first; with 0 nothing in this data does."""
        counts = _resting(self.closure)
        predicates, classes = written_with(self.closure.state)
        predicates -= {self.closure.state.number(name) for name in CELLS}
        kind, files = self.closure.state.type, self.dossier.files
        found = [
            Axiom(self.closure.written(triple), f"{files[file].path}, line {line}", counts[triple])
            for triple, (file, line) in where(self.closure, self.dossier, self.ontology).items()
            if triple[1] in predicates or (triple[1] == kind and triple[2] in classes)
        ]
        return sorted(found, key=lambda axiom: (-axiom.inferred, axiom.names))

    def yields(self) -> list[Yield]:
        """List the rules that have an instance here, those with the most triples first."""
        state = self.closure.state
        seconds = {task.number: task.seconds for task in applications(state)}
        sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
        for number, instance in enumerate(state.instances):
            row = sums[instance.rule]
            row[0], row[1], row[2] = (
                row[0] + 1,
                row[1] + state.yields[number],
                row[2] + seconds.get(number, 0.0),
            )
        rows = [
            Yield(rule, int(n), int(triples), time) for rule, (n, triples, time) in sums.items()
        ]
        return sorted(rows, key=lambda row: (-row.triples, row.rule))

    def impact(self, names: Names) -> Impact:
        """Say what goes without a triple that the dossier asserts.

        Raises:
            NotFound: it does not.
        """
        every = [*self.ontology, *self.data]
        left = [quad for quad in every if _names(quad) != names]
        if len(left) == len(every):
            raise NotFound(
                f"{' '.join(short(name, self.dossier.namespace) for name in names)} is asserted nowhere in this dossier."
            )
        without = materialise(encode(left))
        kept = {without.written(triple) for triple in without.triples()}
        lost = [
            self.closure.written(t)
            for t in self.closure.telling()
            if not is_noise(self.closure.rdf(t))
        ]
        gone = tuple(sorted(name for name in lost if name not in kept))
        return Impact(gone, tuple(self._changed(every, left, without)))

    def _changed(
        self, every: Sequence[Quad], left: Sequence[Quad], without: Closure
    ) -> Iterator[str]:
        stores = _store(every, self.closure), _store(left, without)
        texts = {f.path.stem: f.content.decode() for f in self.dossier.of("queries")}
        questions, states = self.dossier.configuration.questions, self.dossier.description.states
        for name, read in read_queries(texts).items():
            query = read.of(states, questions.get(name, {}), self.dossier.namespace)
            bound: Bound = {
                Variable(n): term.to_engine()
                for n, term in query.bind(query.example, self.dossier.namespace)
            }
            before, after = (_answer(store, query.text, bound) for store in stores)
            if before != after:
                yield name


def _resting(closure: Closure) -> Counter[Triple]:
    """Count for each asserted triple the derived ones whose recorded proofs lead down to it."""
    known: dict[Triple, frozenset[Triple]] = {}
    counts: Counter[Triple] = Counter()
    for goal in closure.telling():
        waiting = [goal]
        while waiting:
            step = closure.step(waiting[-1])
            needed = (
                []
                if step is None
                else [p for i, p in enumerate(step.premises) if i not in step.trivial]
            )
            missing = [premise for premise in needed if premise not in known]
            if missing:
                waiting += missing
            else:
                own = {waiting[-1]} if step is None else set[Triple]()
                known[waiting.pop()] = frozenset(own.union(*(known[premise] for premise in needed)))
        counts.update(known[goal])
    return counts


def _names(quad: Quad) -> Names:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _store(asserted: Sequence[Quad], closure: Closure) -> Store:
    store = Store()
    store.bulk_extend(asserted)
    store.bulk_extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in asserted)
    store.bulk_extend(
        Quad(t.subject, t.predicate, t.object, DefaultGraph())
        for t in closure.inferred()
        if not is_noise(t)
    )
    return store


def _answer(store: Store, text: str, bound: Bound) -> object:
    found = store.query(text, substitutions=bound)
    return bool(found) if isinstance(found, QueryBoolean) else Counter(map(str, found))

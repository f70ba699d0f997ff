"""Things of the data: that what is said of them is meant for their kind."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from comity.builder.work import Work
from comity.finding import Check, Finding, Severity
from comity.vocabulary import OWL, PREFIXES, RDF, RDFS, TERM, shortened

WRONG_KIND = Check(
    "wrong-kind-of-thing",
    Severity.WARNING,
    "a property is said of, or leads to, a kind of thing that it is not meant for",
)
TWICE = Check("described-twice", Severity.WARNING, "two files say what kind of thing one thing is")
OTHER_BASE = Check(
    "another-base",
    Severity.WARNING,
    "the IRI of a thing does not begin with the base of the dossier",
)
CHECKS = (WRONG_KIND, TWICE, OTHER_BASE)
DOMAINS, RANGES = (NamedNode(PREFIXES["schema"] + f"{end}Includes") for end in ("domain", "range"))
TYPE, BELOW = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")
THING = NamedNode(OWL + "Thing")
Steps = Mapping[object, set[object]]


def look(work: Work) -> Iterator[Finding]:
    """Find what is said of the wrong kind of thing, things that two files describe, and things of no base of the dossier."""
    yield from _wrong_kinds(work)
    yield from _described_twice(work)
    yield from _of_another_base(work)


def _of_another_base(work: Work) -> Iterator[Finding]:
    space = work.dossier.namespace
    for quad in work.quads["data"]:
        thing = str(getattr(quad.subject, "value", ""))
        is_ours = quad.predicate == TYPE and str(getattr(quad.object, "value", "")).startswith(TERM)
        if is_ours and "/id/" in thing and space.path_of(thing) is None:
            problem = f"it does not begin with {space.base}"
            yield OTHER_BASE.finding(problem, "mend it, or the prefix that it is written with", work.places.at(quad), thing)  # fmt: skip


def _described_twice(work: Work) -> Iterator[Finding]:
    first: dict[object, Quad] = {}
    for quad in work.quads["data"]:
        if quad.predicate != TYPE or not isinstance(quad.subject, NamedNode):
            continue
        before = first.setdefault(quad.subject, quad)
        if before.graph_name != quad.graph_name:
            problem = f"{work.places.at(before)} describes it too"
            remedy = "keep what is said of a thing in one file, or name this another thing"
            yield TWICE.finding(problem, remedy, work.places.at(quad), shortened(quad.subject.value))  # fmt: skip


def _wrong_kinds(work: Work) -> Iterator[Finding]:
    """Find statements whose subject, or whose value, is of no class that the ontology means for their property."""
    schema, reported = _Schema(work), set[tuple[object, object, object]]()
    for quad in [*work.quads["data"], *work.quads["claims"]]:
        for node, means, verb, remedy in (
            (quad.subject, DOMAINS, "is for", "say it of another thing"),
            (quad.object, RANGES, "leads to", "lead to another thing"),
        ):
            wanted, kinds = schema.meant(means, quad.predicate), schema.kinds(node)
            key = node, quad.predicate, means
            if not (wanted and kinds) or key in reported or wanted & closed_above(kinds, schema.above):  # fmt: skip
                continue
            reported.add(key)
            term = shortened(quad.predicate.value)
            problem = f"{term} {verb} {_named(wanted)}, and {shortened(str(node).strip('<>'))} is {_named(kinds)}"
            also = f"or add the class to the property's {shortened(means.value)}"
            yield WRONG_KIND.finding(problem, f"{remedy}, {also}", work.places.at(quad), shortened(str(quad.subject).strip("<>")), quad.predicate.value)  # fmt: skip


class _Schema:
    """The classes of things, those above them, and those that properties are meant for."""

    def __init__(self, work: Work) -> None:
        self.above: dict[object, set[object]] = defaultdict(set)
        self._types: dict[object, set[object]] = defaultdict(set)
        self._meant: dict[tuple[object, object], set[object]] = defaultdict(set)
        for quad in work.written:
            if quad.predicate == BELOW:
                self.above[quad.subject].add(quad.object)
            elif quad.predicate == TYPE:
                self._types[quad.subject].add(quad.object)
            elif quad.predicate in (DOMAINS, RANGES):
                self._meant[quad.predicate, quad.subject].add(quad.object)

    def meant(self, end: NamedNode, term: NamedNode) -> set[object]:
        """Return the classes that one end of a property is meant for; none where any will do."""
        found = self._meant.get((end, term), set())
        return set() if THING in found else found

    def kinds(self, node: object) -> set[object]:
        """Return the classes that *node* is said to have, as far as they are declared."""
        return {kind for kind in self._types.get(node, ()) if kind in self._types}


def closed_above(kinds: set[object], above: Steps) -> set[object]:
    """Return *kinds* and all classes above them."""
    found, waiting = set(kinds), [*kinds]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _named(terms: set[object]) -> str:
    return " or ".join(
        sorted(shortened(t.value) if isinstance(t, NamedNode) else str(t) for t in terms)
    )

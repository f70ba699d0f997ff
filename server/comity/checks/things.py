"""Things of the data: that what is said of them is meant for their kind."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from comity.builder.work import Work
from comity.finding import Check, Finding, Severity
from comity.vocabulary import OWL, PREFIXES, RDF, RDFS, shortened

WRONG_KIND = Check(
    "wrong-kind-of-thing",
    Severity.WARNING,
    "a property is said of a kind of thing that it is not meant for",
)
TWICE = Check("described-twice", Severity.WARNING, "two files say what kind of thing one thing is")
CHECKS = (WRONG_KIND, TWICE)
DOMAINS = NamedNode(PREFIXES["schema"] + "domainIncludes")
TYPE, BELOW = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf")
THING = NamedNode(OWL + "Thing")
Steps = Mapping[object, set[object]]


def look(work: Work) -> Iterator[Finding]:
    """Find what is said of the wrong kind of thing, and things that two files describe."""
    yield from _wrong_kinds(work)
    yield from _described_twice(work)


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
    """Find properties said of things none of whose classes, or those above, is a schema:domainIncludes of theirs."""
    domains: dict[object, set[object]] = defaultdict(set)
    above: dict[object, set[object]] = defaultdict(set)
    types: dict[object, set[object]] = defaultdict(set)
    for quad in work.written:
        for predicate, found in ((DOMAINS, domains), (BELOW, above), (TYPE, types)):
            if quad.predicate == predicate:
                found[quad.subject].add(quad.object)
    reported = set()
    for quad in [*work.quads["data"], *work.quads["claims"]]:
        wanted, kinds = domains.get(quad.predicate), types.get(quad.subject)
        if not (wanted and kinds) or THING in wanted or (quad.subject, quad.predicate) in reported:
            continue
        if not wanted & closed_above(kinds, above):
            reported.add((quad.subject, quad.predicate))
            problem = f"{shortened(quad.predicate.value)} is for {_named(wanted)}, and this is {_named(kinds)}"
            remedy = (
                "say it of another thing, or add the class to the property's schema:domainIncludes"
            )
            yield WRONG_KIND.finding(problem, remedy, work.places.at(quad), shortened(quad.subject.value), quad.predicate.value)  # type: ignore[union-attr]  # fmt: skip


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

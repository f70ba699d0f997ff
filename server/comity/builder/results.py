"""Validation results: read from a W3C report, and written as one again with the triples they rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from comity.builder.provenance import Provenance
from comity.query.report import Facts, results
from comity.vocabulary import PREFIXES, RDF, SH, TERM, XSD

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result.

    Attributes:
        focus, value: the node that was validated, and the one that breaks the constraint if it is one.
        path: the predicate, or the node of a longer path that *route* describes; None without a path.
        shape, component, severity: which shape says it, which constraint of it, and how grave that is.
        messages: what the shape says, once a language.
        route: the triples of a path that is no predicate.
        origins: the triples it rests on, each with where it comes from.

    Source: SHACL §3.6.2 https://www.w3.org/TR/shacl/#results-validation-result
    """

    focus: Term
    path: NamedNode | BlankNode | None
    value: Term | None
    shape: NamedNode | BlankNode
    component: NamedNode
    severity: NamedNode
    messages: tuple[Literal, ...]
    route: tuple[Triple, ...] = ()
    origins: tuple[Provenance, ...] = ()

    @property
    def is_violation(self) -> bool:
        """Whether it keeps the data from being published."""
        return self.severity.value == SH + "Violation"


def read(report: Iterable[Triple]) -> list[Result]:
    """Read the results of a W3C validation report."""
    facts, nodes = results(report)
    return [_result(facts, node) for node in nodes]


def _result(facts: Facts, node: Term | Triple) -> Result:
    about = facts[node]

    def one(name: str) -> Any:
        return next(iter(about.get(SH + name, ())), None)

    path = one("resultPath")
    return Result(
        one("focusNode"),
        path,
        one("value"),
        one("sourceShape"),
        one("sourceConstraintComponent"),
        one("resultSeverity"),
        tuple(sorted(about.get(SH + "resultMessage", ()), key=str)),  # type: ignore[arg-type]
        tuple(_route(facts, path)),
    )


def _route(facts: Facts, node: Term | Triple | None) -> Iterator[Triple]:
    if isinstance(node, BlankNode):
        for predicate, values in facts[node].items():
            for value in values:
                yield Triple(node, NamedNode(predicate), value)
                yield from _route(facts, value)


def report_triples(*validations: Sequence[Result]) -> Iterator[Triple]:
    """Write the results of *validations* as one W3C report, each with the triples it rests on.

    Source: SHACL §3.6 https://www.w3.org/TR/shacl/#validation-report
    """
    report = BlankNode("report")
    yield Triple(report, _rdf("type"), _sh("ValidationReport"))
    yield Triple(report, _sh("conforms"), _typed(str(not any(validations)).lower(), "boolean"))
    nodes = {
        BlankNode(f"gate{gate}-result{number}"): (result, f"gate{gate}")
        for gate, results in enumerate(validations, 1)
        for number, result in enumerate(results, 1)
    }
    yield from (Triple(report, _sh("result"), node) for node in nodes)
    for node, (result, gate) in nodes.items():
        yield from _about(node, result, gate)
        origins = {BlankNode(f"{node.value}-triple{n}"): o for n, o in enumerate(result.origins, 1)}
        yield from (Triple(node, NamedNode(TERM + "restsOn"), triple) for triple in origins)
        for triple, origin in origins.items():
            yield from _statement(triple, origin)


def turtle(*validations: Sequence[Result]) -> bytes:
    """Write the results of *validations* as `written` does, in Turtle."""
    prefixes = {name: PREFIXES[name] for name in ("comity", "rdf", "sh", "shape", "xsd")}
    found = serialize(report_triples(*validations), format=RdfFormat.TURTLE, prefixes=prefixes)
    assert found is not None, "without an output it is returned"
    return found


def _about(node: BlankNode, result: Result, gate: str) -> Iterator[Triple]:
    yield Triple(node, _rdf("type"), _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), result.focus)
    if result.path is not None:
        yield Triple(node, _sh("resultPath"), _own(node.value, result.path))
    for triple in result.route:
        step, value = (_own(node.value, term) for term in (triple.subject, triple.object))
        yield Triple(step, triple.predicate, value)
    if result.value is not None:
        yield Triple(node, _sh("value"), result.value)
    yield Triple(node, _sh("sourceShape"), _own(gate, result.shape))
    yield Triple(node, _sh("sourceConstraintComponent"), result.component)
    yield Triple(node, _sh("resultSeverity"), result.severity)
    for message in result.messages:
        yield Triple(node, _sh("resultMessage"), message)


def _own(owner: str, term: Any) -> Any:
    """Return a blank node of the shapes as one that *owner* shares with no other."""
    return BlankNode(f"{owner}-{term.value}") if isinstance(term, BlankNode) else term


def _statement(node: BlankNode, origin: Provenance) -> Iterator[Triple]:
    triple = origin.triple
    yield Triple(node, _rdf("type"), _rdf("Statement"))
    yield Triple(node, _rdf("subject"), triple.subject)
    yield Triple(node, _rdf("predicate"), triple.predicate)
    yield Triple(node, _rdf("object"), triple.object)
    if origin.file:
        yield Triple(node, NamedNode(TERM + "inFile"), Literal(origin.file))
        if origin.line:
            yield Triple(node, NamedNode(TERM + "onLine"), _typed(str(origin.line), "integer"))
    else:
        yield Triple(node, NamedNode(TERM + "provedAt"), NamedNode(origin.proof))


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _rdf(name: str) -> NamedNode:
    return NamedNode(RDF + name)


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))

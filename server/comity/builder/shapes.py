"""The SHACL gate: what the data files must contain, and what must hold after reasoning."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.builder import results, validators
from comity.builder.locations import SourceLocations
from comity.builder.provenance import Provenance, ProvenanceIndex
from comity.builder.results import Result, Term
from comity.builder.targets import Targets
from comity.finding import NOWHERE, Check, Finding, Location, Severity, errors
from comity.vocabulary import SH, XSD, shortened

SHOWN_ORIGINS = 3
BROKEN = Check("shape", Severity.ERROR, "the data break a shape")
DATATYPE, COMPONENT = SH + "DatatypeConstraintComponent", "ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation: its results, and what a reader is told of them, by place."""

    results: tuple[Result, ...]
    findings: tuple[Finding, ...]

    @property
    def graph(self) -> list[Triple]:
        """The W3C report, with the triples that each result rests on."""
        return list(results.report_triples(self.results))

    @property
    def violations(self) -> tuple[Finding, ...]:
        """What keeps the data from being published."""
        return tuple(errors(self.findings))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What does not."""
        return tuple(f for f in self.findings if f.severity != Severity.ERROR)


NONE = Report((), ())


def validate(
    data: Sequence[Quad | Triple],
    shapes: Sequence[Quad | Triple],
    *,
    places: Callable[[], SourceLocations] | None = None,
    origins: Callable[[set[Term]], ProvenanceIndex] | None = None,
    validator: str = "shacl",
    check: Check = BROKEN,
) -> Report:
    """Validate *data* against *shapes*; nothing is inferred and nothing fetched.

    Args:
        data: the graph to validate; names of graphs are passed over, here and in *shapes*.
        shapes: the shapes to hold it to.
        places: finds where things are described.
        origins: gives the origins of the triples in which some nodes stand; without it, none are told.
        validator: shacl, or pyshacl, the reference.
        check: the row of the table that findings are of.

    Raises:
        SourceError: the shapes are not well formed.

    Source: SHACL §3.4 https://www.w3.org/TR/shacl/#validation-definition
    """
    found = results.read(validators.report(data, shapes, validator))
    if not found:
        return NONE
    if origins is not None:
        known, targets = origins({result.focus for result in found}), Targets(shapes, data)
        found = [_grounded(result, known, targets) for result in found]
    there = places() if places is not None else None
    wanted = {t.subject: t.object for t in shapes if t.predicate.value == SH + "datatype"}
    findings = [
        (_finding(result, there, wanted.get(result.shape), check), result) for result in found
    ]
    findings.sort(key=lambda pair: (pair[0].file, pair[0].line, str(pair[0])))
    return Report(tuple(result for _, result in findings), tuple(_once(findings)))


def _once(findings: Sequence[tuple[Finding, Result]]) -> Iterator[Finding]:
    """Yield the findings; of a value of a wrong datatype, what else one shape says of it is left out."""
    ill = {(r.focus, r.shape) for _, r in findings if r.component.value == DATATYPE}
    for finding, result in findings:
        if result.component.value == DATATYPE or (result.focus, result.shape) not in ill:
            yield finding


def _grounded(result: Result, known: ProvenanceIndex, targets: Targets) -> Result:
    grounds = targets.grounds(result, known.about(result.focus))
    return replace(result, origins=tuple(map(known.of, grounds)))


def _finding(
    result: Result, places: SourceLocations | None, datatype: object | None, check: Check
) -> Finding:
    shape = shortened(result.shape.value) if isinstance(result.shape, NamedNode) else "no name"
    origins = "; ".join(map(str, result.origins[:SHOWN_ORIGINS]))
    rests = f" {origins}" if origins else ""
    wanted = datatype if result.component.value == DATATYPE else None
    problem = f"{_message(result).rstrip('.')}{_found(result, wanted)} [{shape}]{rests}"
    term = shortened(result.focus.value) if isinstance(result.focus, NamedNode) else _blank(result)
    return check.finding(
        problem, "", _place(result, places), term, shape, _severity(result.severity.value)
    )


def _blank(result: Result) -> str:
    return str(result.focus) if isinstance(result.focus, Literal) else "[]"


def _severity(iri: str) -> Severity:
    return {SH + "Violation": Severity.ERROR, SH + "Info": Severity.ADVICE}.get(
        iri, Severity.WARNING
    )


def _place(result: Result, places: SourceLocations | None) -> Location:
    """Return where the value stands that breaks the shape, else where its thing is described."""
    stands = [o for o in result.origins if o.file and _is_value(o, result)]
    if stands:
        return Location(stands[0].file, stands[0].line, stands[0].column)
    if places is None or isinstance(result.focus, Literal):
        return NOWHERE
    return places.of(result.focus.value)


def _is_value(origin: Provenance, result: Result) -> bool:
    return result.value is not None and result.value in (
        origin.triple.subject,
        origin.triple.object,
    )


def _found(result: Result, datatype: object | None) -> str:
    """Return the value that was found, in parentheses; of a wrong datatype, with the one that is wanted."""
    value = result.value
    if isinstance(value, Literal):
        if isinstance(datatype, NamedNode):
            wanted = f"^^{shortened(datatype.value)}"
            if value.datatype.value == XSD + "string":
                return f" (found {value} without {wanted})"
            return f" (found {_literal(value)}, not {wanted})"
        return f" (found {_literal(value)})"
    if isinstance(value, NamedNode) and value != result.focus:
        return f" (found {shortened(value.value)})"
    return ""


def _literal(value: Literal) -> str:
    if value.language or value.datatype.value == XSD + "string":
        return str(value)
    return f"{Literal(value.value)}^^{shortened(value.datatype.value)}"


def _message(result: Result) -> str:
    """Return what the shape says, in English if it can; else the constraint that is broken."""
    if not result.messages:
        component = result.component.value.removesuffix(COMPONENT)
        return f"it breaks the constraint {shortened(component)}"
    english = [message for message in result.messages if message.language == "en"]
    return (english or result.messages)[0].value

"""Evidence: that each statement of the facts has some, and that it says what it is cited for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import NamedNode, Quad

from comity.builder.work import Work
from comity.checks.exempt import EXEMPT
from comity.checks.things import closed_above
from comity.evidence.annotations import Annotation
from comity.evidence.claimed_values import Days, Given, span
from comity.evidence.statements import layer
from comity.evidence.vocabulary import CONTENT_IN, INFORMATION, PLANNED, REPORTED_BY, TYPE
from comity.finding import Check, Finding, Severity
from comity.vocabulary import PREFIXES, RDFS, shortened

WITHOUT = Check(
    "statement-without-evidence", Severity.WARNING, "a statement of the facts has no evidence"
)
NOT_GIVEN = Check(
    "evidence-gives-another-value",
    Severity.ERROR,
    "a claim is evidence of a date, amount or share that it does not give",
)
TOO_EARLY = Check(
    "source-before-the-event",
    Severity.WARNING,
    "a source is evidence of what happened after it was published",
)
NOT_THERE = Check(
    "annotation-of-nothing",
    Severity.ERROR,
    "an annotation is of a triple that its file does not state",
)
AGAINST = Check(
    "evidence-against",
    Severity.ERROR,
    "a claim is evidence of a statement that it denies, or of another's words",
)
UNSAID = Check(
    "thing-without-evidence", Severity.WARNING, "a thing has a name, and nothing says that it is"
)
CHECKS = (WITHOUT, UNSAID, NOT_GIVEN, TOO_EARLY, NOT_THERE, AGAINST)


def look(work: Work) -> Iterator[Finding]:
    """Hold every statement of the facts, and of the claimants' graphs, to its evidence, in a dossier that keeps any."""
    if not work.evidence:
        return
    given = Given([*work.quads["data"], *work.quads["claims"]])
    yield from _annotations(work)
    for quad in work.evidence.stated:
        if quad.predicate != REPORTED_BY:
            yield from _held(work, quad, given)
    yield from _without(work)
    yield from _unsaid(work)


def _held(work: Work, quad: Quad, given: Given) -> Iterator[Finding]:
    if layer(quad) is not None or work.evidence.own(quad):
        for problem, remedy in _against(work, quad, given):
            yield _finding(work, quad, AGAINST, problem, remedy)
    if span(quad.object) or given.measured(quad):
        for check, problem, remedy in _not_given(quad, work.evidence.claims(quad), given):
            yield _finding(work, quad, check, problem, remedy)


def facts(work: Work) -> list[Quad]:
    """Return the statements of the fact layer: what data/ states of things, the evidence itself left out."""
    return [quad for quad in _of_things(work) if quad.predicate.value not in EXEMPT]


def _of_things(work: Work) -> list[Quad]:
    """Return what data/ states of things that are no evidence."""
    namespace = work.dossier.namespace
    above: dict[object, set[object]] = {}
    for quad in work.written:
        if quad.predicate.value == RDFS + "subClassOf":
            above.setdefault(quad.subject, set()).add(quad.object)
    left_out = {
        quad.subject
        for quad in work.quads["data"]
        if quad.predicate == TYPE and _is_of_evidence(quad.object, above)
    }
    return [
        quad
        for quad in work.quads["data"]
        if quad.subject not in left_out
        and not namespace.is_of_itself(str(quad.subject).strip("<>"))
    ]


def _is_of_evidence(kind: object, above: dict[object, set[object]]) -> bool:
    is_selector = isinstance(kind, NamedNode) and kind.value.startswith(PREFIXES["oa"])
    return is_selector or INFORMATION in closed_above({kind}, above)


def _without(work: Work) -> Iterator[Finding]:
    for quad in facts(work):
        if not work.evidence.claims(quad):
            problem = f"nothing says that {_stated(quad)}"
            remedy = "say with comity:reportedBy, of the thing or in an annotation of the statement, which claim does, or take it out"
            yield _finding(work, quad, WITHOUT, problem, remedy)


def _unsaid(work: Work) -> Iterator[Finding]:
    """Find things of which there is but a name: no fact, no evidence, and nothing that leads to them."""
    known = {quad.object for quad in (*work.quads["data"], *work.quads["claims"])}
    known |= {quad.subject for quad in facts(work)}
    for quad in _of_things(work):
        if quad.predicate == TYPE and quad.subject not in known and not work.evidence.claims(quad):
            problem = "no statement about it has evidence, and nothing leads to it"
            remedy = "say with comity:reportedBy which claim speaks of it, or take it out"
            yield _finding(work, quad, UNSAID, problem, remedy)


def _finding(work: Work, quad: Quad, check: Check, problem: str, remedy: str) -> Finding:
    return check.finding(
        problem, remedy, work.places.at(quad), _short(quad.subject), quad.predicate.value
    )


def _not_given(
    quad: Quad, claims: Iterable[object], given: Given
) -> Iterator[tuple[Check, str, str]]:
    days, measured = span(quad.object), given.measured(quad)
    for claim in sorted(claims, key=str):
        if days:
            spans = given.days(claim)
            if not any(first <= days[0] and days[1] <= last for first, last in spans):
                said = ", ".join(sorted(map(_span, spans))) or "no date"
                yield NOT_GIVEN, *_other(quad, claim, str(quad.object.value), said, "givesDate")  # type: ignore[union-attr]
            if quad.predicate.value not in PLANNED:
                yield from _too_early(quad, claim, days, given)
        elif measured and not any(measured.is_given_by(q) for q in given.quantities(claim)):
            said = ", ".join(map(str, given.quantities(claim))) or "no quantity"
            yield NOT_GIVEN, *_other(quad, claim, str(measured), said, "givesQuantity")


def _other(quad: Quad, claim: object, stated: str, said: str, name: str) -> tuple[str, str]:
    problem = f"{shortened(quad.predicate.value)} is {stated}, and {_short(claim)}, which is its evidence, gives {said}"
    remedy = f"mend the value, or what the claim has as comity:{name}, or annotate the statement with the claim that does say it"
    return problem, remedy


def _too_early(
    quad: Quad, claim: object, days: Days, given: Given
) -> Iterator[tuple[Check, str, str]]:
    for source, published in given.sources(claim):
        if published and published[1] < days[0]:
            problem = f"{shortened(quad.predicate.value)} is {days[0]}, and {_short(source)}, in which {_short(claim)} says so, is of {_span(published)}"
            yield TOO_EARLY, problem, "name the claim of a later source, or mend one of the dates"


def _span(days: Days) -> str:
    first, last = days
    return str(first) if first == last else f"{first} to {last}"


def _against(work: Work, quad: Quad, given: Given) -> Iterator[tuple[str, str]]:
    claims, disputes = work.evidence.claims(quad), work.evidence.disputes(quad)
    for claim in claims & disputes:
        yield (
            f"{_short(claim)} is evidence that {_stated(quad)}, and said to deny it",
            "take one of the two away",
        )
    for claim in sorted(disputes - claims, key=str):
        if not any(work.evidence.is_contradicted(other, [claim]) for other in claims):
            yield (
                f"{_short(claim)} is said to deny that {_stated(quad)}, and contradicts no claim that says so",
                "say comity:contradicts of the two claims, or take the denial away",
            )
    if (graph := layer(quad)) is not None:
        for claim in sorted(claims, key=str):
            if graph not in given.values(claim, CONTENT_IN):
                yield (
                    f"{_short(claim)} is evidence of what stands in {shortened(graph.value)}, and its content does not",
                    "name a claim of that claimant, or say comity:contentIn of the claim",
                )


def _annotations(work: Work) -> Iterator[Finding]:
    stated = {(quad.graph_name, quad.triple): quad for quad in work.evidence.stated}
    for annotation in work.evidence.annotations:
        fault = _fault(annotation, stated)
        if fault:
            location = work.places.at(annotation.quads[0])
            yield NOT_THERE.finding(*fault, location, _about(annotation))


def _fault(
    annotation: Annotation, stated: Mapping[tuple[Any, Any], Quad]
) -> tuple[str, str] | None:
    names = ("owl:annotatedSource", "owl:annotatedProperty", "owl:annotatedTarget")
    for name, part in zip(names, annotation.parts, strict=True):
        if len(part) != 1:
            return (
                f"it has {len(part)} values of {name}",
                "give it one: an annotation is of one triple",
            )
    triple = annotation.triple
    if triple is None:
        return "what it names is no triple", "name a subject, a property and a value"
    if not (annotation.claims or annotation.disputes or annotation.is_read):
        return (
            "it says nothing of its triple",
            "say comity:reportedBy or comity:disputedBy, or take it away",
        )
    if (annotation.graph, triple) not in stated:
        others = [q for q in stated.values() if q.subject == triple.subject and q.predicate == triple.predicate and q.graph_name == annotation.graph]  # fmt: skip
        said = f", which has {', '.join(_short(q.object) for q in others)} there" if others else ""
        statement = f"{shortened(triple.predicate.value)} {_short(triple.object)}"
        return (
            f"it is of {statement}, which its file does not state of {_short(triple.subject)}{said}",
            "mend the value, or put it into the file of the statement",
        )
    return None


def _about(annotation: Annotation) -> str:
    return ", ".join(map(_short, annotation.parts[0])) or "an annotation"


def _stated(quad: Quad) -> str:
    return f"{shortened(quad.predicate.value)} is {_short(quad.object)}"


def _short(term: object) -> str:
    return shortened(term.value) if isinstance(term, NamedNode) else str(term)

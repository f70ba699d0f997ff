"""Shapes: that they are written as SHACL has them and guard what there is, and that the data keep them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from comity.builder import results
from comity.builder.malformed import malformed
from comity.builder.shapes import BROKEN, validate
from comity.builder.vocabularies import is_known
from comity.builder.work import Work, gates
from comity.checks.declarations import declared
from comity.checks.suggestions import near_term
from comity.errors import BadQuery, NotConforming, Refused
from comity.finding import Check, Finding, Severity, errors, sentence
from comity.query import guard
from comity.vocabulary import RDF, RDFS, SH, shortened

NO_SHAPES = Check("no-shapes", Severity.WARNING, "the dossier has no shapes, so nothing guards its data")  # fmt: skip
MALFORMED = Check("malformed-shape", Severity.ERROR, "a shape is not well formed")
OF_NOTHING = Check("shape-of-nothing", Severity.WARNING, "a shape is about a term that nothing declares")  # fmt: skip
UNTARGETED = Check("shape-without-target", Severity.WARNING, "a shape guards nothing, since nothing leads to it")  # fmt: skip
PASSED_OVER = Check("not-run", Severity.WARNING, "a shape has rules or scripts, which are not run")
AFTER = Check("shape-after-reasoning", Severity.ERROR, "what follows from the data breaks a shape")
WRITTEN = (MALFORMED, NO_SHAPES, OF_NOTHING, UNTARGETED, PASSED_OVER)
ASSERTED, INFERRED = (BROKEN,), (AFTER,)

TERMS = {SH + name for name in ("targetClass", "class", "path", "targetSubjectsOf", "targetObjectsOf")}  # fmt: skip
TARGETS = {SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")}  # fmt: skip
NOT_RUN = {SH + name for name in ("rule", "js", "jsLibrary", "expression", "values", "entailment")}
SHAPES = {NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")}
TYPE = NamedNode(RDF + "type")


def look(work: Work) -> Iterator[Finding]:
    """Find what is wrong with the shapes themselves."""
    shapes = work.quads["shapes"]
    if not any(quad.predicate.value.startswith(SH) for quad in shapes):
        yield NO_SHAPES.finding("the dossier has no shapes", "put some into ontology/shapes/, so that something guards its data")  # fmt: skip
    for quad, problem in malformed(shapes):
        location = work.places.at(quad) if isinstance(quad, Quad) else work.places.of("")
        yield MALFORMED.finding(f"the shape is not well formed: {problem}", "mend it", location, _name(quad))  # fmt: skip
    yield from _queries(work, shapes)
    yield from _of_nothing(work, shapes)
    yield from _untargeted(work, shapes)


def _queries(work: Work, shapes: Sequence[Quad]) -> Iterator[Finding]:
    """Yield each constraint or target in SPARQL that does not parse, or would fetch something.

    Source: SHACL §5.2.1 https://www.w3.org/TR/shacl/#sparql-prefixes
    """
    said = {(quad.subject, quad.predicate.value): quad.object for quad in shapes}
    prefixes = "".join(
        f"PREFIX {_value(name)}: <{_value(said.get((node, SH + 'namespace')))}> "
        for (node, predicate), name in said.items()
        if predicate == SH + "prefix"
    )
    for quad in shapes:
        if quad.predicate.value in (SH + "select", SH + "ask"):
            text = prefixes + _value(quad.object).replace("$PATH", "<urn:path>")
            try:
                guard.check(text)
                ox.Store().query(
                    text
                )  # of nothing: it is parsed, and there is nothing to answer from
            except (Refused, BadQuery, SyntaxError, ValueError) as error:
                reason = str(error).rpartition("error at ")[2].rstrip(".")
                yield MALFORMED.finding(f"its SPARQL cannot be asked ({reason})", "mend it", work.places.at(quad), _name(quad))  # fmt: skip


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _of_nothing(work: Work, shapes: Sequence[Quad]) -> Iterator[Finding]:
    known = declared(work)
    for quad in shapes:
        predicate, value = quad.predicate.value, quad.object
        if predicate in NOT_RUN:
            yield PASSED_OVER.finding(f"{shortened(predicate)} is not run", "say it as a constraint, or leave it for other tools", work.places.at(quad), _name(quad))  # fmt: skip
        elif predicate in TERMS and isinstance(value, NamedNode) and not _is_declared(value, known):
            problem = f"{shortened(predicate)} is {shortened(value.value)}, which nothing declares"
            remedy = f"{near_term(value.value, known)}mend its name, or declare it in ontology/"
            yield OF_NOTHING.finding(problem, remedy, work.places.at(quad), _name(quad), value.value)  # fmt: skip


def _is_declared(term: NamedNode, known: frozenset[str]) -> bool:
    return term.value in known or is_known(term.value)


def _untargeted(work: Work, shapes: Sequence[Quad]) -> Iterator[Finding]:
    """Yield each shape that has no target, is no class, and that no shape leads to."""
    about: dict[object, set[str]] = defaultdict(set)
    reached = {quad.object for quad in shapes if quad.predicate != TYPE}
    types = defaultdict(set)
    for quad in shapes:
        about[quad.subject].add(quad.predicate.value)
        if quad.predicate == TYPE:
            types[quad.subject].add(quad.object)
    classes = {NamedNode(RDFS + "Class"), NamedNode("http://www.w3.org/2002/07/owl#Class")}
    for quad in shapes:
        node = quad.subject
        if quad.predicate == TYPE and quad.object in SHAPES and node not in reached:
            is_off = SH + "deactivated" in about[node]
            if not (about[node] & TARGETS or types[node] & classes or is_off):
                yield UNTARGETED.finding("it has no target, and no shape leads to it", "give it a target, as sh:targetClass", work.places.at(quad), _name(quad))  # fmt: skip


def _name(quad: Quad | Triple) -> str:
    return shortened(quad.subject.value) if isinstance(quad.subject, NamedNode) else ""


def asserted(work: Work) -> Iterator[Finding]:
    """Hold what is asserted to its shapes."""
    yield from _held(work, work.facts, gates(work.quads["shapes"])[0], BROKEN)


def inferred(work: Work) -> Iterator[Finding]:
    """Hold what follows to its shapes; nothing does where the data contradict the ontology."""
    if work.refused is None:
        closed: list[Quad | Triple] = [*work.facts, *work.outcome.inferred]
        yield from _held(work, closed, gates(work.quads["shapes"])[1], AFTER)


def _held(
    work: Work, data: Sequence[Quad | Triple], gate: list[Quad], check: Check
) -> tuple[Finding, ...]:
    report = validate(
        data,
        gate,
        places=lambda: work.places,
        origins=work.origins,
        validator=work.options.validator,
        check=check,
    )
    work.reports.append(report)
    return report.findings


def refuse(work: Work, findings: Iterable[Finding]) -> None:
    """Refuse data that break a shape.

    Raises:
        NotConforming: they do; the error carries the report.
    """
    found = errors(findings)
    if found:
        raise NotConforming(
            sentence(found, work.between), results.turtle(work.reports[-1].results).decode()
        )

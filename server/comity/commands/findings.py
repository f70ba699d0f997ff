"""Findings for a reader and for machines: as text, JSON, SARIF, and as a SHACL report in Turtle."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from comity.builder.work import Work
from comity.checks.table import CHECKS
from comity.finding import Check, Finding, Severity, counted
from comity.version import VERSION
from comity.vocabulary import PREFIXES, RDF, SH, TERM, XSD

CAUSES = 10
"""How many causes of one check are told, where not all are wanted."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
GRAVITY = {Severity.ERROR: "Violation", Severity.WARNING: "Warning", Severity.ADVICE: "Info"}
CHECK = "https://w3id.org/comity/check/"


def listed(checks: Sequence[Check]) -> str:
    """Return the table of checks, a line each."""
    width = max(len(check.name) for check in checks)
    return "\n".join(
        f"{check.severity!s:8} {check.name:{width}}  {check.summary}" for check in checks
    )


def text(work: Work, every: bool) -> str:
    """Return the findings for a reader: counts by kind, the findings a line each, and what was looked at."""
    found = sorted(work.findings, key=lambda f: (-f.severity, f.check, f.file, f.line, f.column))
    counts = Counter((finding.severity, finding.check) for finding in found)
    summaries = {check.name: check.summary for check in CHECKS}
    lines = [
        f"{severity!s:8} {number:6,}  {name}: {summaries[name]}"
        for (severity, name), number in counts.items()
    ]
    shown = [*map(str, found)] if every else [*_examples(found)]
    return "\n".join(
        [*lines, *([""] if lines else []), *shown, *([""] if shown else []), _end(work)]
    )


def _examples(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield one finding of each cause, and of those how many more there are."""
    causes: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        causes[finding.check][finding.cause].append(finding)
    for check, kinds in causes.items():
        largest = sorted(kinds.values(), key=lambda same: -len(same))
        for same in largest[:CAUSES]:
            yield str(same[0])
            if len(same) > 1:
                yield f"    and {len(same) - 1:,} more like it; --all lists them"
        if len(largest) > CAUSES:
            rest = sum(map(len, largest[CAUSES:]))
            yield f"    and {rest:,} more of {check}; --all lists them"


def _end(work: Work) -> str:
    """Say what was looked at, and what came of it."""
    looked = [
        counted(len(work.dossier.files), "file"),
        counted(len(_shapes(work)), "shape"),
        counted(len(work.dossier.of("queries")), "query", "queries"),
    ]
    counts = Counter(finding.severity for finding in work.findings)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning"}
    counted_levels = [
        counted(counts[level], noun) for level, noun in nouns.items() if counts[level]
    ]
    if counts[Severity.ADVICE]:
        counted_levels.append(f"{counts[Severity.ADVICE]:,} pieces of advice" if counts[Severity.ADVICE] > 1 else "1 piece of advice")  # fmt: skip
    off = work.dossier.configuration.off
    switched = f" ({', '.join(off)} switched off)" if off else ""
    return f"{', '.join(looked)}: {', '.join(counted_levels) or 'no fault'}{switched}."


def _shapes(work: Work) -> set[Any]:
    kinds = {NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")}
    quads = work.quads.get("shapes", [])
    typed = {q.subject for q in quads if q.object in kinds}
    return typed | {q.object for q in quads if q.predicate.value == SH + "property"}


def as_json(work: Work, _: bool) -> str:
    """Return every finding as JSON, with the keys of `Finding`."""
    rows = [
        {
            "check": f.check,
            "severity": str(f.severity),
            "file": f.file,
            "line": f.line or None,
            "column": f.column or None,
            "term": f.term,
            "problem": f.problem,
            "remedy": f.remedy,
        }
        for f in work.findings
    ]
    looked = {
        "files": len(work.dossier.files),
        "shapes": len(_shapes(work)),
        "queries": len(work.dossier.of("queries")),
    }
    return json.dumps({"looked": looked, "findings": rows}, indent=1, ensure_ascii=False)


def sarif(work: Work, _: bool) -> str:
    """Return every finding as SARIF.

    Source: SARIF 2.1.0 https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    driver = {
        "name": "comity",
        "version": VERSION,
        "rules": [_rule(check) for check in CHECKS],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"DOSSIER": {"uri": work.dossier.root.resolve().as_uri() + "/"}},
        "results": [_result(finding) for finding in work.findings],
    }
    schema = (
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    return json.dumps(
        {"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False
    )


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.name,
        "shortDescription": {"text": check.summary},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    message_start = ": ".join(filter(None, (finding.term, finding.problem)))
    message = f"{message_start}; {finding.remedy}." if finding.remedy else f"{message_start}."
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
    }
    if finding.file:
        from urllib.parse import quote

        physical: dict[str, Any] = {
            "artifactLocation": {"uri": quote(finding.file), "uriBaseId": "DOSSIER"}
        }
        if finding.line:
            physical["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def turtle(work: Work, _: bool) -> str:
    """Return every finding as a SHACL validation report, each check a source constraint component."""
    prefixes = {name: PREFIXES[name] for name in ("comity", "sh", "xsd")}
    found = serialize(_triples(work.findings), format=RdfFormat.TURTLE, prefixes=prefixes)
    assert found is not None, "without an output it is returned"
    return found.decode().rstrip()


def _triples(findings: Iterable[Finding]) -> Iterator[Triple]:
    report, kind = BlankNode("report"), NamedNode(RDF + "type")
    found = list(findings)
    yield Triple(report, kind, NamedNode(SH + "ValidationReport"))
    conforms = Literal(str(not found).lower(), datatype=NamedNode(XSD + "boolean"))
    yield Triple(report, NamedNode(SH + "conforms"), conforms)
    for number, finding in enumerate(found, 1):
        node = BlankNode(f"finding{number}")
        yield Triple(report, NamedNode(SH + "result"), node)
        yield Triple(node, kind, NamedNode(SH + "ValidationResult"))
        yield from (Triple(node, NamedNode(name), value) for name, value in _said(finding))


def _said(finding: Finding) -> Iterator[tuple[str, NamedNode | Literal]]:
    yield SH + "resultSeverity", NamedNode(SH + GRAVITY[finding.severity])
    yield SH + "sourceConstraintComponent", NamedNode(CHECK + finding.check)
    yield SH + "focusNode", Literal(finding.term or finding.file)
    remedy = f"; {finding.remedy}" if finding.remedy else ""
    yield SH + "resultMessage", Literal(f"{finding.problem}{remedy}.", language="en")
    if finding.file:
        yield TERM + "inFile", Literal(finding.file)
    for name, number in (("onLine", finding.line), ("inColumn", finding.column)):
        if number:
            yield TERM + name, Literal(str(number), datatype=NamedNode(XSD + "integer"))


WRITERS: dict[str, Callable[[Work, bool], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "turtle": turtle,
}

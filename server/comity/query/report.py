"""The validation report of a snapshot: as triples in any syntax, and as findings for a page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from comity.vocabulary import RDF, SH, TERM

Term = NamedNode | BlankNode | Literal | Triple
Facts = Mapping[Term, Mapping[str, list[Term]]]


@dataclass(frozen=True, slots=True)
class Provenance:
    """A triple that a finding rests on, in N-Triples: with file and line where it is asserted, else inferred."""

    triple: tuple[str, str, str]
    file: str | None
    line: str | None


@dataclass(frozen=True, slots=True)
class Reported:
    """One validation result: what the report says under the name of each attribute, in N-Triples or as text."""

    severity: str
    focus: str
    value: str | None
    shape: str
    component: str
    message: str
    grounds: tuple[Provenance, ...]


def results(report: Iterable[Triple]) -> tuple[Facts, list[Term]]:
    """Return what a validation report says of each node, by predicate, and the nodes that are its results.

    Source: SHACL §3.6 https://www.w3.org/TR/shacl/#validation-report
    """
    facts: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in report:
        facts[triple.subject][triple.predicate.value].append(triple.object)
    return facts, [node for about in list(facts.values()) for node in about[SH + "result"]]


def findings(path: Path) -> list[Reported]:
    """Read the results of the report at *path*, violations of a severity together."""
    facts, nodes = results(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
    return sorted(
        (_finding(facts, node) for node in nodes),
        key=lambda finding: (finding.severity, finding.shape, finding.focus),
    )


def _finding(facts: Facts, node: Term) -> Reported:
    about = facts[node]
    return Reported(
        _one(about, SH + "resultSeverity") or "",
        _one(about, SH + "focusNode") or "",
        _one(about, SH + "value"),
        _one(about, SH + "sourceShape") or "",
        _one(about, SH + "sourceConstraintComponent") or "",
        _message(about[SH + "resultMessage"]),
        tuple(_ground(facts[ground]) for ground in about[TERM + "restsOn"]),
    )


def _message(messages: list[Term]) -> str:
    """Return what the shape says in English, else in every language it says it in."""
    english = [m for m in messages if isinstance(m, Literal) and m.language == "en"]
    return " ".join(_text(message) for message in english or messages)


def _ground(about: Mapping[str, list[Term]]) -> Provenance:
    s, p, o = (_one(about, RDF + name) or "" for name in ("subject", "predicate", "object"))
    file, line = about[TERM + "inFile"], about[TERM + "onLine"]
    return Provenance((s, p, o), _text(file[0]) if file else None, _text(line[0]) if line else None)


def _one(about: Mapping[str, list[Term]], predicate: str) -> str | None:
    return str(about[predicate][0]) if about[predicate] else None


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal) else str(term)

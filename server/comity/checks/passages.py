"""Passages held against the text of their source, where the text is at hand."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from comity.builder.work import Work
from comity.errors import NotConforming, SourceError
from comity.finding import Check, Finding, Severity
from comity.finding import refuse as refuse_all
from comity.vocabulary import OA, TERM, shortened

OUTSIDE = Check("passage", Severity.ERROR, "a passage is not in its text")
OTHER = Check("text-of-no-source", Severity.ERROR, "a text was named that no source describes")
CHECKS = (OUTSIDE, OTHER)
Facts = Mapping[tuple[str, str], str]


def texts(paths: Iterable[Path]) -> dict[str, str]:
    """Read texts by the SHA-256 of their bytes, in hexadecimal.

    Raises:
        SourceError: a file cannot be read as UTF-8.
    """
    found = {}
    for path in paths:
        try:
            content = path.read_bytes()
            found[hashlib.sha256(content).hexdigest()] = content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(
                f"{path} cannot be read as a UTF-8 text ({error}); name the text that passages point into."
            ) from error
    return found


def look(work: Work) -> Iterator[Finding]:
    """Hold each passage against the text that its source's comity:sha256 names; the others' texts are not at hand.

    Source: Web Annotation §4.2.4 https://www.w3.org/TR/annotation-model/#text-position-selector
    """
    known = texts(work.options.texts)
    facts = {
        (q.subject.value, q.predicate.value): q.object.value
        for q in (work.quads["data"] if known else ())
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal)
    }
    sources = {digest for (_, predicate), digest in facts.items() if predicate == TERM + "sha256"}
    for digest in known:
        if digest not in sources:
            yield OTHER.finding(f"No source has the comity:sha256 {digest}, which is that of the text given", "name the text that a source describes")  # fmt: skip
    for passage in [iri for (iri, predicate) in facts if predicate == TERM + "passageOf"]:
        text = known.get(_digest(facts, passage))
        if text is not None and (fault := _fault(facts, passage, text)):
            yield OUTSIDE.finding(*fault, work.places.of(passage), shortened(passage))


def refuse(work: Work, findings: Iterable[Finding]) -> None:
    """Refuse passages that are not in their text.

    Raises:
        NotConforming: there are some.
    """
    refuse_all(findings, NotConforming, work.between)


def _digest(facts: Facts, passage: str) -> str:
    return facts.get((facts[passage, TERM + "passageOf"], TERM + "sha256"), "")


def _fault(facts: Facts, passage: str, text: str) -> tuple[str, str] | None:
    selector = facts.get((passage, OA + "hasSelector"), "")
    try:
        start, end = (int(facts.get((selector, OA + key), -1)) for key in ("start", "end"))
    except ValueError:
        return "its start or end is no number", "write how many characters come before"
    if not 0 <= start < end <= len(text):
        return f"characters {start} to {end} lie outside the {len(text)} of its source", "mend them"
    found = hashlib.sha256(text[start:end].encode()).hexdigest()
    stated = facts.get((passage, TERM + "sha256"), "none")
    if found != stated:
        problem = f"characters {start} to {end} have the SHA-256 {found}, the file says {stated}"
        return problem, "mend the offsets or the digest"
    return None

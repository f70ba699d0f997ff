"""Passages held against the statements that they are evidence of: each should name what is stated, in some language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from comity.builder.work import Work
from comity.checks import evidence, passages
from comity.evidence.claimed_values import Given, span
from comity.evidence.vocabulary import IN_CONTEXT, PASSAGE_OF, SUPPORTED_BY
from comity.finding import Check, Finding, Severity
from comity.vocabulary import OA, RDFS, SKOS, TERM, shortened

UNNAMED = Check(
    "passage-names-it-not",
    Severity.WARNING,
    "the sentence of a passage does not name what a statement that rests on it states",
)
CHECKS = (UNNAMED,)
NAMES = (NamedNode(RDFS + "label"), NamedNode(SKOS + "altLabel"))
DIGEST, SELECTOR = NamedNode(TERM + "sha256"), NamedNode(OA + "hasSelector")
START, END = NamedNode(OA + "start"), NamedNode(OA + "end")
WORD = re.compile(r"\w{3,}")
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(million|billion|%)?")
TIMES = {"": Decimal(1), "%": Decimal("0.01"), "million": Decimal(10**6), "billion": Decimal(10**9)}
STEM = 5
"""How many letters of a word have to be the same: the rest is its ending."""


class _Sentences:
    """Knows the texts, and the sentence that each claim stands in."""

    def __init__(self, work: Work) -> None:
        self._texts = passages.texts(work.options.texts)
        self.given = Given([*work.quads["data"], *work.quads["claims"]])

    def of(self, claim: object) -> str | None:
        """Return the sentence of a claim, else its passage; None where its text is not at hand."""
        values = self.given.values
        places = [*values(claim, IN_CONTEXT), *values(claim, SUPPORTED_BY)]
        texts = [self._text(graph) for graph in places]
        return max((text for text in texts if text), key=len, default=None)

    def _text(self, passage: object) -> str | None:
        values = self.given.values
        sources = values(passage, PASSAGE_OF)
        digest = values(sources[0], DIGEST) if sources else []
        text = self._texts.get(digest[0].value) if digest else None
        selectors = values(passage, SELECTOR)
        if text is None or not selectors:
            return None
        start, end = (values(selectors[0], key)[:1] for key in (START, END))
        return text[int(start[0].value) : int(end[0].value)] if start and end else None


def look(work: Work) -> Iterator[Finding]:
    """Find statements whose value the sentences that they rest on do not name; a text that is not at hand says nothing."""
    if not work.options.texts:
        return
    sentences, names = _Sentences(work), _names(work)
    for quad in evidence.facts(work):
        if any(annotation.is_read for annotation in work.evidence.own(quad)):
            continue
        texts = {claim: sentences.of(claim) for claim in work.evidence.claims(quad)}
        found = {claim: text for claim, text in texts.items() if text}
        for claim, text in sorted(found.items(), key=str):
            if not _is_named(quad, text, names):
                yield _finding(work, quad, claim)


def _finding(work: Work, quad: Quad, claim: Any) -> Finding:
    value = shortened(quad.object.value) if isinstance(quad.object, NamedNode) else str(quad.object)
    problem = f"the sentence of {shortened(claim.value)} does not name {value}, which is {shortened(quad.predicate.value)}"
    remedy = (
        "name another claim, or read it and say comity:readOn in an annotation of the statement"
    )
    return UNNAMED.finding(problem, remedy, work.places.at(quad), shortened(str(quad.subject).strip("<>")), quad.predicate.value)  # fmt: skip


def _names(work: Work) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    for quad in work.quads["data"]:
        if quad.predicate in NAMES and isinstance(quad.object, Literal):
            found[quad.subject].append(quad.object.value)
    return found


def _is_named(quad: Quad, text: str, names: dict[object, list[str]]) -> bool:
    value = quad.object
    if days := span(value):
        return str(days[0].year) in text or str(days[1].year) in text
    if not isinstance(value, Literal):
        return value not in names or _shares_a_word(names[value], text)
    if value.datatype.value.endswith(("decimal", "integer")):
        return Decimal(value.value) in _numbers(text)
    return _shares_a_word([value.value], text)


def _numbers(text: str) -> set[Decimal]:
    return {
        Decimal(number.replace(",", "").rstrip(".")) * TIMES[times]
        for number, times in NUMBER.findall(text)
    }


def _shares_a_word(names: Iterable[str], text: str) -> bool:
    words = {word[:STEM].lower() for word in WORD.findall(text)}
    return any(
        word[:STEM].lower() in words for name in names for word in WORD.findall(name)
    ) or any(name in text for name in names)

"""Quotations in rows → passages of their sources, where the text is at hand."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from comity.authoring.headers import Filled
from comity.authoring.names import iri
from comity.authoring.passages import digest, passage_iri, passage_triples
from comity.authoring.quotations import Span, Text
from comity.authoring.rows import Row, text_of
from comity.authoring.statements import Statements
from comity.authoring.texts import TextsAtHand
from comity.builder.description import Description
from comity.evidence.vocabulary import STATED_IN, SUPPORTED_BY

SELECTS = NamedNode(iri("oa:hasSelector"))


class RowQuotations:
    """Makes the passages of rows; those whose text is not at hand stay as they were."""

    def __init__(self, texts: TextsAtHand, description: Description, before: Statements) -> None:
        self._texts, self._description, self._before = texts, description, before
        self.not_looked_for = 0

    def say(self, row: Row, said: Statements) -> None:
        """Add the passages that the quotations of a row are."""
        for cell in row.cells:
            if cell.column.value == "quotation":
                self._quotation(row, cell, said)

    def _quotation(self, row: Row, cell: Filled, said: Statements) -> None:
        claim = NamedNode(row.claim)
        sources = said.values(claim, STATED_IN)
        at_hand = [(s, text) for s in sources if isinstance(s, NamedNode) and (text := self._texts.of(s.value))]  # fmt: skip
        if not at_hand:
            self.not_looked_for += 1
            said.add(self._kept(claim))
            return
        found = [(s, text, span) for s, text in at_hand for span in text.find(text_of(cell.value))]
        if len(found) != 1:
            said.faults.append(f"{cell.place}: {_why(cell, [(text, span) for _, text, span in found])}.")  # fmt: skip
            return
        source, text, span = found[0]
        passage = passage_iri(self._description, source.value, span)
        if self._texts.digest_of(passage.value) not in ("", digest(text.text[span.start : span.end])):  # fmt: skip
            said.faults.append(f"{cell.place}: {passage.value} is another passage already, of an older text; rename that one.")  # fmt: skip
        said.add(passage_triples(passage, source, span, text.text))
        said.say(row.claim, SUPPORTED_BY.value, passage)

    def _kept(self, claim: NamedNode) -> Iterator[Triple]:
        """Yield what was said of the passages of a claim."""
        for passage in self._before.values(claim, SUPPORTED_BY):
            yield Triple(claim, SUPPORTED_BY, passage)
            yield from self._before.about(passage)
            for selector in self._before.values(passage, SELECTS):
                yield from self._before.about(selector)


def _why(cell: Filled, found: list[tuple[Text, Span]]) -> str:
    words = text_of(cell.value)
    shown = words if len(words) <= 60 else words[:57] + "…"
    if not found:
        return f"the words {shown!r} are not in the text of the source; mend them, or name the source that has them"  # fmt: skip
    places = "; ".join(text.around(span) for text, span in found)
    return f"the words {shown!r} stand in {len(found)} places: {places}; quote more of them"

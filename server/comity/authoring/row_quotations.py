"""Quotations in rows → passages of their sources, where the text is at hand."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from comity.authoring.headers import Filled
from comity.authoring.names import iri
from comity.authoring.passages import passage_iri, passage_triples
from comity.authoring.quotations import Span, Text
from comity.authoring.rows import Row, text_of
from comity.authoring.statements import Statements
from comity.authoring.texts import TextsAtHand
from comity.builder.description import Description
from comity.evidence.vocabulary import STATED_IN, SUPPORTED_BY


class RowQuotations:
    """Makes the passages of rows; those whose text is not at hand stay as they were."""

    def __init__(self, texts: TextsAtHand, description: Description, before: set[Triple]) -> None:
        self._texts, self._description, self._before = texts, description, before
        self.not_looked_for = 0

    def say(self, row: Row, said: Statements) -> None:
        """Add the passages that the quotations of a row are."""
        for cell in row.cells:
            if cell.column.value == "quotation":
                self._quotation(row, cell, said)

    def _quotation(self, row: Row, cell: Filled, said: Statements) -> None:
        claim = NamedNode(row.claim)
        sources = [t.object for t in said.triples if t.subject == claim and t.predicate == STATED_IN]  # fmt: skip
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
        said.add(passage_triples(passage, source, span, text.text))
        said.say(row.claim, SUPPORTED_BY.value, passage)

    def _kept(self, claim: NamedNode) -> Iterator[Triple]:
        """Yield what was said of the passages of a claim."""
        selects = NamedNode(iri("oa:hasSelector"))
        for support in self._before:
            if support.subject == claim and support.predicate == SUPPORTED_BY:
                of_passage = [t for t in self._before if t.subject == support.object]
                selectors = {t.object for t in of_passage if t.predicate == selects}
                yield from (support, *of_passage)
                yield from (t for t in self._before if t.subject in selectors)


def _why(cell: Filled, found: list[tuple[Text, Span]]) -> str:
    words = text_of(cell.value)
    shown = words if len(words) <= 60 else words[:57] + "…"
    if not found:
        return f"the words {shown!r} are not in the text of the source; mend them, or name the source that has them"  # fmt: skip
    places = "; ".join(text.around(span) for text, span in found)
    return f"the words {shown!r} stand in {len(found)} places: {places}; quote more of them"

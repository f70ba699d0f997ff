"""The nine tools: what each takes, and when it is the one to use."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from comity.agents import asking, finding, grounds
from comity.agents.outputs import (
    Description,
    Grounded,
    Matters,
    Questions,
    Rows,
    Steps,
    Terms,
    Things,
)
from comity.agents.published_graph import Graph
from comity.query.view import View

Iri = Annotated[str, Field(description="as search gives it")]
Cursor = Annotated[str, Field(description="of the answer before, for its next part")]
Entailment = Annotated[Literal["rl", "none"], Field(description="none: only what is asserted")]
Contested = Literal["include", "exclude"]
Perspective = Annotated[str, Field(description="a claimant whose claims are taken for so")]
Limit = Annotated[int, Field(description="rows, 1 to 100")]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools, each a method: its docstring is what an agent reads of it."""

    graph: Graph

    def search(self, text: str, kind: str = "", cursor: Cursor = "") -> Things:
        """Find things and terms by name, in any spelling or script; gives IRIs.

        Use first, whenever you need an IRI. Not for facts: describe or ask.
        """
        return finding.search(self.graph, text, kind, cursor)

    def describe(self, thing: Iri, cursor: Cursor = "") -> Description:
        """What is known of one thing: a sentence, facts with sources [n], what is not known.

        Use for one thing that you have the IRI of. Not to compare many: ask.
        """
        return finding.describe(self.graph, thing, cursor)

    def questions(self, text: str = "", tag: str = "") -> Questions:
        """List the canned questions, what each asks and takes; by words or tag.

        Use before ask. Not to find things: search.
        """
        return finding.questions(self.graph, text, tag)

    def ask(
        self,
        question: Annotated[str, Field(description="its name in questions")],
        arguments: Annotated[dict[str, str], Field(default_factory=dict)],
        entailment: Entailment = "rl",
        contested: Contested = "include",
        perspective: Perspective = "",
        limit: Limit = 25,
        cursor: Cursor = "",
    ) -> Rows:
        """Answer a canned question: rows, each with the statements that it rests on and their sources.

        Use for lists, dates, counts, comparisons. Not for what no question covers: query.
        """
        view = View(entailment, contested, (perspective,) if perspective else ())
        return asking.ask(self.graph, question, arguments, view, limit, cursor)

    def query(
        self,
        sparql: str,
        entailment: Entailment = "rl",
        contested: Contested = "include",
        perspective: Perspective = "",
        limit: Limit = 25,
        cursor: Cursor = "",
    ) -> Rows:
        """Answer SPARQL 1.1 (prefixes of the graph need no declaration), rows with their evidence.

        Use only where no question fits; look up terms first. Not to update.
        """
        view = View(entailment, contested, (perspective,) if perspective else ())
        return asking.query(self.graph, sparql, view, limit, cursor)

    def why(self, subject: Iri, predicate: str, object: str) -> Steps:
        """The proof of a statement, asserted or inferred, down to claims and sources.

        Use when asked why something holds. Not for who says so alone: evidence.
        """
        return grounds.why(self.graph, subject, predicate, object)

    def evidence(
        self, subject: Iri, predicate: str = "", object: str = "", cursor: Cursor = ""
    ) -> Grounded:
        """Who states what of a thing: claims, speakers, sources, passages, standing.

        Use to cite or to judge a statement. Not for what is inferred: why.
        """
        return grounds.evidence(self.graph, subject, predicate, object, cursor)

    def contested(self, thing: str = "", cursor: Cursor = "") -> Matters:
        """Matters that sources disagree on, of one thing or all, both sides of equal standing.

        Use before you state what is disputed. Not for disputes between the states: ask.
        """
        return grounds.contested(self.graph, thing, cursor)

    def terms(self, text: str = "", cursor: Cursor = "") -> Terms:
        """Terms of the ontology by words: classes and properties with definitions.

        Use before writing SPARQL. Not to find things: search.
        """
        return finding.terms(self.graph, text, cursor)

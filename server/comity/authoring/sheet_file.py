"""The file of a dossier that a sheet is: what its rows say, and what a person has added to their things there."""

import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from comity.authoring.changes import Change
from comity.authoring.graph_text import MODIFIED, graph_text
from comity.authoring.names import iri
from comity.authoring.rows import SheetRows
from comity.authoring.sheet_kinds import Column, SheetKind
from comity.authoring.statements import Statements
from comity.builder.dossier import Dossier
from comity.builder.naming import shown
from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.errors import SourceError
from comity.evidence.annotations import Annotation, annotations, split
from comity.evidence.vocabulary import PARTS, REPORTED_BY, TYPE

SENTENCE = "# What {sheet} says; change it there, and import it again."
SENTENCES = re.compile(r"(?m)^# What .+ says; change it there, and import it again\.$")
Annotated = dict[Triple, set[tuple[NamedNode, Any]]]
OF_ROWS = {
    *("rdf:type", "rdfs:label", "dcterms:title", "oa:hasSource", "oa:hasSelector", "oa:start", "oa:end"),
    *(f"comity:{name}" for name in ("reportedBy", "statement", "epistemicStatus", "statedIn", "supportedBy", "aboutEntity", "givesDate", "givesQuantity", "sha256", "characterCount", "passageOf", "webAddress", "linkStatus", "beginEarliest", "beginLatest", "endEarliest", "endLatest")),
}  # fmt: skip
"""What a row may say besides the properties of its columns."""


class SheetFile:
    """The file that a sheet is.

    Attributes:
        stated: what it states now, annotations apart; nothing where it is new.
        notes: what of it goes.
    """

    def __init__(self, rows: SheetRows, dossier: Dossier, prefixes: dict[str, str]) -> None:
        self._rows, self._base = rows, dossier.description.base
        self._graph = NamedNode(dossier.namespace.graph_of(rows.path))
        self._prefixes = prefixes
        self._before = next((file for file in dossier.files if file.path == rows.path), None)
        said = self._held(quads(self._before)) if self._before else []
        stated, annotated = split(said)
        self.stated = [quad.triple for quad in stated]
        self._annotations = annotations(annotated)
        self.notes: list[str] = []

    @property
    def _sentence(self) -> str:
        return SENTENCE.format(sheet=shown(self._rows.path.parent / str(self._rows.sheet)).rpartition("/")[2])  # fmt: skip

    def _held(self, said: list[Quad]) -> list[Quad]:
        """Refuse a file that no sheet has made."""
        assert self._before
        if not SENTENCES.search(self._before.content.decode("utf-8", "replace")):
            raise SourceError(f"{self._rows.path} is there already, and no sheet made it; rename the sheet {self._rows.sheet.file.name}.")  # fmt: skip
        return said

    def change(self, said: Statements) -> Change:
        """Return the file as it is to be: with what *said* has, and what has been added to it by hand."""
        found = [*said.triples, *self._kept(said.triples)]
        triples = sorted(found, key=lambda triple: triple.predicate == REPORTED_BY)
        content = SENTENCES.sub(lambda _: self._sentence, self._before.content.decode(), count=1) if self._before else f"{self._sentence}\n"  # fmt: skip
        file = SourceFile(self._rows.path, content.encode(), self._graph.value)
        annotated = self._annotated(set(triples), said)
        self._tell_what_goes(triples)
        before = self._before.content if self._before else None
        if before == file.content and self._says(triples, annotated):
            return Change(self._rows.path, before, file.content)
        text = graph_text(file, triples, annotated, self._prefixes, self._base)
        return Change(self._rows.path, before, text)

    def _says(self, triples: list[Triple], annotated: Annotated) -> bool:
        """Whether the file states that already, in whatever order and style a person has given it."""
        stated = {triple for triple in self.stated if triple.predicate != MODIFIED}
        said: Annotated = {a.triple: _pairs(a) for a in self._annotations if a.triple}
        return stated == {t for t in triples if t.predicate != MODIFIED} and said == annotated

    def _kept(self, said: Iterable[Triple]) -> list[Triple]:
        """Return what stands in the file of the things that rows make, by properties that rows do not have."""
        things, of_rows = {t.subject for t in said} | {self._graph}, _properties(self._rows.kind)
        return [
            triple
            for triple in self.stated
            if triple.subject in things and triple.predicate.value not in of_rows
        ]

    def _annotated(self, triples: set[Triple], said: Statements) -> Annotated:
        """Return the annotations: those that rows make, and what has been added to any by hand."""
        pairs: Annotated = {t: {(REPORTED_BY, c) for c in claims} for t, claims in said.annotated.items()}  # fmt: skip
        for annotation in self._annotations:
            triple = annotation.triple
            if triple is None or triple not in triples:
                continue
            pairs.setdefault(triple, set()).update(
                pair
                for pair in _pairs(annotation)
                if not (pair[0] == REPORTED_BY and triple in said.annotated)
            )
        return pairs

    def _tell_what_goes(self, triples: Iterable[Triple]) -> None:
        left = {t.subject for t in triples} | {self._graph}
        gone = sorted({t.subject.value for t in self.stated if t.subject not in left and isinstance(t.subject, NamedNode)})  # fmt: skip
        if gone:
            names = ", ".join("/".join(thing.rsplit("/", 2)[-2:]) for thing in gone[:5])
            more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
            self.notes.append(f"{self._rows.path}: {names}{more} go, which no row says any more.")


def _pairs(annotation: Annotation) -> set[tuple[NamedNode, Any]]:
    """Return what an annotation says of its statement."""
    said = (quad for quad in annotation.quads if quad.predicate not in (*PARTS, TYPE))
    return {(quad.predicate, quad.object) for quad in said}


def _properties(kind: SheetKind) -> set[str]:
    """Return the properties that rows of a kind may have, by their IRIs."""

    def of(column: Column) -> list[str]:
        return [step.lstrip("^") for step in column.steps if step]

    return set(map(iri, OF_ROWS)) | {iri(step) for column in kind.columns for step in of(column)}

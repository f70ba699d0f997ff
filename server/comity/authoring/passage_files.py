"""The passages of one source in a dossier: added to it, and moved where a new edition of the text has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.authoring.changes import Change
from comity.authoring.graph_text import graph_text
from comity.authoring.known_things import KnownThings
from comity.authoring.names import iri
from comity.authoring.passages import count, digest, passage_iri, passage_triples
from comity.authoring.quotations import Span
from comity.builder.dossier import Dossier
from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.commits.house_style import prefixes
from comity.errors import BadInput

SHA, COUNT_OF, OF = (NamedNode(iri(f"comity:{name}")) for name in ("sha256", "characterCount", "passageOf"))  # fmt: skip
SELECTS, START, END = (NamedNode(iri(f"oa:{name}")) for name in ("hasSelector", "start", "end"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that a dossier has: its IRI, its selector's, its characters, the digest of its words."""

    iri: NamedNode
    selector: NamedNode
    span: Span
    digest: str


class PassagesOfSource:
    """What a dossier has of the passages of one source."""

    def __init__(self, dossier: Dossier, named: str, text: str) -> None:
        """Take the source that *named* names; left empty, the one whose digest is that of *text*.

        Raises:
            BadInput: there is none, or several.
        """
        self._dossier, self._text = dossier, text
        self._files = dossier.of("data", "claims")
        self._facts = [quad for file in self._files for quad in quads(file)]
        self._by_subject: dict[object, list[Quad]] = {}
        for quad in self._facts:
            self._by_subject.setdefault(quad.subject, []).append(quad)
        self.source = self._source(named)

    def _source(self, named: str) -> NamedNode:
        with_digest = [q.subject for q in self._facts if q.predicate == SHA and q.object.value == digest(self._text)]  # type: ignore[union-attr]  # fmt: skip
        if not named:
            found = [subject.value for subject in with_digest if isinstance(subject, NamedNode)]
        else:
            ontology = chain.from_iterable(map(quads, self._dossier.of("ontology")))
            known = KnownThings(chain(ontology, self._facts), self._dossier.namespace)
            found = known.find(named, iri("comity:Source"))
            if not found:
                near = known.near(named, iri("comity:Source"))
                meant = f"did you mean {near!r}? " if near else ""
                raise BadInput(f"No source is called {named!r}; {meant}add it to data/sources/ first.")  # fmt: skip
        if len(found) != 1:
            why = "no source has its digest" if not found else f"{' and '.join(found)} have its digest or name"  # fmt: skip
            raise BadInput(f"Which source the text is of is not clear, as {why}; say --source with its title.")  # fmt: skip
        return NamedNode(found[0])

    def value(self, subject: object, predicate: NamedNode) -> str:
        """Return what is stated of a subject, as text; empty for nothing."""
        return next((q.object.value for q in self._by_subject.get(subject, ()) if q.predicate == predicate), "")  # type: ignore[union-attr]  # fmt: skip

    def all(self) -> list[Passage]:
        """Return the passages of the source, in the order of their characters."""
        found = []
        for quad in self._facts:
            if quad.predicate == OF and quad.object == self.source:
                found.append(self._passage(quad.subject))
        return sorted(found, key=lambda passage: (passage.span.start, passage.span.end))

    def _passage(self, passage: object) -> Passage:
        """Return what the dossier has of a passage.

        Raises:
            BadInput: it has no characters.
        """
        selector = self.value(passage, SELECTS)
        edges = [self.value(NamedNode(selector), edge) for edge in (START, END)] if selector else []
        if not isinstance(passage, NamedNode) or not all(map(str.isdecimal, edges or [""])):
            raise BadInput(f"The passage {passage} has no characters that it begins and ends at; comity check says where it stands.")  # fmt: skip
        return Passage(passage, NamedNode(selector), Span(int(edges[0]), int(edges[1])), self.value(passage, SHA))  # fmt: skip

    def add(self, wanted: Iterable[tuple[str, Span]]) -> tuple[list[Change], list[tuple[NamedNode, Span]]]:  # fmt: skip
        """Return the file with passages added, of a name each that may be empty, and which they are.

        Raises:
            BadInput: the source has another text, or a name is taken.
        """
        known = self.value(self.source, SHA)
        if known not in ("", digest(self._text)):
            raise BadInput(f"The source has the SHA-256 {known}, and the text {digest(self._text)}; give the text that its passages are of, or say --renew if this is a new edition.")  # fmt: skip
        there = {passage.span: passage.iri for passage in self.all()}
        added: list[Triple] = []
        found = []
        for name, span in wanted:
            plain = Span(span.start, span.end)
            passage = there.get(plain)
            if passage is None:
                passage = passage_iri(self._dossier.description, self.source.value, plain, name)
                if passage in self._by_subject or passage in there.values():
                    raise BadInput(f"There is a passage {passage.value} already, of other characters; give this one another name, as [[name| words ]].")  # fmt: skip
                added += passage_triples(passage, self.source, plain, self._text)
                there[plain] = passage
            found.append((passage, span))
        if added and not known:
            added.append(Triple(self.source, SHA, Literal(digest(self._text))))
            added.append(Triple(self.source, COUNT_OF, count(len(self._text))))
        return ([self._with(added)] if added else []), found

    def _with(self, added: Iterable[Triple]) -> Change:
        """Return the file of the source's passages with more."""
        path = PurePosixPath("data", "passages", f"{self.source.value.rpartition('/')[2]}.ttl")
        before = next((file for file in self._files if file.path == path), None)
        graph = NamedNode(self._dossier.namespace.graph_of(path))
        file = before or SourceFile(path, b"# Passages of a source, by their characters; the words are not copied.\n", graph.value)  # fmt: skip
        kept = [quad.triple for quad in quads(file)]
        return self._written(file, [*kept, *added], before)

    def moved(self, places: Sequence[tuple[Passage, Span]]) -> list[Change]:
        """Return the files with passages at other characters, and the source with the digest and length of the text."""
        values: dict[tuple[object, NamedNode], Literal] = {
            (self.source, SHA): Literal(digest(self._text)),
            (self.source, COUNT_OF): count(len(self._text)),
        }
        for passage, span in places:
            words = self._text[span.start : span.end]
            values[passage.iri, SHA] = Literal(digest(words))
            values[passage.selector, START] = count(span.start)
            values[passage.selector, END] = count(span.end)
        found = []
        for file in self._files:
            old = [quad.triple for quad in quads(file)]
            new = [Triple(t.subject, t.predicate, values.get((t.subject, t.predicate), t.object)) for t in old]  # fmt: skip
            if new != old:
                found.append(self._written(file, new, file))
        return found

    def _written(self, file: SourceFile, triples: Iterable[Triple], before: SourceFile | None) -> Change:  # fmt: skip
        """Return a file with *triples*, the annotations among them."""
        base, local = self._dossier.description.base, self.source.value.rpartition("/")[2]
        known = prefixes(self._dossier)
        known |= {kind: f"{base}id/{kind}/{local}/" for kind in ("passage", "selector")}
        text = graph_text(file, triples, {}, known, base)
        return Change(file.path, before.content if before else None, text)

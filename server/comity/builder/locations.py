"""Where in a dossier's files a thing is described and a triple asserted: file, line and column, from 1."""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple

from comity.builder.positions import Lines, Offsets, Unplaced, positions
from comity.builder.source_file import SourceFile
from comity.builder.syntax import format_of, quads, text_of
from comity.finding import NOWHERE, Location, Unsound

if TYPE_CHECKING:
    from comity.builder.dossier import Dossier

PLACED = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.TRIG, RdfFormat.N_QUADS)
"""The formats whose triples have lines; of a file in another, only the file is told."""


class SourceLocations:
    """Finds where an IRI is a subject, and where a quad stands."""

    def __init__(self, dossier: "Dossier", quads: Iterable[Quad]) -> None:
        self._files = {file.graph: file for file in dossier.files if file.graph}
        self._graphs: dict[str, str] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode | BlankNode):
                self._graphs.setdefault(quad.subject.value, _graph(quad))

    def of(self, name: str) -> Location:
        """Return where the thing of an IRI, or of a blank node's label, is described; nowhere if no file does."""
        file = self._files.get(self._graphs.get(name, ""))
        return place_of(file, name) if file else NOWHERE

    def at(self, quad: Quad) -> Location:
        """Return where *quad* stands."""
        file = self._files.get(_graph(quad))
        return place_of_triple(file, quad.triple) if file else NOWHERE

    def named(self, term: str, graph: str) -> Location:
        """Return where a term is first named in the file of *graph*."""
        file = self._files.get(graph)
        return place_of(file, term, as_subject=False) if file else NOWHERE


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def place_of(file: SourceFile, name: str, as_subject: bool = True) -> Location:
    """Return where *file* first has the IRI or label *name*, as a subject if it is one and that is wanted."""
    index = _index(file)
    offset = index.subjects.get(name, -1) if as_subject else -1
    return index.location(index.mentions.get(name, -1) if offset < 0 else offset)


def place_of_triple(file: SourceFile, triple: Triple) -> Location:
    """Return where *file* has the object of *triple*."""
    index = _index(file)
    return index.location(index.triples.get(triple, (-1, -1, -1))[2])


def line_of(file: SourceFile, iri: str) -> int:
    """Return the first line of *file* at which *iri* is a subject, else the first that names it, else 0."""
    return place_of(file, iri).line


def line_of_triple(file: SourceFile, triple: Triple, start: int = 0) -> int:
    """Return the line of *file* with the object of *triple*; *start* where the file has no such triple or no lines."""
    return place_of_triple(file, triple).line or start


def line_of_statement(file: SourceFile, triples: Iterable[Triple]) -> int:
    """Return the first line of *file* at which the subject of one of *triples* stands, else 0."""
    index = _index(file)
    found = [index.triples[triple][0] for triple in triples if triple in index.triples]
    return index.location(min(found)).line if found else 0


def placed_quads(file: SourceFile) -> list[tuple[Quad, Offsets]]:
    """Return the quads of *file* with where their terms begin; none where that is not known for all of them."""
    return _index(file).placed


def location_of(file: SourceFile, offset: int) -> Location:
    """Return the line and column of the character of *file* at *offset*, which is not negative."""
    return _index(file).location(offset)


class _Index:
    """The offsets of a file's triples, of its subjects, and of all that it names."""

    def __init__(self, file: SourceFile) -> None:
        body = text_of(file.content)
        text = body.decode("utf-8", "replace")
        self._path, self._lines = str(file.path), Lines(text)
        self.placed = _placed(file, body, text)
        self.triples = {quad.triple: offsets for quad, offsets in reversed(self.placed)}

    @cached_property
    def subjects(self) -> dict[str, int]:
        return {q.subject.value: offsets[0] for q, offsets in reversed(self.placed)}  # type: ignore[union-attr]

    @cached_property
    def mentions(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for quad, offsets in self.placed:
            for term, offset in zip(quad.triple, offsets, strict=True):
                if isinstance(term, NamedNode | BlankNode):
                    found.setdefault(term.value, offset)
        return found

    def location(self, offset: int) -> Location:
        return Location(self._path, *(self._lines.at(offset) if offset >= 0 else (0, 0)))


_index = lru_cache(maxsize=4096)(_Index)


def _placed(file: SourceFile, body: bytes, text: str) -> list[tuple[Quad, Offsets]]:
    """Return the file's quads with where they stand; none where that is not known for all of them."""
    syntax = format_of(file.path.suffix, body)
    if syntax not in PLACED:
        return []
    try:
        found, parsed = positions(text, syntax == RdfFormat.N_QUADS), quads(file)
    except (Unplaced, Unsound):
        return []
    return list(zip(parsed, found, strict=True)) if len(parsed) == len(found) else []

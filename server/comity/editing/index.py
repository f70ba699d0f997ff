"""What a dossier names: each thing and term with its names, its definition, where it is described and where it is used."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from comity.builder.dossier import Dossier
from comity.builder.locations import placed_quads
from comity.builder.source_file import SourceFile
from comity.vocabulary import OWL, RDF, RDFS, SKOS, TERM

TYPE = RDF + "type"
NAMES = (RDFS + "label", SKOS + "prefLabel")
DEFINITIONS = (SKOS + "definition", TERM + "statement", RDFS + "comment")
CLASSES = (OWL + "Class", RDFS + "Class")
PROPERTIES = tuple(
    OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
KINDS = ("ontology", "shapes", "data", "claims")
Spot = tuple[SourceFile, int]
"""A file, and the offset of a character in it."""


@dataclass(slots=True)
class Entry:
    """What the files say of one IRI.

    Attributes:
        types: the IRIs of its classes.
        labels, definitions: texts by language; those without have the language "".
        described: where it is first a subject with a class; None where it is none.
        uses: where it is a property or a value.
    """

    iri: str
    types: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    described: Spot | None = None
    uses: list[Spot] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """One of class, property and value."""
        if any(name in CLASSES for name in self.types):
            return "class"
        return "property" if any(name in PROPERTIES for name in self.types) else "value"

    @property
    def label(self) -> str:
        """Its name, in English if it has one; empty where it has none."""
        return _best(self.labels)

    @property
    def definition(self) -> str:
        """What is said to define it; empty where nothing is."""
        return _best(self.definitions)


def _best(texts: dict[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()), "")


class Index:
    """The entries of a dossier, by IRI."""

    def __init__(self, dossier: Dossier) -> None:
        self._entries: dict[str, Entry] = {}
        for file in dossier.of(*KINDS):
            for role, iri, quad, offset in _mentions(file):
                entry = self._entries.get(iri) or self._entries.setdefault(iri, Entry(iri))
                if role == "subject":
                    _describe(entry, quad, (file, offset))
                else:
                    entry.uses.append((file, offset))

    def find(self, iri: str) -> Entry | None:
        """Return what the files say of *iri*; None where they do not name it."""
        return self._entries.get(iri)

    def within(self, start: str) -> Iterator[Entry]:
        """Yield what is described of which the IRI begins with *start* and goes on."""
        for entry in self._entries.values():
            if entry.described and entry.iri.startswith(start) and entry.iri != start:
                yield entry


@lru_cache(maxsize=1024)
def _mentions(file: SourceFile) -> list[tuple[str, str, Quad, int]]:
    """Return what *file* names: as what, its IRI, the quad, and the offset."""
    roles = ("subject", "property", "value")
    return [
        (role, term.value, quad, offset)
        for quad, offsets in placed_quads(file)
        for role, term, offset in zip(roles, quad.triple, offsets, strict=True)
        if isinstance(term, NamedNode)
    ]


def _describe(entry: Entry, quad: Quad, spot: Spot) -> None:
    """Add to *entry* what a quad about it says."""
    verb, value = quad.predicate.value, quad.object
    if verb == TYPE and isinstance(value, NamedNode):
        entry.types.append(value.value)
        entry.described = entry.described or spot
    elif isinstance(value, Literal) and verb in (*NAMES, *DEFINITIONS):
        texts = entry.labels if verb in NAMES else entry.definitions
        texts.setdefault(value.language or "", value.value)

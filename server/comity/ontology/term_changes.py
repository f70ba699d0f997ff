"""What has changed from one version of the ontology to the next, term by term."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from comity.vocabulary import OWL, RDF, RDFS, SKOS, TERM

KINDS = {
    *(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    *(SKOS + name for name in ("Concept", "ConceptScheme")),
}
NOTE, DEPRECATED = SKOS + "changeNote", OWL + "deprecated"
WORDS = {SKOS + "definition": "definition", RDFS + "label": "label"}
AXIOMS = {RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "inverseOf", RDF + "type"}


@dataclass(frozen=True, slots=True)
class Changes:
    """Terms by their names: new ones, those gone, those deprecated with what to use, and those said otherwise.

    Attributes:
        reworded: of each term, which of label and definition differ; restated: those whose axioms differ.
    """

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    deprecated: dict[str, str] = field(default_factory=dict)
    reworded: dict[str, list[str]] = field(default_factory=dict)
    restated: list[str] = field(default_factory=list)


Said = dict[str, dict[str, set[Any]]]


def changes(older: Iterable[Triple], newer: Iterable[Triple]) -> Changes:
    """Compare two versions of the ontology."""
    before, after = _said(older), _said(newer)
    both = sorted(before.keys() & after.keys())
    fresh = [name for name in both if DEPRECATED in after[name] and DEPRECATED not in before[name]]
    reworded = {name: _reworded(before[name], after[name]) for name in both if name not in fresh}
    return Changes(
        added=sorted(after.keys() - before.keys()),
        removed=sorted(before.keys() - after.keys()),
        deprecated={name: _note(after[name]) for name in fresh},
        reworded={name: words for name, words in reworded.items() if words},
        restated=[n for n in both if n not in fresh and _axioms(before[n]) != _axioms(after[n])],
    )


def _said(triples: Iterable[Triple]) -> Said:
    found: Said = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(TERM):
            name = triple.subject.value.removeprefix(TERM)
            found[name][triple.predicate.value].add(triple.object)
    return {name: dict(said) for name, said in found.items() if _is_term(said)}


def _is_term(said: dict[str, set[Any]]) -> bool:
    return any(getattr(kind, "value", "") in KINDS for kind in said.get(RDF + "type", ()))


def _reworded(before: dict[str, set[Any]], after: dict[str, set[Any]]) -> list[str]:
    return sorted(
        word for property_, word in WORDS.items() if before.get(property_) != after.get(property_)
    )


def _axioms(said: dict[str, set[Any]]) -> set[tuple[str, Any]]:
    named = ((p, o) for p in AXIOMS for o in said.get(p, ()) if isinstance(o, NamedNode))
    return set(named)


def _note(said: dict[str, set[Any]]) -> str:
    notes = sorted(note.value for note in said.get(NOTE, ()) if isinstance(note, Literal))
    return " ".join(notes)

"""The ontology as its files state it: terms with their cards, held in memory while a page is made."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cachetools import LRUCache
from pyoxigraph import Triple

from comity.reading.asking import Node, Reader, node_of, value
from comity.reading.names import Name, chosen_of
from comity.reading.words import ENGLISH
from comity.vocabulary import OWL, RDF, RDFS, SKOS, TERM

LOOKED = "owl:Ontology owl:Class owl:ObjectProperty owl:DatatypeProperty skos:Concept"
"""What a graph has one of if it is of the ontology: by that it is found without reading all graphs."""
STATED = f"""
SELECT ?s ?p ?o WHERE {{
  {{ SELECT DISTINCT ?g {{ VALUES ?sort {{ {LOOKED} }} GRAPH ?g {{ ?term a ?sort }} FILTER(%s) }} }}
  GRAPH ?g {{ ?s ?p ?o }}
}}"""
SORTS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "relation",
    OWL + "DatatypeProperty": "attribute",
    OWL + "AnnotationProperty": "annotation",
    SKOS + "ConceptScheme": "scheme",
    SKOS + "Concept": "value",
}
PLURALS = {
    "class": "classes",
    "relation": "relations",
    "attribute": "attributes",
    "annotation": "annotations",
    "scheme": "schemes",
    "value": "values",
}
Key = tuple[str, str]
_loaded: LRUCache[Key, "Ontology"] = LRUCache(6)
_lock = threading.Lock()


@dataclass(slots=True)
class Ontology:
    """What the files of the ontology state, by subject and by object."""

    language: str
    said: dict[str, dict[str, list[Node]]] = field(default_factory=dict)
    leading: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def english(self) -> "Ontology":
        """The same, named in English."""
        return replace(self, language=ENGLISH)

    def all(self, subject: str, predicate: str) -> list[Node]:
        """Return the values of *predicate* for a subject, each once."""
        return list(dict.fromkeys(self.said.get(subject, {}).get(predicate, ())))

    def to(self, predicate: str, thing: str) -> list[str]:
        """Return the subjects that *predicate* leads from to a thing, each once."""
        return list(dict.fromkeys(self.leading.get((predicate, thing), ())))

    def text(self, subject: str, predicate: str) -> str:
        """Return a text in the reader's language, or else in another."""
        offered = [Name(n.value, n.language) for n in self.all(subject, predicate) if not n.is_iri]
        return chosen_of(offered, self.language).text if offered else ""

    def name(self, iri: str) -> Name:
        """Return what a term is called."""
        offered = [Name(n.value, n.language) for n in self.all(iri, RDFS + "label") if not n.is_iri]
        return (
            chosen_of(offered, self.language)
            if offered
            else Name(iri.rpartition("/")[2].rpartition("#")[2] or iri, is_made=True)
        )

    def sort(self, iri: str) -> str:
        """Return what sort of term it is: class, relation, attribute, scheme, value; nothing for what is none."""
        types = {node.value for node in self.all(iri, RDF + "type")}
        return next((sort for one, sort in SORTS.items() if one in types), "")

    def terms(self) -> list[str]:
        """Return the terms in the order of their names."""
        found = [iri for iri in self.said if iri.startswith(TERM) and self.sort(iri)]
        return sorted(found, key=lambda iri: (self.name(iri).text.casefold(), iri))

    def items(self, head: Node) -> list[Node]:
        """Return the members of an RDF list."""
        found: list[Node] = []
        here = head.value
        while here != RDF + "nil" and len(found) < 1000:
            found += self.all(here, RDF + "first")[:1]
            rest = self.all(here, RDF + "rest")
            here = rest[0].value if rest else RDF + "nil"
        return found

    def module(self, iri: str) -> str:
        """Return the module that defines a term."""
        return next((node.value for node in self.all(iri, RDFS + "isDefinedBy")), "")


def ontology(reader: Reader) -> Ontology:
    """Return what the ontology's files state."""
    rows = reader.rows(STATED % reader.namespace.is_graph_of("?g", "ontology"))
    return _made(reader.language, ((value(r, "s"), value(r, "p"), r["o"]) for r in rows))


def of_snapshot(reader: Reader, snapshot: str) -> Ontology:
    """Return what the ontology's files state in *snapshot*, which no view changes: it is read once in a language."""
    key = (snapshot, reader.language)
    with _lock:
        if key not in _loaded:
            _loaded[key] = ontology(reader)
        return _loaded[key]


def stated(language: str, triples: Iterable[Triple]) -> Ontology:
    """Return the ontology that *triples* state."""
    return _made(
        language,
        ((node_of(t.subject).value, t.predicate.value, node_of(t.object)) for t in triples),
    )


def _made(language: str, triples: Iterable[tuple[str, str, Node]]) -> Ontology:
    found = Ontology(language)
    for subject, predicate, node in triples:
        found.said.setdefault(subject, {}).setdefault(predicate, []).append(node)
        if node.kind != "literal":
            found.leading[predicate, node.value].append(subject)
    return found

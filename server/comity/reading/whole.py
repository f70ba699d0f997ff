"""The ontology on one page: its modules, the tree of classes, and the other terms by sort."""

from dataclasses import dataclass

from comity.reading.names import Name
from comity.reading.ontology import PLURALS, Ontology
from comity.reading.terms import Link, link
from comity.vocabulary import DCTERMS, OWL, RDF, RDFS, TERM, shortened


@dataclass(frozen=True, slots=True)
class Branch:
    """A class with those below it."""

    link: Link
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """The ontology on one page: its modules, the tree of classes, and the other terms by sort."""

    modules: tuple[Link, ...]
    tree: tuple[Branch, ...]
    sorts: tuple[tuple[str, tuple[Link, ...]], ...]
    count: int


def whole(known: Ontology, module: str = "") -> Whole:
    """Return the ontology as a whole, or one module of it."""
    terms = [iri for iri in known.terms() if not module or known.module(iri) == module]
    classes = [iri for iri in terms if known.sort(iri) == "class"]
    inside = set(classes)
    tops = [c for c in classes if not inside & {n.value for n in known.all(c, RDFS + "subClassOf")}]
    sorts = tuple(
        (plural, tuple(link(known, iri) for iri in terms if known.sort(iri) == sort))
        for sort, plural in PLURALS.items()
        if sort != "class"
    )
    modules = [iri for iri in known.to(RDF + "type", OWL + "Ontology") if iri.startswith(TERM)]
    links = tuple(
        Link(
            m,
            Name(known.text(m, DCTERMS + "title") or shortened(m)),
            known.text(m, DCTERMS + "description"),
        )
        for m in sorted(modules)
    )
    tree = tuple(_branch(known, c, inside, ()) for c in tops)
    return Whole(links, tree, tuple(s for s in sorts if s[1]), len(terms))


def _branch(known: Ontology, iri: str, inside: set[str], path: tuple[str, ...]) -> Branch:
    below = [
        c for c in known.to(RDFS + "subClassOf", iri) if c in inside and c not in path and c != iri
    ]
    ordered = sorted(below, key=lambda c: known.name(c).text.casefold())
    return Branch(link(known, iri), tuple(_branch(known, c, inside, (*path, iri)) for c in ordered))

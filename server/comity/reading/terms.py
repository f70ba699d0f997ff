"""The page of a term, and of the ontology as a whole: hierarchy, card, axioms, shapes, uses."""

from collections.abc import Callable
from dataclasses import dataclass, field

from comity.reading.asking import Node, Reader, value
from comity.reading.axioms import Axiom, axioms
from comity.reading.graph import Edge, Graph, draw
from comity.reading.names import Name, names
from comity.reading.ontology import Ontology
from comity.vocabulary import (  # fmt: skip
    ASSERTED,
    DCTERMS,
    OWL,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    TERM,
    shortened,
)

SHAPES = """
SELECT DISTINCT ?shape ?message ?severity WHERE {
  GRAPH ?g {
    { ?shape sh:path <%(iri)s> } UNION { ?shape sh:class <%(iri)s> }
    UNION { ?whole sh:targetClass <%(iri)s> ; sh:property ?shape } UNION { ?shape sh:targetClass <%(iri)s> }
    ?shape sh:message ?message ; sh:severity ?severity
  } FILTER(%(is_shapes)s)
} ORDER BY ?message LIMIT 40"""
COUNT_CLASS = "SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s a <%s> }"
COUNT_PROPERTY = "SELECT (COUNT(*) AS ?count) WHERE { ?s <%s> ?o }"
COUNT_VALUE = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p <%s> FILTER(%s) }"
EXAMPLE = """
SELECT ?p ?o WHERE {{ GRAPH <{asserted}> {{ <{iri}> ?p ?o }} }} ORDER BY DESC(?p = rdf:type) ?p ?o LIMIT 40"""
MATCHES = (
    *(SKOS + n for n in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    *(OWL + "equivalentClass", OWL + "equivalentProperty", RDFS + "seeAlso"),
)
Impact = Callable[[tuple[str, str, str]], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Link:
    """A term by its name."""

    iri: str
    name: Name
    definition: str = ""


@dataclass(slots=True)
class TermPage:
    """What the page of a term says."""

    iri: str
    sort: str
    name: Name
    names: tuple[Name, ...]
    definition: str
    notes: list[str]
    source: str
    module: Link | None
    count: int
    above: list[list[Link]] = field(default_factory=list)
    below: list[Link] = field(default_factory=list)
    axioms: list[tuple[Axiom, tuple[int, int] | None]] = field(default_factory=list)
    usable: list[Link] = field(default_factory=list)
    domains: list[Link] = field(default_factory=list)
    ranges: list[Link] = field(default_factory=list)
    shapes: list[tuple[str, str, str]] = field(default_factory=list)
    matches: list[str] = field(default_factory=list)
    example: Link | None = None
    turtle: str = ""
    picture: Graph | None = None
    scheme: list[Link] = field(default_factory=list)
    history: list[str] = field(default_factory=list)


def term_page(reader: Reader, known: Ontology, iri: str, impact: Impact) -> TermPage | None:
    """Return the page of a term; None where the ontology has none of that IRI.

    Args:
        impact: counts the conclusions that rest on a triple: in one step, and in all.
    """
    sort = known.sort(iri)
    if not sort:
        return None
    module = known.module(iri)
    page = TermPage(
        iri, sort, known.name(iri), _names(known, iri), known.text(iri, SKOS + "definition"),
        [n.value for n in known.all(iri, SKOS + "scopeNote")], known.text(iri, DCTERMS + "source"),
        Link(module, Name(known.text(module, DCTERMS + "title") or module)) if module else None, _count(reader, iri, sort),
    )  # fmt: skip
    _hierarchy(known, page)
    page.axioms = [(axiom, impact(axiom.triple)) for axiom in axioms(known.english, iri)]
    page.shapes = [
        (value(r, "shape"), value(r, "message"), value(r, "severity").rpartition("#")[2].lower())
        for r in reader.rows(
            SHAPES % {"iri": iri, "is_shapes": reader.namespace.is_graph_of("?g", "shapes")}
        )
    ]
    wider = [n for r in ("subClassOf", "subPropertyOf") for n in known.all(iri, RDFS + r)]
    matches = [n for match in MATCHES for n in known.all(iri, match)] + wider
    page.matches = [n.value for n in matches if n.is_iri and not n.value.startswith(TERM)]
    page.history = [
        n.value for p in ("changeNote", "historyNote") for n in known.all(iri, SKOS + p)
    ]
    if examples := [n.value for n in known.all(iri, SKOS + "example") if n.is_iri]:
        page.example = Link(examples[0], names(reader, examples[:1])[examples[0]])
        page.turtle = _turtle(reader, examples[0], iri if sort in ("relation", "attribute") else "")
    return page


def _names(known: Ontology, iri: str) -> tuple[Name, ...]:
    return tuple(Name(n.value, n.language) for n in known.all(iri, RDFS + "label"))


def _count(reader: Reader, iri: str, sort: str) -> int:
    question = {"class": COUNT_CLASS}.get(sort, COUNT_PROPERTY) % iri
    if sort in ("value", "scheme"):
        question = COUNT_VALUE % (iri, reader.namespace.is_thing("?s"))
    return int(value(reader.rows(question)[0], "count"))


def link(known: Ontology, iri: str) -> Link:
    """Return a term by its name, with its definition."""
    return Link(iri, known.name(iri), known.text(iri, SKOS + "definition"))


def _hierarchy(known: Ontology, page: TermPage) -> None:
    """Fill in what is above and below a term, what it can be used with, and the picture of that."""
    relation = RDFS + ("subClassOf" if page.sort == "class" else "subPropertyOf")
    page.above = [[link(known, iri) for iri in path] for path in _paths(known, page.iri, relation)]
    page.below = [
        link(known, iri) for iri in known.to(relation, page.iri) if iri.startswith("http")
    ]
    if page.sort == "class":
        wider = {page.iri, *(link.iri for path in page.above for link in path)}
        usable = [p for c in sorted(wider) for p in known.to(SCHEMA + "domainIncludes", c)]
        page.usable = [
            link(known, p) for p in sorted(dict.fromkeys(usable), key=lambda p: known.name(p).text)
        ]
    page.domains = [
        link(known, n.value) for n in known.all(page.iri, SCHEMA + "domainIncludes") if n.is_iri
    ]
    page.ranges = [
        link(known, n.value) for n in known.all(page.iri, SCHEMA + "rangeIncludes") if n.is_iri
    ]
    for scheme in known.all(page.iri, SKOS + "inScheme") or (
        [Node(page.iri)] if page.sort == "scheme" else []
    ):
        page.scheme = [link(known, iri) for iri in known.to(SKOS + "inScheme", scheme.value)]
    edges = [
        Edge(a.iri, b.iri, "")
        for path in page.above
        for a, b in zip(path, [*path[1:], Link(page.iri, page.name)], strict=True)
    ]
    edges += [Edge(page.iri, link.iri, "") for link in page.below[:14]]
    if page.sort in ("class", "relation"):
        called = {iri: known.name(iri) for edge in edges for iri in (edge.tail, edge.head)}
        page.picture = draw(list(dict.fromkeys(edges)), called, page.iri)


def _paths(known: Ontology, iri: str, relation: str, deep: int = 0) -> list[list[str]]:
    """Return the ways up from a term, the widest first in each."""
    above = [
        n.value for n in known.all(iri, relation) if n.value.startswith(TERM) and n.value != iri
    ]
    if not above or deep > 12:
        return []
    return [
        [*path, one] for one in above for path in _paths(known, one, relation, deep + 1) or [[]]
    ]


def _turtle(reader: Reader, iri: str, relation: str) -> str:
    """Return how the example is written, or as much of it as a reader wants to see."""
    rows = reader.rows(EXAMPLE.format(asserted=ASSERTED, iri=iri))
    lines: dict[str, list[str]] = {}
    for row in rows:
        if value(row, "p") not in (TERM + "reportedBy", SKOS + "exactMatch"):
            lines.setdefault(value(row, "p"), []).append(_shortest(row["o"]))
    kept = (
        [p for p in lines if p in (RDF + "type", RDFS + "label", relation)]
        if relation
        else list(lines)[:9]
    )
    statements = [
        f"{'a' if p == RDF + 'type' else shortened(p)} {' , '.join(lines[p][:3])}" for p in kept
    ]
    return f"<{iri}> " + " ;\n    ".join(statements) + " ." if statements else ""


def _shortest(node: Node) -> str:
    if node.is_iri:
        short = shortened(node.value)
        return short if ":" in short and "/" not in short else f"<{node.value}>"
    text = node.n3
    return (
        text.replace("<http://www.w3.org/2001/XMLSchema#", "xsd:").removesuffix(">")
        if "XMLSchema#" in text
        else text
    )

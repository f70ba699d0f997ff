"""What is said of a thing, told as facts: headings, values with their evidence, nothing twice."""

from dataclasses import dataclass, field

from comity.reading import numbers
from comity.reading.asking import Node, Reader, Row, Rows, listed, value
from comity.reading.dates import Span, literal, read_day, when
from comity.reading.evidence import Evidence, Standing
from comity.reading.kinds import Kind
from comity.reading.names import Name, names
from comity.reading.wording import heading
from comity.reading.words import say
from comity.vocabulary import ASSERTED, DCTERMS, OA, RDF, RDFS, SKOS, TERM

SAID = """
SELECT ?p ?o ?asserted WHERE {
  <%(iri)s> ?p ?o
  OPTIONAL { GRAPH <%(asserted)s> { <%(iri)s> ?p ?o } BIND(true AS ?asserted) }
} ORDER BY ?p ?o"""
BROADER = """
SELECT ?p ?broader WHERE { VALUES ?p { %s } ?p rdfs:subPropertyOf ?broader FILTER(?p != ?broader) }"""
DETAILS = """
SELECT ?s ?p ?o WHERE {
  VALUES ?s { %s }
  VALUES ?p { comity:beginEarliest comity:beginLatest comity:endEarliest comity:endLatest comity:signedOn comity:amount comity:currency comity:amountRole }
  ?s ?p ?o
}"""
MOST = 3000
"""So many characters of a text a fact shows; the whole stands in the table of all triples."""
CURRENCIES = {"USD": "US dollar", "EUR": "euro", "RUB": "Russian rouble", "BYN": "Belarusian rouble", "GBP": "pound sterling", "UAH": "hryvnia"}  # fmt: skip
TONGUES = {"en": "English", "ru": "Russian", "be": "Belarusian", "uk": "Ukrainian", "de": "German", "fr": "French", "pl": "Polish", "sk": "Slovak", "cs": "Czech", "it": "Italian"}  # fmt: skip
BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
HIDDEN = {
    RDF + "type", RDFS + "label", SKOS + "prefLabel", RDFS + "isDefinedBy",
    "http://purl.org/dc/terms/title", "http://www.opengis.net/ont/geosparql#hasGeometry",
    OA + "hasSelector", OA + "hasSource",
    *(TERM + name for name in (*BOUNDS, "reportedBy", "evidencedBy", "statement", "sha256", "dateNote", "datePrecision", "inContext", "contentIn", "characterCount")),
}  # fmt: skip
ELSEWHERE = {
    SKOS + "exactMatch", SKOS + "closeMatch", "http://www.w3.org/2002/07/owl#sameAs",
    *(TERM + name for name in ("wikidataId", "geonamesId", "isoAlpha2", "isoAlpha3", "untsNumber", "untsVolume", "cowNumber", "atopNumber", "claimId", "factId", "flagId")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact.

    Attributes:
        iri: what it is about; empty for a literal.
        text: a literal in words.
        note: what a reader wants beside the name, such as a date.
        marks: the numbers of its sources on this page.
        proof: the terms of an inferred statement, of which there is a proof; empty for one that the files state.
    """

    node: Node
    name: Name
    note: str = ""
    marks: tuple[int, ...] = ()
    standing: Standing | None = None
    proof: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Values under a heading."""

    relation: str
    heading: str
    values: tuple[Value, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it wants more room than one column."""
        return len(self.values) > 4 or any(len(v.name.text) + len(v.note) > 38 for v in self.values)


@dataclass(slots=True)
class Said:
    """What is said of a thing: its statements, whether the files state each, and what its values are called."""

    iri: str
    rows: Rows
    names: dict[str, Name] = field(default_factory=dict)
    details: dict[str, dict[str, Node]] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        """The classes that it is of."""
        return [value(row, "o") for row in self.rows if value(row, "p") == RDF + "type"]

    def all(self, local: str) -> list[Node]:
        """Return the values of a term of the ontology."""
        return [row["o"] for row in self.rows if value(row, "p") == TERM + local]

    def one(self, local: str) -> str:
        """Return the text of one value of a term of the ontology; nothing where there is none."""
        return next((node.value for node in self.all(local)), "")

    @property
    def span(self) -> Span:
        """When it was."""
        return Span(*(read_day(self.one(bound)) for bound in BOUNDS))

    def span_of(self, iri: str) -> Span:
        """When another thing that it leads to was."""
        details = self.details.get(iri, {})
        return Span(
            *(read_day(details[name].value) if name in details else None for name in BOUNDS)
        )


def said(reader: Reader, iri: str) -> Said:
    """Return what is said of *iri* in the reader's view, with the names and dates of what it leads to."""
    found = Said(iri, reader.rows(SAID % {"iri": iri, "asserted": ASSERTED}))
    values = [row["o"].value for row in found.rows if row["o"].is_iri]
    found.names = names(reader, [iri, *values, *(value(row, "p") for row in found.rows)])
    for row in reader.rows(DETAILS % listed(values)) if values else ():
        local = value(row, "p").removeprefix(TERM)
        found.details.setdefault(value(row, "s"), {})[local] = row["o"]
    more = {n.value for d in found.details.values() for n in d.values() if n.is_iri}
    found.names |= names(reader, more - set(found.names))
    return found


def facts(
    reader: Reader,
    about: Said,
    kind: Kind,
    evidence: Evidence,
    hidden: frozenset[str] = frozenset(),
) -> tuple[list[Fact], list[Fact]]:
    """Return the facts of a thing in the order of its kind, and those that say what it is called elsewhere.

    Args:
        hidden: terms that the page tells in another way.
    """
    left = HIDDEN | {TERM + name for name in hidden}
    rows = [row for row in about.rows if value(row, "p") not in left or _is_far(row)]
    narrowed = _without_broader(reader, rows)
    grouped: dict[str, tuple[str, list[Value]]] = {}
    for row in narrowed:
        p = value(row, "p")
        title = heading(p.removeprefix(TERM), about.names[p], reader.language)
        grouped.setdefault(title, (p, []))[1].append(_value(about, row, evidence))
    found = [Fact(p, title, _ordered(values)) for title, (p, values) in grouped.items()]
    places = {TERM + name: index for index, name in enumerate(kind.order)}
    found.sort(key=lambda fact: (places.get(fact.relation, 99), fact.heading))
    here = [fact for fact in found if fact.relation not in ELSEWHERE]
    return here, [fact for fact in found if fact.relation in ELSEWHERE]


def _is_far(row: Row) -> bool:
    """Tell whether a bound is a day that no calendar here has, which the words of when it was leave out."""
    is_bound = value(row, "p").removeprefix(TERM) in BOUNDS
    return is_bound and read_day(value(row, "o")) is None


def _ordered(values: list[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda v: (v.proof is not None, v.name.text.casefold())))


def _without_broader(reader: Reader, rows: Rows) -> Rows:
    """Leave out what a narrower statement says already: whoever is bound by a treaty takes part in it."""
    broader: dict[str, set[str]] = {}
    for row in reader.rows(BROADER % listed(value(row, "p") for row in rows)) if rows else ():
        broader.setdefault(value(row, "p"), set()).add(value(row, "broader"))
    implied = {
        (wider, row["o"])
        for row in rows
        for wider in broader.get(value(row, "p"), ())
        if value(row, "p") not in broader.get(wider, ())
    }
    return [
        row
        for row in rows
        if "asserted" in row
        or ((value(row, "p"), row["o"]) not in implied and value(row, "p") != TERM + "supportedBy")
    ]


def _value(about: Said, row: dict[str, Node], evidence: Evidence) -> Value:
    node, predicate = row["o"], value(row, "p")
    claims = evidence.claims_of(about.iri, predicate, node.n3)
    contested = (about.iri, predicate, node.n3) in evidence.contested
    is_disputed = contested or any(evidence.accounts[c].against for c in claims)
    return Value(
        node,
        about.names[node.value] if node.is_iri else Name(spoken(node, predicate), node.language),
        note(about, node.value) if node.is_iri else "",
        evidence.marks(claims),
        evidence.standing(claims, contested=contested) if is_disputed else None,
        None if "asserted" in row else (f"<{about.iri}>", f"<{predicate}>", node.n3),
    )


def spoken(node: Node, predicate: str = "") -> str:
    """Return a literal in words."""
    kind = node.datatype.rpartition("#")[2]
    if kind in ("date", "dateTime", "gYear", "gYearMonth"):
        return literal(node)
    if predicate == TERM + "share":
        return numbers.share(node.value)
    if kind in ("integer", "decimal", "double", "nonNegativeInteger"):
        return numbers.number(node.value)
    if kind == "boolean":
        return say({"true": "yes", "false": "no"}.get(node.value, node.value))
    if predicate == TERM + "givesQuantity":
        return numbers.quantity(node.value, CURRENCIES)
    if predicate == DCTERMS + "language":
        return say(TONGUES[node.value]) if node.value in TONGUES else node.value
    return node.value if len(node.value) <= MOST else f"{node.value[:MOST]} …"


def note(about: Said, iri: str) -> str:
    """Return what a reader wants beside the name of something: how much money it is, or when it was."""
    details = about.details.get(iri, {})
    if "amount" in details:
        currency = details.get("currency")
        code = currency.value.removeprefix(TERM) if currency else ""
        unit = CURRENCIES.get(code) or (about.names[currency.value].text if currency else "")
        amount = details["amount"].value
        return f"{numbers.large(amount)} {numbers.unit(amount, unit) if unit else ''}".strip()
    if "signedOn" in details:
        return literal(details["signedOn"])
    return when(about.span_of(iri))

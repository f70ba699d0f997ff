"""Who says so: the claims behind statements, the sources behind claims, and how they stand to each other."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass, field

from comity.reading.asking import Reader, listed, term, value
from comity.reading.dates import literal
from comity.reading.names import Name, names
from comity.reading.words import say
from comity.vocabulary import EVIDENCE

Triple = tuple[str, str, str]
REPORTED = """
SELECT ?s ?p ?o ?contested ?claim WHERE {
  VALUES ?s { %s }
  GRAPH <%s> {
    ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; comity:reportedBy ?claim
    OPTIONAL { ?statement comity:isContested ?contested }
  }
} ORDER BY ?claim"""
ACCOUNTS = """
SELECT ?claim ?p ?o ?source ?start ?end WHERE {
  VALUES ?claim { %s }
  VALUES ?p { comity:statement comity:allegedBy comity:contradicts comity:confirms comity:statedIn comity:supportedBy }
  ?claim ?p ?o
  OPTIONAL { ?o comity:passageOf ?source ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end }
} ORDER BY ?claim ?source ?start ?o"""
REVERSED = """
SELECT ?claim ?p ?o WHERE {
  VALUES ?claim { %s } VALUES ?p { comity:contradicts comity:confirms } ?o ?p ?claim
} ORDER BY ?claim ?o"""
SOURCES = """
SELECT ?s ?p ?o ?kind WHERE {
  VALUES ?s { %s }
  VALUES ?p { comity:publisherName comity:publishedOn comity:webAddress comity:partisanFor comity:characterCount comity:sourceKind comity:authorName }
  ?s ?p ?o
} ORDER BY ?s ?o"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source says something: a passage of it, by the characters that it begins and ends at."""

    passage: str
    source: str
    start: int
    end: int


@dataclass(slots=True)
class Account:
    """A claim as a page needs it."""

    iri: str
    statement: str = ""
    language: str = ""
    by: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    agreeing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A source as it stands in the list of evidence, with its number there."""

    iri: str
    number: int
    name: Name
    publisher: str = ""
    author: str = ""
    published: str = ""
    address: str = ""
    kind: str = ""
    sides: list[str] = field(default_factory=list)
    length: int = 0
    places: list[Place] = field(default_factory=list)
    claims: list[Account] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands: a sign, a word, and which of the five it is (yes, alone, no, said, unknown)."""

    sign: str
    word: str
    rank: str


class Evidence:
    """The claims that say what a page says, and their sources, numbered in the order in which the page names them."""

    def __init__(self, reader: Reader, subjects: Iterable[str], claims: Iterable[str] = ()) -> None:
        """Load the claims behind what is stated of *subjects*, and *claims* besides."""
        self.reader = reader
        self.by_triple: dict[Triple, list[str]] = {}
        self.contested: set[Triple] = set()
        subjects = listed(subjects)
        for row in reader.rows(REPORTED % (subjects, EVIDENCE)) if subjects else ():
            triple = (value(row, "s"), value(row, "p"), row["o"].n3)
            self.by_triple.setdefault(triple, []).append(value(row, "claim"))
            if "contested" in row:
                self.contested.add(triple)
        self.accounts: dict[str, Account] = {}
        self.add(iri for found in (*self.by_triple.values(), tuple(claims)) for iri in found)
        self.numbers: dict[str, int] = {}
        self.used: dict[str, dict[str, None]] = {}

    def unnamed(self) -> "Evidence":
        """Return the same with no source named yet."""
        other = copy(self)
        other.numbers, other.used = {}, {}
        return other

    def add(self, claims: Iterable[str]) -> None:
        """Load what *claims* say, those that contradict or confirm them included."""
        fresh = [iri for iri in dict.fromkeys(claims) if iri not in self.accounts]
        for depth in range(2):
            if not fresh:
                return
            self._load(fresh)
            others = (o for iri in fresh for o in self._others(iri, depth))
            fresh = [iri for iri in dict.fromkeys(others) if iri not in self.accounts]

    def _others(self, iri: str, depth: int) -> list[str]:
        account = self.accounts[iri]
        return [] if depth else [*account.against, *account.agreeing]

    def _load(self, claims: list[str]) -> None:
        self.accounts |= {iri: Account(iri) for iri in claims}
        for row in self.reader.rows(ACCOUNTS % listed(claims)):
            account, said = self.accounts[value(row, "claim")], row["o"]
            local = value(row, "p").rpartition("/")[2]
            if local == "statement":
                if not account.statement or said.language == self.reader.language:
                    account.statement, account.language = said.value, said.language
            elif local == "supportedBy":
                if "start" in row:
                    start, end = int(value(row, "start")), int(value(row, "end"))
                    account.places.append(Place(said.value, value(row, "source"), start, end))
            else:
                _kept(account, local, said.value)
        for row in self.reader.rows(REVERSED % listed(claims)):
            _kept(
                self.accounts[value(row, "claim")],
                value(row, "p").rpartition("/")[2],
                value(row, "o"),
            )

    def claims_of(self, subject: str, predicate: str = "", value: str = "") -> list[str]:
        """Return the claims that say a statement, or anything of *subject* where no predicate is given."""
        if predicate:
            return self.by_triple.get((subject, predicate, value), [])
        found = (c for (s, _, _), claims in self.by_triple.items() if s == subject for c in claims)
        return list(dict.fromkeys(found))

    def sources_of(self, claims: Iterable[str]) -> list[str]:
        """Return the sources of *claims*, each once."""
        known = [self.accounts[iri] for iri in claims if iri in self.accounts]
        found = (s for a in known for s in (*(p.source for p in a.places), *a.sources))
        return list(dict.fromkeys(found))

    def marks(self, claims: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the sources of *claims*; a source that the page has not named yet gets the next one."""
        claims = list(claims)
        for claim in claims:
            for source in self.sources_of([claim]):
                self.numbers.setdefault(source, len(self.numbers) + 1)
                self.used.setdefault(source, {})[claim] = None
        return tuple(sorted({self.numbers[s] for s in self.sources_of(claims)}))

    def standing(self, claims: Collection[str], *, contested: bool = False) -> Standing:
        """Tell how what *claims* say stands."""
        accounts = [self.accounts[iri] for iri in claims if iri in self.accounts]
        if contested or any(account.against for account in accounts):
            return Standing("≠", say("others say otherwise"), "no")
        if accounts and all(account.by for account in accounts):
            return Standing("❝", say("claimed"), "said")
        count = len(self.sources_of(claims))
        if count > 1:
            return Standing("✓", say("{count} sources agree", count=count), "yes")
        return (
            Standing("○", say("one source alone"), "alone")
            if count
            else Standing("?", say("no source recorded"), "unknown")
        )

    def sources(self) -> list[Source]:
        """Return the sources that the page has named, by their numbers, each with the claims that it was named for."""
        called = names(self.reader, self.numbers)
        found = {iri: Source(iri, number, called[iri]) for iri, number in self.numbers.items()}
        rows = self.reader.rows(SOURCES % listed(found)) if found else []
        spoken = names(self.reader, [value(row, "o") for row in rows if row["o"].is_iri])
        for row in rows:
            source, node = found[value(row, "s")], row["o"]
            match value(row, "p").removeprefix(term("")):
                case "publisherName":
                    source.publisher = node.value
                case "authorName":
                    source.author = node.value
                case "publishedOn":
                    source.published = literal(node)
                case "webAddress":
                    source.address = node.value
                case "characterCount":
                    source.length = int(node.value)
                case "sourceKind":
                    source.kind = spoken[node.value].text
                case "partisanFor":
                    source.sides.append(node.value)
        for iri, source in found.items():
            source.claims = [self.accounts[claim] for claim in self.used.get(iri, ())]
            places = (p for account in source.claims for p in account.places if p.source == iri)
            source.places = sorted(dict.fromkeys(places), key=lambda place: place.start)
        return list(found.values())


def _kept(account: Account, local: str, iri: str) -> None:
    lists = {
        "allegedBy": account.by,
        "statedIn": account.sources,
        "contradicts": account.against,
        "confirms": account.agreeing,
    }
    if local in lists and iri not in lists[local]:
        lists[local].append(iri)

"""Lists of the things of a kind, with what they can be narrowed down by, counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.reading.asking import Reader, listed, term, value
from comity.reading.classes import particular
from comity.reading.dates import Span, when
from comity.reading.facet_values import TERMS, THINGS, full_of, short_of
from comity.reading.force import Force, in_force
from comity.reading.kinds import Kind
from comity.reading.names import Name, names
from comity.reading.sequence import LATE, spans_of
from comity.reading.words import ENGLISH, say, thousands, tongue
from comity.vocabulary import TERM

PAGE, MOST = 50, 20_000
MEMBERS = """
SELECT ?s WHERE { VALUES ?class { %s } ?s a ?class FILTER(isIRI(?s)) %s } LIMIT %d"""
APART = "FILTER NOT EXISTS { VALUES ?other { %s } ?s a ?other }"
VALUES = "SELECT ?s ?facet ?o WHERE { %s }"
CONTESTED = '{ ?s comity:contradicts|^comity:contradicts ?x BIND("standing" AS ?facet) BIND("contested" AS ?o) }'
CONFIRMED = (
    '{ ?s comity:confirms|^comity:confirms ?x BIND("standing" AS ?facet) BIND("confirmed" AS ?o) }'
)


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that a list can be narrowed down by: a path of properties, or a pattern of its own."""

    name: str
    title: str
    path: str = ""
    pattern: str = ""

    @property
    def question(self) -> str:
        """The pattern that finds its values."""
        return self.pattern or f'{{ ?s {self.path} ?o BIND("{self.name}" AS ?facet) }}'


KIND_OF = Aspect("type", "Kind")
ASPECTS = {
    "treaties": (Aspect("party", "Party", "comity:signatory|comity:boundParty|comity:hasParty"), KIND_OF),
    "acts": (Aspect("adopted", "Adopted by", "comity:adoptedBy"), KIND_OF),
    "disputes": (Aspect("side", "Side", "comity:disputant|comity:disputantState"), Aspect("about", "About", "comity:concerns"), KIND_OF),
    "facilities": (Aspect("in", "Lies in", "comity:hostCountry"), Aspect("state", "State behind it", "comity:operatingState"), KIND_OF),
    "claims": (Aspect("standing", "Standing", pattern=f"{CONTESTED} UNION {CONFIRMED}"), Aspect("by", "Who says so", "comity:allegedBy"), Aspect("about", "About", "comity:aboutEntity")),
    "events": (Aspect("who", "Who acted", "comity:initiator"), Aspect("class", "Word or deed", "comity:quadClass"), KIND_OF),
    "sources": (Aspect("kind", "What it is", "comity:sourceKind"), Aspect("side", "Speaks for", "comity:partisanFor"), Aspect("state", "Can it be read", "comity:linkStatus")),
    "people": (Aspect("office", "Office", "comity:heldOffice/comity:office"),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list."""

    iri: str
    name: Name
    span: Span
    when: str
    notes: tuple[tuple[str, Name], ...]
    force: Force | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a list can be narrowed down to, and how many things are left then."""

    value: str
    name: Name
    count: int
    is_chosen: bool

    @property
    def is_word(self) -> bool:
        """Whether it is a word of ours, and no thing that has a name of its own."""
        return not self.value.startswith((THINGS, TERMS, "http"))


@dataclass(slots=True)
class Listing:
    """One page of a list.

    Attributes:
        count, whole: how many things are as chosen, and how many there are.
        offered: by aspect, the values that any of them has.
    """

    kind: Kind
    count: int
    whole: int
    items: list[Item]
    facets: list[tuple[Aspect, list[Choice]]] = field(default_factory=list)
    page: int = 1
    offered: dict[str, set[str]] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """How many things there are, of how many, in words."""
        count = thousands(self.count)
        if self.count != self.whole:
            count = say("{count} of {whole}", count=count, whole=thousands(self.whole))
        if tongue() != ENGLISH:
            return f"{say(self.kind.plural)}: {count}".capitalize()
        return f"{count} {self.kind.plural if self.count != 1 else self.kind.name}"

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // PAGE))


def listing(reader: Reader, kind: Kind, chosen: Mapping[str, str], page: int) -> Listing:
    """Return a page of the things of *kind* that are as *chosen*, values by the name of the aspect; pages count from 1."""
    values_of, spans, lasting, called = reader.once(
        ("list", kind.path), lambda: _whole(reader, kind)
    )
    members = list(values_of)
    if kind.path == "treaties":
        values_of = {iri: dict(facts) for iri, facts in values_of.items()}
        for iri, force in in_force(reader, members).items():
            values_of[iri]["force"] = [force.answer]
    left = [
        iri for iri in members if all(v in values_of[iri].get(a, ()) for a, v in chosen.items())
    ]
    shown = left[PAGE * (page - 1) : PAGE * page]
    found = Listing(kind, len(left), len(members), [], page=page)
    for facts in values_of.values():
        for name, values in facts.items():
            found.offered.setdefault(name, set()).update(values)
    found.facets = _facets(reader, kind, values_of, left, chosen)
    found.items = _items(reader, kind, shown, values_of, spans, lasting, called)
    return found


def aspects(kind: Kind) -> tuple[Aspect, ...]:
    """Return what the list of *kind* can be narrowed down by."""
    force = (Aspect("force", "In force"),) if kind.path == "treaties" else ()
    return (*force, *ASPECTS.get(kind.path, (KIND_OF,)))


Values = dict[str, dict[str, list[str]]]


def _whole(reader: Reader, kind: Kind) -> tuple[Values, dict[str, Span], set[str], dict[str, Name]]:
    """Return the things of a kind in order, with what each can be found by, when it was and what it is called."""
    classes = listed(term(name) for name in kind.classes)
    apart = APART % listed(map(term, kind.without)) if kind.without else ""
    members = {value(row, "s") for row in reader.rows(MEMBERS % (classes, apart, MOST))}
    spans, lasting = spans_of(reader, members)
    called = names(reader, members)
    ordered = sorted(
        members, key=lambda iri: (spans[iri].first or LATE, called[iri].text.casefold(), iri)
    )
    return _values(reader, kind, ordered), spans, lasting, called


def _values(reader: Reader, kind: Kind, members: list[str]) -> Values:
    values_of: Values = {iri: {} for iri in members}
    patterns = " UNION ".join(a.question for a in aspects(kind) if a.path or a.pattern)
    for row in reader.rows(VALUES % patterns) if members and patterns else ():
        facts = values_of.get(value(row, "s"), {})
        short = short_of(reader.namespace, value(row, "o"))
        if short not in facts.setdefault(value(row, "facet"), []):
            facts[value(row, "facet")].append(short)
    if KIND_OF in aspects(kind):
        for iri, classes in particular(reader, members).items():
            values_of[iri]["type"] = [
                short_of(reader.namespace, c) for c in classes if c.startswith(TERM)
            ]
    if kind.path == "claims":
        for facts in values_of.values():
            facts.setdefault("standing", ["one source alone"])
    return values_of


def _facets(
    reader: Reader,
    kind: Kind,
    values_of: dict[str, dict[str, list[str]]],
    left: list[str],
    chosen: Mapping[str, str],
) -> list[tuple[Aspect, list[Choice]]]:
    counts = {
        a.name: Counter(v for iri in left for v in values_of[iri].get(a.name, ()))
        for a in aspects(kind)
    }
    iris = {
        v: full_of(reader.namespace, v)
        for c in counts.values()
        for v in c
        if v.startswith((THINGS, TERMS))
    }
    called = names(reader, iris.values()) if iris else {}
    found = []
    for aspect in aspects(kind):
        choices = [
            Choice(v, called[iris[v]] if v in iris else Name(v), n, chosen.get(aspect.name) == v)
            for v, n in counts[aspect.name].most_common()
            if v != "ontology/Derived"
        ]
        if len(choices) > 1 or aspect.name in chosen:
            found.append((aspect, sorted(choices, key=lambda c: (-c.count, c.name.text))))
    return found


def _items(
    reader: Reader,
    kind: Kind,
    shown: list[str],
    values_of: dict[str, dict[str, list[str]]],
    spans: dict[str, Span],
    lasting: set[str],
    called: dict[str, Name],
) -> list[Item]:
    first = next((a.name for a in aspects(kind) if a.name not in ("force", "standing")), "")
    noted = {
        iri: [
            full_of(reader.namespace, v)
            for v in values_of[iri].get(first, ())
            if v.startswith((THINGS, TERMS)) and v != "ontology/Derived"
        ]
        for iri in shown
    }
    beside = names(reader, [v for values in noted.values() for v in values])
    force = in_force(reader, shown) if kind.path == "treaties" else {}
    return [
        Item(
            iri,
            called[iri],
            spans[iri],
            when(spans[iri], is_lasting=iri in lasting),
            tuple(sorted(((v, beside[v]) for v in noted[iri]), key=lambda one: one[1].text)[:4]),
            force.get(iri),
            next(iter(values_of[iri].get("standing", ())), ""),
        )
        for iri in shown
    ]

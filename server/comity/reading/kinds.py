"""The kinds of things that have a page of their own kind: what one wants to know of each, and in which order."""

from collections.abc import Collection
from dataclasses import dataclass

from comity.vocabulary import OWL, RDF, SKOS, TERM


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing.

    Attributes:
        name, plural: what one and what many are called, as in a running sentence.
        path: the first part of the address of their list; empty for a kind that has none.
        classes: the terms of the ontology that make a thing one of this kind; the first that fits counts.
        order: the properties that a reader looks for, first things first.
        is_lasting: whether what has no end goes on, as a membership does.
        without: classes whose members are of another kind, though they are of one of these classes too.
    """

    name: str
    plural: str
    path: str
    classes: tuple[str, ...]
    order: tuple[str, ...] = ()
    is_lasting: bool = False
    without: tuple[str, ...] = ()


KINDS = (
    Kind("dispute", "disputes", "disputes", ("Dispute",), ("disputant", "disputantState", "involvesState", "concerns", "settledBy", "hasAmount")),
    Kind("treaty", "treaties", "treaties", ("InternationalInstrument", "Treaty"), ("signedOn", "signedAt", "inForceFrom", "inForceUntil", "hasParty", "covers", "governs", "establishes", "termYears", "termUntil", "replacesInstrument", "supersedes", "amends", "prolongs")),
    Kind("act or contract", "acts and contracts", "acts", ("Instrument",), ("signedOn", "signedAt", "adoptedBy", "inForceFrom", "inForceUntil", "approves", "covers", "hasAmount"), without=("InternationalInstrument", "Treaty")),
    Kind("facility", "facilities", "facilities", ("Facility",), ("hostCountry", "locatedIn", "nearestTown", "operatingState", "governedBy", "missionOf", "accreditedTo")),
    Kind("claim", "claims", "claims", ("Claim",), ("allegedBy", "epistemicStatus", "givesDate", "givesQuantity", "aboutEntity", "claimedCause", "claimedEffect", "reports", "confirms", "contradicts", "statedIn", "supportedBy")),
    Kind("event", "events", "events", ("Event",), ("initiator", "speaker", "target", "hasParticipant", "hasPlace", "concerns", "partOf", "inResponseTo", "quadClass", "cutoffExtent", "hasAmount")),
    Kind("source", "sources", "sources", ("Source",), ("sourceKind", "publisherName", "publishedOn", "authorName", "webAddress", "partisanFor", "linkStatus")),
    Kind("state", "states", "states", ("Polity", "State"), ("sharesBorderWith", "hasDiplomaticRelationsWith", "memberOf", "foundedBy", "hosts")),
    Kind("person", "people", "people", ("Person",), ("heldOffice",)),
    Kind("organisation", "organisations", "organisations", ("Organisation",), ("organOf", "controlledBy", "foundedBy", "hasFoundingMember")),
    Kind("office", "offices", "", ("Office",), ("officeIn",)),
    Kind("loan", "loans", "", ("Loan",), ("lender", "borrower", "hasAmount", "trancheOf")),
    Kind("situation", "situations", "", ("Situation", "Participation"), ("party", "organisation", "office", "operator", "owner", "ownedCompany", "share"), is_lasting=True),
    Kind("place", "places", "", ("Place",), ("inCountry", "locatedIn")),
    Kind("passage", "passages", "", ("Passage",), ("passageOf",)),
    Kind("sum of money", "sums of money", "", ("MonetaryAmount",), ("amount", "currency", "amountRole", "perQuantity")),
    Kind("review note", "review notes", "", ("ReviewNote",), ("reviews",)),
    Kind("number", "numbers", "", ("Observation",), ("observedMeasure", "observedFor", "relativeTo", "value", "share", "unit")),
)  # fmt: skip
THING = Kind("thing", "things", "", ())
VOCABULARY = (OWL, RDF, SKOS, "http://www.w3.org/2000/01/rdf-schema#")
BY_PATH = {kind.path: kind for kind in KINDS if kind.path}


def kind_of(types: Collection[str]) -> Kind:
    """Return the kind of a thing that is of *types*, IRIs of classes."""
    names = {iri.removeprefix(TERM) for iri in types if iri.startswith(TERM)}
    found = (kind for kind in KINDS for name in kind.classes if name in names)
    return next(found, THING)


def is_term(types: Collection[str]) -> bool:
    """Tell whether *types* are those of a term of an ontology."""
    return any(iri.startswith(VOCABULARY) for iri in types)

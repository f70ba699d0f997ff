"""The first sentences of a page, made from what is known of the thing; what is not known is not said."""

from collections.abc import Callable
from dataclasses import dataclass

from comity.reading.asking import Reader, value
from comity.reading.dates import at, day, read_day, when
from comity.reading.evidence import Evidence
from comity.reading.facts import Said
from comity.reading.kinds import Kind
from comity.reading.sentences import Sentence, article, counted, opened
from comity.vocabulary import ASSERTED, TERM

CLASS = """
SELECT ?class ?label ?asserted WHERE {
  <%(iri)s> a ?class . ?class rdfs:label ?label FILTER(LANG(?label) = "en")
  OPTIONAL { GRAPH <%(asserted)s> { <%(iri)s> a ?class } BIND(true AS ?asserted) }
  FILTER NOT EXISTS { <%(iri)s> a ?narrower . ?narrower rdfs:subClassOf ?class FILTER(?narrower != ?class) }
} ORDER BY ?label"""


@dataclass(frozen=True, slots=True)
class Class:
    """A class that a thing is of: whether the files say so, or it follows."""

    iri: str
    label: str
    is_asserted: bool


def classes(reader: Reader, iri: str) -> list[Class]:
    """Return the most particular classes of a thing, those that the files state first."""
    rows = reader.rows(CLASS % {"iri": iri, "asserted": ASSERTED})
    found = [Class(value(row, "class"), value(row, "label"), "asserted" in row) for row in rows]
    return sorted(found, key=lambda one: not one.is_asserted)


def lead(reader: Reader, kind: Kind, about: Said, evidence: Evidence, called: str) -> Sentence:
    """Return the first sentences about a thing.

    Args:
        called: what class of thing it is, in words.
    """
    sentence = Sentence(about.names)
    LEADS.get(kind.name, _plain)(reader, about, evidence, sentence, called, kind)
    return sentence


Lead = Callable[[Reader, Said, Evidence, Sentence, str, Kind], None]


def _iris(about: Said, *locals: str) -> list[str]:
    found = (node.value for local in locals for node in about.all(local) if node.is_iri)
    return sorted(dict.fromkeys(found), key=lambda iri: about.names[iri].text)


def _marks(about: Said, evidence: Evidence, *locals: str) -> tuple[int, ...]:
    claims = [
        claim
        for local in locals
        for node in about.all(local)
        for claim in evidence.claims_of(about.iri, TERM + local, node.n3)
    ]
    return evidence.marks(dict.fromkeys(claims))


def _dispute(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    sides = _iris(about, "disputant") or _iris(about, "disputantState")
    begun = at(when(about.span, is_lasting=False))
    if sides:
        s.all(sides).say(" were in dispute")
    else:
        s.say(opened(called))
    if matters := _iris(about, "concerns"):
        s.say(" over ").all(matters)
    s.say(f" {begun}" if begun else "").mark(
        _marks(about, evidence, "beginEarliest", "endLatest")
    ).say(".")
    if not about.span.end_latest and about.span.is_known:
        s.say(" When it ended is not known here.")
    if settled := _iris(about, "settledBy"):
        s.say(" It was settled by ").all(settled).mark(_marks(about, evidence, "settledBy")).say(
            "."
        )


def _treaty(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    parties = _iris(about, "signatory", "boundParty", "hasParty")
    if parties:
        s.say(" between " if len(parties) == 2 else " of ").all(parties)
    if signed := read_day(about.one("signedOn")):
        s.say(f", signed on {day(signed)}").mark(_marks(about, evidence, "signedOn"))
    if places := _iris(about, "signedAt"):
        s.say(" in ").all(places)
    if force := read_day(about.one("inForceFrom")):
        s.say(f"{' and' if signed else ','} in force since {day(force)}").mark(
            _marks(about, evidence, "inForceFrom")
        )
    if until := read_day(about.one("inForceUntil")):
        s.say(f" until {day(until)}").mark(_marks(about, evidence, "inForceUntil"))
    s.say(".")
    if parties and not force:
        s.say(" When it entered into force for all is not recorded here.")
    if covered := [node for node in about.all("covers")]:
        s.say(f" It covers {'; '.join(node.value for node in covered)}").mark(
            _marks(about, evidence, "covers")
        ).say(".")


def _event(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if actors := _iris(about, "speaker", "initiator"):
        s.say(" by ").all(actors).mark(_marks(about, evidence, "speaker", "initiator"))
    if targets := [iri for iri in _iris(about, "target") if iri not in actors]:
        s.say(" towards ").all(targets).mark(_marks(about, evidence, "target"))
    if told := at(when(about.span)):
        s.say(f", {told}").mark(_marks(about, evidence, "beginEarliest", "endLatest"))
    else:
        s.say("; its day is not known here")
    if wholes := _iris(about, "measureIn") or _iris(about, "partOf"):
        s.say(". It is part of ").all(wholes)
    if answered := _iris(about, "inResponseTo"):
        s.say(". It answers ").all(answered).mark(_marks(about, evidence, "inResponseTo"))
    s.say(".")


def _claim(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    account = evidence.accounts.get(about.iri)
    speakers = _iris(about, "allegedBy")
    if speakers:
        s.all(speakers).say(" said so" if len(speakers) < 2 else " say so")
    else:
        s.say("This is said")
    if sources := _iris(about, "statedIn") or (evidence.sources_of([about.iri])):
        named = [iri for iri in sources if iri in about.names]
        if named:
            s.say(", as reported in " if speakers else " by ").all(named, most=3)
        s.mark(evidence.marks([about.iri]))
    s.say(".")
    if account and account.against:
        s.say(
            f" {counted(len(account.against), 'statement contradicts', 'statements contradict')} it."
        )
    elif account and account.agreeing:
        s.say(
            f" {counted(len(account.agreeing), 'other statement bears', 'other statements bear')} it out."
        )


RESTING = """
SELECT (COUNT(DISTINCT ?claim) AS ?all) (COUNT(DISTINCT ?alone) AS ?only) WHERE {
  { ?claim comity:statedIn <%(iri)s> } UNION { ?claim comity:supportedBy/comity:passageOf <%(iri)s> }
  OPTIONAL {
    BIND(?claim AS ?alone)
    FILTER NOT EXISTS { ?claim comity:statedIn ?second FILTER(?second != <%(iri)s>) }
    FILTER NOT EXISTS { ?other comity:confirms ?claim }
    FILTER NOT EXISTS { ?claim comity:confirms ?another }
  }
}"""


def _source(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    kinds = _iris(about, "sourceKind")
    s.say(opened(about.names[kinds[0]].text) if kinds else "A source")
    if publisher := about.one("publisherName"):
        s.say(f", published by {publisher}")
    row = reader.rows(RESTING % {"iri": about.iri})[0]
    total, alone = int(value(row, "all")), int(value(row, "only"))
    if total == 0:
        s.say(". No statement rests on it.")
        return
    s.say(f". {counted(total, 'statement rests', 'statements rest')} on it; ")
    s.say(
        "others say the same of all of them."
        if not alone
        else "no other source says what it says."
        if alone == total
        else f"{alone:,} of them on it alone."
    )
    if sides := _iris(about, "partisanFor"):
        s.say(" It speaks for ").all(sides).say(", a side of these matters.")


def _facility(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if towns := _iris(about, "nearestTown"):
        s.say(" near ").all(towns).mark(_marks(about, evidence, "nearestTown"))
    if countries := _iris(about, "hostCountry"):
        s.say(" in ").all(countries)
    if runners := _iris(about, "operatedBy"):
        s.say(", run by " if len(runners) == 1 else ", run now or before by ").all(runners)
    elif owners := _iris(about, "missionOf"):
        s.say(", of ").all(owners)
    s.say(".")
    if towns and not about.all("hasPosition"):
        s.say(" Where exactly it stands is not recorded: the map shows the town.")


def _state(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if neighbours := _iris(about, "sharesBorderWith"):
        s.say(" that borders on ").all(neighbours).mark(_marks(about, evidence, "sharesBorderWith"))
    s.say(".")
    treaties = len(set(_iris(about, "boundBy", "signatoryOf", "partyTo")))
    if treaties:
        s.say(f" It signed or is bound by {counted(treaties, 'treaty', 'treaties')} here")
        members = _iris(about, "memberOf")
        s.say(
            f", and is or was a member of {counted(len(members), 'organisation', 'organisations')}."
            if members
            else "."
        )


def _person(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.name(about.iri)
    held = [iri for iri in _iris(about, "heldOffice")]
    if held:
        s.say(
            f" held {counted(len(held), 'office', 'offices')} that {'is' if len(held) == 1 else 'are'} told of below"
        )
    else:
        s.say(f" is {article(called)} spoken of here; no office of theirs is recorded")
    s.say(".")
    if said := _iris(about, "alleges"):
        s.say(
            f" {counted(len(said), 'statement', 'statements')} here {'is' if len(said) == 1 else 'are'} said to be theirs."
        )


def _plain(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    if not called:
        return
    s.say(opened(called))
    if told := when(about.span, is_lasting=kind.is_lasting):
        s.say(f", {told}").mark(_marks(about, evidence, "beginEarliest", "endLatest"))
    if wholes := _iris(about, "organOf", "controlledBy", "officeIn", "inCountry"):
        s.say(
            " of "
            if about.all("organOf") or about.all("officeIn")
            else " in "
            if about.all("inCountry")
            else ", controlled by "
        ).all(wholes)
    s.say(".")


LEADS: dict[str, Lead] = {
    "dispute": _dispute,
    "treaty": _treaty,
    "event": _event,
    "claim": _claim,
    "source": _source,
    "facility": _facility,
    "state": _state,
    "person": _person,
}

"""The first sentences of a page, made from what is known of the thing; what is not known is not said."""

from collections.abc import Callable
from dataclasses import dataclass

from comity.reading import numbers
from comity.reading.asking import Reader, value
from comity.reading.classes import particular
from comity.reading.dates import at, day, read_day, when
from comity.reading.evidence import Evidence
from comity.reading.facts import Said
from comity.reading.kinds import Kind
from comity.reading.lead_parts import iris, marks
from comity.reading.leads_of_claims import claim, source
from comity.reading.names import names
from comity.reading.sentences import Sentence, article, counted, opened
from comity.reading.words import ENGLISH, say, tongue
from comity.vocabulary import ASSERTED

CLASS = """
SELECT ?class ?asserted WHERE {
  <%(iri)s> a ?class FILTER(isIRI(?class))
  OPTIONAL { GRAPH <%(asserted)s> { <%(iri)s> a ?class } BIND(true AS ?asserted) }
}"""


@dataclass(frozen=True, slots=True)
class Class:
    """A class that a thing is of: whether the files say so, or it follows."""

    iri: str
    label: str
    is_asserted: bool


def classes(reader: Reader, iri: str) -> list[Class]:
    """Return the most particular classes of a thing, those that the files state first."""
    rows = reader.rows(CLASS % {"iri": iri, "asserted": ASSERTED})
    stated = {value(row, "class") for row in rows if "asserted" in row}
    lowest = particular(reader, [iri]).get(iri, [])
    called = names(reader, lowest, is_made=False)
    found = [Class(one, called[one].text, one in stated) for one in lowest if one in called]
    return sorted(found, key=lambda one: (not one.is_asserted, one.label))


def lead(reader: Reader, kind: Kind, about: Said, evidence: Evidence, called: str) -> Sentence:
    """Return the first sentences about a thing.

    Args:
        called: what class of thing it is, in words.
    """
    sentence = Sentence(about.names)
    if tongue() != ENGLISH:
        return _brief(about, evidence, sentence, called, kind)
    LEADS.get(kind.name, _plain)(reader, about, evidence, sentence, called, kind)
    return sentence


def _brief(about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind) -> Sentence:
    """Say what a thing is and when it was, in words that no language has to inflect."""
    s.say(called[:1].upper() + called[1:])
    if signed := read_day(about.one("signedOn")):
        s.say(", ", say("signed on {day}", day=day(signed))).mark(
            marks(about, evidence, "signedOn")
        )
    elif span := when(about.span, is_lasting=kind.is_lasting):
        s.say(", ", span).mark(marks(about, evidence, "beginEarliest", "endLatest"))
    return s.say(".")


Lead = Callable[[Reader, Said, Evidence, Sentence, str, Kind], None]


def _dispute(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    sides = iris(about, "disputant") or iris(about, "disputantState")
    begun = at(when(about.span, is_lasting=False))
    if sides:
        s.all(sides).say(" were in dispute")
    else:
        s.say(opened(called))
    if matters := iris(about, "concerns"):
        s.say(" over ").all(matters)
    dated = marks(about, evidence, "beginEarliest", "endLatest")
    if begun and not about.span.end_earliest and not about.span.end_latest:
        s.say(f". It began {begun}").mark(dated).say("; when it ended is not known here.")
    else:
        s.say(f" {begun}" if begun else "").mark(dated).say(".")
        if begun and not about.span.end_latest:
            s.say(" When it ended is not known here.")
    if settled := iris(about, "settledBy"):
        s.say(" It was settled by ").all(settled).mark(marks(about, evidence, "settledBy")).say(".")


def _treaty(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    parties = iris(about, "signatory", "boundParty", "hasParty")
    if parties:
        s.say(" between " if len(parties) == 2 else " of ").all(parties)
    if signed := read_day(about.one("signedOn")):
        s.say(f", signed on {day(signed)}").mark(marks(about, evidence, "signedOn"))
    if places := iris(about, "signedAt"):
        s.say(" in ").all(places)
    if force := read_day(about.one("inForceFrom")):
        s.say(f"{' and' if signed else ','} in force since {day(force)}").mark(
            marks(about, evidence, "inForceFrom")
        )
    if until := read_day(about.one("inForceUntil")):
        s.say(f" until {day(until)}").mark(marks(about, evidence, "inForceUntil"))
    s.say(".")
    if parties and not force:
        s.say(" When it entered into force for all is not recorded here.")
    if covered := [node for node in about.all("covers")]:
        s.say(f" It covers {'; '.join(node.value for node in covered)}").mark(
            marks(about, evidence, "covers")
        ).say(".")


def _event(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if actors := iris(about, "speaker", "initiator"):
        s.say(" by ").all(actors).mark(marks(about, evidence, "speaker", "initiator"))
    if targets := [iri for iri in iris(about, "target") if iri not in actors]:
        s.say(" towards ").all(targets).mark(marks(about, evidence, "target"))
    if date_words := at(when(about.span)):
        s.say(f", {date_words}").mark(marks(about, evidence, "beginEarliest", "endLatest"))
    elif not about.one("beginEarliest"):
        s.say("; its day is not known here")
    if wholes := iris(about, "measureIn") or iris(about, "partOf"):
        s.say(". It is part of ").all(wholes)
    if answered := iris(about, "inResponseTo"):
        s.say(". It answers ").all(answered).mark(marks(about, evidence, "inResponseTo"))
    s.say(".")


def _facility(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if towns := iris(about, "nearestTown"):
        s.say(" near ").all(towns).mark(marks(about, evidence, "nearestTown"))
    if countries := iris(about, "hostCountry"):
        s.say(" in ").all(countries)
    if runners := iris(about, "operatedBy"):
        s.say(", run by " if len(runners) == 1 else ", run now or before by ").all(runners)
    elif owners := iris(about, "missionOf"):
        s.say(", of ").all(owners)
    s.say(".")
    if towns and not about.all("hasPosition"):
        s.say(" Where exactly it stands is not recorded: the map shows the town.")


def _state(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if neighbours := iris(about, "sharesBorderWith"):
        s.say(" that borders on ").all(neighbours).mark(marks(about, evidence, "sharesBorderWith"))
    s.say(".")
    treaties = len(set(iris(about, "boundBy", "signatoryOf", "partyTo")))
    if treaties:
        s.say(f" It signed or is bound by {counted(treaties, 'treaty', 'treaties')} here")
        members = iris(about, "memberOf")
        s.say(
            f", and is or was a member of {counted(len(members), 'organisation', 'organisations')}."
            if members
            else "."
        )


def _person(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.name(about.iri)
    held = [iri for iri in iris(about, "heldOffice")]
    if held:
        s.say(
            f" held {counted(len(held), 'office', 'offices')} that {'is' if len(held) == 1 else 'are'} told of below"
        )
    else:
        s.say(f" is {article(called)} spoken of here; no office of theirs is recorded")
    s.say(".")
    if said := iris(about, "alleges"):
        s.say(
            f" {counted(len(said), 'statement', 'statements')} here {'is' if len(said) == 1 else 'are'} said to be theirs."
        )


def _plain(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    if not called:
        return
    s.say(opened(called))
    if date_words := when(about.span, is_lasting=kind.is_lasting):
        s.say(f", {date_words}").mark(marks(about, evidence, "beginEarliest", "endLatest"))
    if wholes := iris(about, "organOf", "controlledBy", "officeIn", "inCountry"):
        s.say(
            " of "
            if about.all("organOf") or about.all("officeIn")
            else " in "
            if about.all("inCountry")
            else ", controlled by "
        ).all(wholes)
    s.say(".")


def _money(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    amount, units = about.one("amount"), iris(about, "currency")
    if not amount:
        s.say(opened(called)).say(".")
        return
    unit = numbers.unit(amount, about.names[units[0]].text) if units else ""
    s.say(f"{numbers.large(amount)} {unit}".strip()).mark(marks(about, evidence, "amount"))
    if roles := iris(about, "amountRole"):
        s.say(", ").all(roles)
    s.say(".")


def _loan(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    s.say(opened(called))
    if lenders := iris(about, "lender"):
        s.say(" of ").all(lenders).mark(marks(about, evidence, "lender"))
    if borrowers := iris(about, "borrower"):
        s.say(" to ").all(borrowers).mark(marks(about, evidence, "borrower"))
    s.say(".")


LEADS: dict[str, Lead] = {
    "dispute": _dispute,
    "treaty": _treaty,
    "act or contract": _treaty,
    "sum of money": _money,
    "loan": _loan,
    "event": _event,
    "claim": claim,
    "source": source,
    "facility": _facility,
    "state": _state,
    "person": _person,
}

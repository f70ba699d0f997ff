"""Whether a treaty is in force on a day: yes, no, or not known, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.reading.asking import Reader, listed, value
from comity.reading.dates import day, read_day
from comity.reading.names import names
from comity.reading.words import say
from comity.vocabulary import TERM

TREATIES = """
SELECT ?s ?p ?o ?later WHERE {
  VALUES ?s { %s }
  {
    VALUES ?p { comity:signedOn comity:inForceFrom comity:inForceUntil comity:termUntil }
    ?s ?p ?o
  } UNION {
    ?s comity:hasParticipation ?part VALUES ?p { comity:inForceFrom comity:inForceUntil } ?part ?p ?o
    FILTER NOT EXISTS { ?s ?p ?own }
  } UNION {
    VALUES (?p ?q) { (comity:prolongs comity:prolongs) (comity:supersedes comity:supersedes) }
    ?later ?q ?s BIND(?later AS ?o)
  }
}"""


@dataclass(frozen=True, slots=True)
class Force:
    """Whether a treaty is in force: yes, no or unknown, with the reason in words."""

    answer: str
    why: str

    @property
    def sign(self) -> str:
        """A sign beside the word, so that nothing depends on colour."""
        return {"yes": "✓", "no": "–", "unknown": "?"}[self.answer]


def in_force(reader: Reader, iris: Iterable[str]) -> dict[str, Force]:
    """Tell of each treaty of *iris* whether it is in force on the reader's day."""
    wanted = list(iris)
    values_of: dict[str, dict[str, list[str]]] = {iri: {} for iri in wanted}
    for row in reader.rows(TREATIES % listed(wanted)) if wanted else ():
        local = value(row, "p").removeprefix(TERM)
        values_of[value(row, "s")].setdefault(local, []).append(value(row, "o"))
    later = {iri for facts in values_of.values() for iri in facts.get("prolongs", ())}
    called = names(reader, later) if later else {}
    return {
        iri: _told(facts, reader.today, [called[o].text for o in facts.get("prolongs", ())])
        for iri, facts in values_of.items()
    }


def _told(facts: dict[str, list[str]], today: date, prolonged: list[str]) -> Force:
    days = {name: [d for v in values if (d := read_day(v))] for name, values in facts.items()}
    begun, ended, term = days.get("inForceFrom"), days.get("inForceUntil"), days.get("termUntil")
    if ended and max(ended) <= today:
        return Force("no", say("it ended on {day}", day=day(max(ended))))
    if begun and min(begun) > today:
        return Force("no", say("it enters into force on {day}", day=day(min(begun))))
    if not begun:
        return Force("unknown", say("no day of its entry into force is recorded"))
    if term and max(term) <= today:
        by = (
            say(
                "; “{name}” prolongs it, but no entry into force of that is recorded",
                name=prolonged[0],
            )
            if prolonged
            else say(", and no prolongation is recorded")
        )
        return Force("unknown", say("its term ended on {day}", day=day(max(term))) + by)
    return Force("yes", say("since {day}; no end is recorded", day=day(min(begun))))

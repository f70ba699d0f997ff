"""Dates as people write them, never sharper than they are known.

The bounds are those of the Simple Event Model: the first and the last day on which something can have begun and ended.

Source: https://semanticweb.cs.vu.nl/2009/11/sem/
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from comity.reading.asking import Node
from comity.reading.words import ENGLISH, say, tongue

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)")
YEAR = re.compile(r"(-?\d{4,})(?:Z|[+-]\d\d:\d\d)?$")


@dataclass(frozen=True, slots=True)
class Span:
    """When something was, as far as it is known: four days, each of which may be missing."""

    begin_earliest: date | None = None
    begin_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return any((self.begin_earliest, self.begin_latest, self.end_earliest, self.end_latest))

    @property
    def is_ended(self) -> bool:
        """Whether anything is known of its end."""
        return bool(self.end_earliest or self.end_latest)

    @property
    def first(self) -> date | None:
        """The earliest day that it can have been."""
        return self.begin_earliest or self.begin_latest or self.end_earliest or self.end_latest

    @property
    def last(self) -> date | None:
        """The latest day that is known of it."""
        return self.end_latest or self.end_earliest or self.begin_latest or self.begin_earliest


def read_day(text: str) -> date | None:
    """Return the day that *text* tells in the form of XSD; None where it tells none that a calendar has."""
    found = DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except (ValueError, OverflowError):
        return None


def day(when: date) -> str:
    """Write a day: 1 January 2004."""
    return f"{when.day} {say(MONTHS[when.month - 1])} {when.year}"


def month(number: int) -> str:
    """Return the name of a month that stands without a day, which some languages inflect otherwise."""
    name = MONTHS[number - 1]
    return name if tongue() == ENGLISH else say(f"{name} alone")


def between(earliest: date | None, latest: date | None) -> str:
    """Write a day that is known only to lie between two: as a day, a month, a year, years, or its bounds."""
    if earliest is None or latest is None:
        if earliest:
            return say("{day} or later", day=day(earliest))
        return say("{day} or earlier", day=day(latest)) if latest else ""
    if earliest == latest:
        return day(earliest)
    whole_months = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    if whole_months and (earliest.month, latest.month) == (1, 12):
        years = f"{earliest.year}–{latest.year}"
        return (
            str(earliest.year) if earliest.year == latest.year else say("in {years}", years=years)
        )
    if whole_months and (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{month(earliest.month)} {earliest.year}"
    days = _day_range(earliest, latest, f" {say('and')} ")
    return say("between {days}", days=days)


def _day_range(one: date, other: date, joint: str) -> str:
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day}{joint}{day(other)}"
    if one.year == other.year:
        return f"{one.day} {say(MONTHS[one.month - 1])}{joint}{day(other)}"
    return f"{day(one)}{joint}{day(other)}"


def when(span: Span, *, is_lasting: bool = False) -> str:
    """Write a span: 18–19 February 2004, 2009, since 8 December 1991, 2014 to an end not known.

    Args:
        is_lasting: whether what has no end goes on, as a membership does, and is not over in the moment.
    """
    begin = between(span.begin_earliest, span.begin_latest)
    end = between(span.end_earliest, span.end_latest)
    if not begin:
        return say("until {day}", day=_bare(end)) if end else ""
    if not end:
        return say("since {day}", day=_bare(begin)) if is_lasting else begin
    if begin == end:
        return begin
    exact = span.begin_earliest == span.begin_latest and span.end_earliest == span.end_latest
    if exact and span.begin_earliest and span.end_latest:
        one, other = span.begin_earliest, span.end_latest
        same_month = (one.year, one.month) == (other.year, other.month)
        return _day_range(one, other, "–" if same_month else " – ")
    return say("{begin} to {end}", begin=_bare(begin), end=_bare(end))


def _bare(words: str) -> str:
    """Return a day as it stands after a preposition."""
    if words.startswith(say("between {days}", days="")):
        return say("a day {words}", words=words)
    return words.removeprefix(say("in {years}", years=""))


def at(words: str) -> str:
    """Return *words* of a date with the preposition that a sentence needs: on a day, in a month or a year."""
    if not words or words.split()[0] in ("since", "until", "between", "by", "not", "in"):
        return words
    if " to " in words or "–" in words or " – " in words:
        return f"from {words}" if " to " in words else words_of_range(words)
    return f"on {words}" if words[0].isdigit() and " " in words else f"in {words}"


def words_of_range(words: str) -> str:
    """Return a range of days as a sentence has it: from 1 January to 8 June 2004."""
    joint = " – " if " – " in words else "–"
    return f"from {words.replace(joint, ' to ')}"


def literal(node: Node) -> str:
    """Write a literal of a date, a month or a year in words; another is given as it is."""
    text = node.value
    kind = node.datatype.rpartition("#")[2]
    if kind in ("date", "dateTime") and (found := read_day(text)):
        return day(found)
    if kind in ("date", "dateTime") and (far := DAY.match(text)) and _is_far(far):
        return f"{int(far[3])} {say(MONTHS[int(far[2]) - 1])} {_far(int(far[1]))}"
    if kind == "gYearMonth" and (alone := re.match(r"(\d{4})-(0[1-9]|1[0-2])", text)):
        return f"{month(int(alone[2]))} {alone[1]}"
    if kind == "gYear" and (year := YEAR.match(text)):
        return _far(int(year[1]))
    return text


def _is_far(found: re.Match[str]) -> bool:
    """Tell whether a day is of a year that the calendar of Python has not."""
    year, number, day = map(int, found.groups())
    return not 0 < year < 10_000 and 0 < number < 13 and 0 < day < 32


def _far(year: int) -> str:
    """Write a year of any era; the year 0 of XSD is the first before Christ.

    Source: XML Schema 1.1 part 2 §D.2.1 https://www.w3.org/TR/xmlschema11-2/#theSevenPropertyModel
    """
    return str(year) if year > 0 else say("{year} BC", year=1 - year)

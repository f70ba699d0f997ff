"""Dates and times of XSD on one line of time, exactly: any year, any number of decimals, hour 24.

Source: XML Schema 1.1 part 2 §3.3.7-§3.3.11 https://www.w3.org/TR/xmlschema11-2/#dateTime, §D.2 and §E.3.4 there
"""

import re
from fractions import Fraction
from typing import NamedTuple

DAY = 86400
YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
MONTH = r"(?P<month>0[1-9]|1[0-2])"
DATE = rf"{YEAR}-{MONTH}-(?P<day>0[1-9]|[12][0-9]|3[01])"
TIME = r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)|(?P<end>24:00:00(?:\.0+)?))"
ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
FORMS = {
    "dateTime": re.compile(f"{DATE}T{TIME}{ZONE}"),
    "date": re.compile(DATE + ZONE),
    "time": re.compile(TIME + ZONE),
    "gYearMonth": re.compile(f"{YEAR}-{MONTH}{ZONE}"),
    "gYear": re.compile(YEAR + ZONE),
}
"""The lexical forms, by the local name of the datatype."""
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Moment(NamedTuple):
    """Whether it has a zone, and its seconds on the line of time, of its beginning where it is longer."""

    zoned: bool
    seconds: Fraction


def moment(text: str, datatype: str) -> Moment:
    """Return what *text* means as a value of a datatype of `FORMS`.

    Raises:
        ValueError: it is none of its forms, or a day that no calendar has.
    """
    found = FORMS[datatype].fullmatch(text)
    if not found:
        raise ValueError(text)
    parts = found.groupdict()
    year, month, day = (int(parts.get(name) or 1) for name in ("year", "month", "day"))
    if day > LENGTHS[month - 1] + (month == 2 and _is_leap(year)):
        raise ValueError(text)
    seconds = Fraction(DAY * _days(year, month, day)) + _of_day(parts)
    zone = parts["zone"]
    return Moment(zone is not None, seconds - _offset(zone or "Z"))


def certainly_differ(one: Moment, other: Moment, datatype: str) -> bool:
    """Say whether two moments cannot be one: with and without a zone they may be, and times are of any day."""
    if one.zoned != other.zoned:
        return False
    apart = one.seconds - other.seconds
    return bool(apart % DAY if datatype == "time" else apart)


def _of_day(parts: dict[str, str | None]) -> Fraction:
    if parts.get("end"):
        return Fraction(DAY)
    hour, minute = (int(parts.get(name) or 0) for name in ("hour", "minute"))
    return 3600 * hour + 60 * minute + Fraction(parts.get("second") or 0)


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = 60 * int(zone[1:3]) + int(zone[4:6])
    return 60 * minutes * (-1 if zone[0] == "-" else 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days(year: int, month: int, day: int) -> int:
    """Count the days from the first of the year 1 of the proleptic Gregorian calendar."""
    before = year - 1
    leaps = before // 4 - before // 100 + before // 400
    of_year = sum(LENGTHS[: month - 1]) + (month > 2 and _is_leap(year)) + day - 1
    return 365 * before + leaps + of_year

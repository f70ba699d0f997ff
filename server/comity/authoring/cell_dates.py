"""Dates as people write them in cells → days, months and years; what can be read in two ways is refused."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from comity.authoring.packages import package
from comity.authoring.sheets import Value
from comity.vocabulary import XSD

YEAR = re.compile(r"\d{4}", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
IN_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d]+)\.?,?\s+(?:(\d{1,2}),\s+)?(\d{4})")
SERIAL = re.compile(r"[1-9]\d{4}", re.ASCII)
"""A day from 1927 to 2173 as Excel counts them; fewer digits are a year."""
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class CellDate:
    """A day, a month or a year: its first and its last day."""

    first: date
    last: date

    @property
    def literal(self) -> Literal:
        """It as xsd:date, xsd:gYearMonth or xsd:gYear."""
        names = {0: ("date", str(self.first)), 27: ("gYearMonth", str(self.first)[:7])}
        length = (self.last - self.first).days
        name, text = names[min(length, 27)] if length < 300 else ("gYear", str(self.first)[:4])
        return Literal(text, datatype=NamedNode(XSD + name))

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def cell_date(value: Value) -> CellDate:
    """Read a day, a month or a year.

    Raises:
        ValueError: it is none, or may be two; the sentence says what to write.
    """
    if isinstance(value, datetime):
        if value.time() != datetime.min.time():
            raise ValueError(f"'{value}' has a time of day; write the day alone")
        value = value.date()
    if isinstance(value, date):
        return CellDate(value, value)
    text = " ".join(str(value).split())
    if SERIAL.fullmatch(text):
        raise ValueError(f"{text} is a number; if it is a day of Excel, give its cell the format of a date; else write it as 2010-02-28")  # fmt: skip
    year, month, day = _parts(text)
    if not year:
        raise ValueError(f"'{text}' is no date, as there is no year 0; write it as 2010-02-28, 2010-02 or 2010")  # fmt: skip
    if month is not None and not 1 <= month <= MONTHS_OF_YEAR:
        raise ValueError(f"'{text}' is no date, as there is no month {month}; write it as 2010-02-28, 2010-02 or 2010")  # fmt: skip
    if month is None:
        return CellDate(date(year, 1, 1), date(year, 12, 31))
    length = calendar.monthrange(year, month)[1]
    if day is None:
        return CellDate(date(year, month, 1), date(year, month, length))
    if not 1 <= day <= length:
        raise ValueError(f"'{text}' is no day; write {year:04}-{month:02}-{length} or {year:04}-{month:02}")  # fmt: skip
    return CellDate(date(year, month, day), date(year, month, day))


def _parts(text: str) -> tuple[int, int | None, int | None]:
    """Return year, month and day, as far as *text* has them."""
    if YEAR.fullmatch(text):
        return int(text), None, None
    if found := YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4]) if found[4] else None
    if found := DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := EITHER.fullmatch(text):
        return _told_apart(text, int(found[1]), int(found[3]), int(found[4]))
    if (found := IN_WORDS.fullmatch(text)) and (month := _months().get(found[2].casefold())):
        day = found[1] or found[3]
        return int(found[4]), month, int(day) if day else None
    raise ValueError(
        f"'{text}' is no date; write it as 2010-02-28, 2010-02 or 2010, or leave the cell empty if it is not known"
    )


def _told_apart(text: str, one: int, other: int, year: int) -> tuple[int, int, int]:
    """Return year, month and day of what has them in an order that only its numbers tell."""
    if one <= MONTHS_OF_YEAR and other <= MONTHS_OF_YEAR and one != other:
        raise ValueError(f"'{text}' may be two days; write {year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}, which is it?")  # fmt: skip
    return (year, one, other) if other > MONTHS_OF_YEAR else (year, other, one)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Return the months by their names and short names, in the languages most sheets are written in."""
    found: dict[str, int] = {}
    dates = package("babel.dates")
    for language in ("uk", "pl", "es", "fr", "de", "be", "ru", "en"):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                names = dates.get_month_names(width, context, language)
                found |= {name.casefold().rstrip("."): month for month, name in names.items()}
    return found

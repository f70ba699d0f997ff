"""What claims give in dates and quantities, so that it can be compared with the statements that they are evidence of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import Literal, Quad

from comity.evidence.vocabulary import (
    BOUNDS,
    GIVES_DATE,
    GIVES_QUANTITY,
    NUMBERED,
    PASSAGE_OF,
    PUBLISHED_ON,
    STATED_IN,
    SUPPORTED_BY,
    UNITS,
)
from comity.vocabulary import XSD

PERCENT = "%"
DATED = frozenset(XSD + name for name in ("date", "gYearMonth", "gYear"))
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; no unit where it has none, or where that is not known."""

    number: Decimal
    unit: str = ""

    def is_given_by(self, other: "Quantity") -> bool:
        """Say whether *other* is the same; a share is one in hundredths."""
        number = other.number / 100 if other.unit == PERCENT else other.number
        unit = "" if other.unit == PERCENT else other.unit
        return self.number == number and self.unit in ("", unit)

    def __str__(self) -> str:
        return f"{self.number} {self.unit}".strip()


class Given:
    """Knows what each claim gives, and in which sources it stands."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._facts: dict[tuple[Any, Any], list[Any]] = defaultdict(list)
        for quad in quads:
            self._facts[quad.subject, quad.predicate].append(quad.object)

    def days(self, claim: object) -> list[Days]:
        """Return the spans of days that a claim gives."""
        found = [span(value) for value in self._facts.get((claim, GIVES_DATE), ())]
        for earliest, latest in BOUNDS:
            edges = [
                span(value)
                for bound in (earliest, latest)
                for value in self._facts.get((claim, bound), ())
            ]
            known = [edge for edge in edges if edge]
            if known:
                found.append((min(e[0] for e in known), max(e[1] for e in known)))
        return [days for days in found if days]

    def quantities(self, claim: object) -> list[Quantity]:
        """Return the quantities that a claim gives."""
        found = (quantity(value.value) for value in self._facts.get((claim, GIVES_QUANTITY), ()))
        return [one for one in found if one]

    def measured(self, quad: Quad) -> Quantity | None:
        """Return the number that a statement states, with the unit of its thing; None where it states none."""
        if quad.predicate.value not in NUMBERED or not isinstance(quad.object, Literal):
            return None
        try:
            number = Decimal(quad.object.value)
        except InvalidOperation:
            return None
        units = [self._facts.get((quad.subject, unit), [])[:1] for unit in UNITS]
        return Quantity(number, "/".join(_name(term) for unit in units for term in unit))

    def sources(self, claim: object) -> list[tuple[Any, Days | None]]:
        """Return the sources of a claim, each with the days on which it may have been published."""
        passages = self._facts.get((claim, SUPPORTED_BY), ())
        found = [s for passage in passages for s in self._facts.get((passage, PASSAGE_OF), ())]
        found += self._facts.get((claim, STATED_IN), ())
        days = [self._facts.get((source, PUBLISHED_ON), [None])[0] for source in found]
        return [(s, span(day)) for s, day in zip(found, days, strict=True)]

    def values(self, subject: object, predicate: object) -> list[Any]:
        """Return what is stated about a subject by a property."""
        return self._facts.get((subject, predicate), [])


def _name(term: object) -> str:
    value = str(getattr(term, "value", term))
    return value if isinstance(term, Literal) else value.rsplit("/", 1)[-1]


def span(value: object) -> Days | None:
    """Return the first and last day of a date, month or year; None where *value* is none."""
    if not isinstance(value, Literal) or value.datatype.value not in DATED:
        return None
    try:
        parts = [int(part) for part in value.value.split("-")]
        first = date(*[*parts, 1, 1][:3])
        if len(parts) == 1:
            return first, date(parts[0], 12, 31)
        if len(parts) == 2:
            after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
            return first, date.fromordinal(after.toordinal() - 1)
    except (ValueError, OverflowError):  # years before 1, and what is no date
        return None
    return first, first


def quantity(text: str) -> Quantity | None:
    """Read a number, a blank and a unit; None where *text* is something else."""
    number, _, unit = text.partition(" ")
    try:
        return Quantity(Decimal(number), unit)
    except InvalidOperation:
        return None

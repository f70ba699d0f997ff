"""A scale of time: where a day is in a picture, and which years, months or days its axis names."""

from dataclasses import dataclass
from datetime import date, timedelta

from comity.reading.dates import MONTHS
from comity.reading.words import say

LEFT = 24


@dataclass(frozen=True, slots=True)
class Scale:
    """From the first to the last day, over a width in units of the picture that begins at *left*."""

    first: date
    last: date
    width: float
    left: float

    @property
    def edge(self) -> float:
        """Where the picture ends."""
        return self.left + self.width + LEFT

    def x(self, day: date) -> float:
        """Return where a day is; what is outside of the picture is at its edge."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(self.left + self.width * min(max(share, 0), 1), 1)

    def ticks(self) -> list[tuple[str, int, float]]:
        """Return the years that the axis names, or the months of a short time: words, year, and where it begins."""
        days = (self.last - self.first).days
        if days < 800:
            return self._months() if days > 90 else self._days(-(-days // 7))
        count = self.last.year - self.first.year + 1
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if count / s <= 14)
        years = (y for y in range(self.first.year, self.last.year + 1) if y % step == 0)
        return [
            (str(year), year, self.x(date(year, 1, 1)))
            for year in years
            if date(year, 1, 1) >= self.first
        ]

    def _days(self, step: int) -> list[tuple[str, int, float]]:
        """Return every so many days, named."""
        days = (
            self.first + timedelta(days=n) for n in range(0, (self.last - self.first).days, step)
        )
        return [(f"{d.day} {say(MONTHS[d.month - 1])[:3]}", d.year, self.x(d)) for d in days]

    def _months(self) -> list[tuple[str, int, float]]:
        found = []
        day = self.first.replace(day=1)
        while day <= self.last:
            words = (
                f"{say(MONTHS[day.month - 1])[:3]} {day.year}"
                if day.month == 1
                else say(MONTHS[day.month - 1])[:3]
            )
            if day >= self.first:
                found.append((words, day.year, self.x(day)))
            if date.max - day < timedelta(days=32):
                break
            day = (day + timedelta(days=32)).replace(day=1)
        return found[:: max(1, len(found) // 14)]

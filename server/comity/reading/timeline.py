"""A time line: what is known of when things were, laid out in lanes and rows, without saying more than is known."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from comity.reading.moments import LANES, Moment
from comity.reading.scale import LEFT, Scale

MANY = 400
"""From so many things on, they are drawn by the year."""
WIDTH, ROW, LETTER = 1180, 17, 6.3


@dataclass(frozen=True, slots=True)
class Bar:
    """How a thing is drawn: what is certain hard, what is only possible soft, with its label.

    Attributes:
        soft, hard: from where to where, in units of the picture; none where there is nothing of the kind.
        tail: where a dotted line begins that says that the end is not known; none where it is.
        arrow: whether it goes on beyond the picture.
        is_thin: whether its label stands above it, for which a long bar has no room beside it.
    """

    moment: Moment
    y: float
    soft: tuple[float, float] | None
    hard: tuple[float, float] | None
    tail: float | None
    arrow: bool
    label: str
    label_x: float
    anchor: str
    label_y: float
    is_thin: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """How many things of a lane began in a year, or in several, and the bar that says so."""

    first: int
    last: int
    count: int
    x: float
    y: float
    width: float

    @property
    def words(self) -> str:
        """The years, as a reader says them."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(slots=True)
class Lane:
    """A lane of the picture."""

    name: str
    title: str
    y: float
    height: float
    bars: list[Bar] = field(default_factory=list)
    years: list[Years] = field(default_factory=list)


@dataclass(slots=True)
class Drawing:
    """The picture: its size, its lanes, and the years of its axis with where they are and how wide."""

    width: float
    height: float
    first: date
    last: date
    lanes: list[Lane]
    ticks: list[tuple[str, int, float]]
    moments: list[Moment]
    is_grouped: bool = False


def draw(
    found: list[Moment],
    today: date,
    begin: date | None = None,
    until: date | None = None,
    *,
    is_small: bool = False,
    width: int = WIDTH,
) -> Drawing:
    """Lay the picture out.

    Args:
        today: where what goes on is drawn to.
        is_small: without labels, as on the home page.
        width: how wide it is, in pixels where it has room.
    """
    first = begin or min((m.span.first for m in found if m.span.first), default=today)
    last = until or max(
        [
            *(m.span.last for m in found if m.span.last),
            *([today] if any(m.goes_on for m in found) else []),
        ],
        default=today,
    )
    if not begin and not until:
        first, last = date(first.year, 1, 1), date(last.year, 12, 31)
    if last <= first:
        first, last = min(first, date.max - timedelta(days=1)), first
        last = max(last, first + timedelta(days=1))
    scale = Scale(
        first,
        last,
        width - 2 * LEFT - (0 if not is_small else 120),
        LEFT if not is_small else LEFT + 120,
    )
    lanes, y = [], 6.0
    is_grouped = len(found) > MANY
    for name, title, _ in LANES:
        mine = [m for m in found if m.lane == name]
        if not mine:
            continue
        lane = Lane(name, title, y, 0)
        if is_grouped:
            _by_year(lane, mine, scale)
        else:
            _rows(lane, mine, scale, today, is_small)
        lanes.append(lane)
        y += lane.height + (8 if not is_small else 7)
    return Drawing(width, y + 20, first, last, lanes, scale.ticks(), found, is_grouped)


def _rows(lane: Lane, mine: list[Moment], scale: Scale, today: date, is_small: bool) -> None:
    """Put each thing into the first row in which it and its label have room."""
    ends: list[float] = []
    row_height, top = (5, 2) if is_small else (ROW, 22)
    placed = []
    for moment in mine:
        bar = _bar(moment, scale, today, is_small)
        left = min(
            bar.label_x - (len(bar.label) * LETTER if bar.anchor == "end" else 0), _left(bar)
        )
        right = max(
            bar.label_x + (len(bar.label) * LETTER if bar.anchor == "start" else 0), _right(bar)
        )
        row = next((n for n, end in enumerate(ends) if end < left - 4), len(ends))
        ends[row : row + 1] = [right]
        placed.append((bar, row))
    for bar, row in placed:
        y = lane.y + top + row * row_height
        lane.bars.append(replace(bar, y=y + 11 if bar.is_thin else y, label_y=y + 9))
    lane.height = top + len(ends) * row_height + (6 if not is_small else 2)


def _left(bar: Bar) -> float:
    return min(edge[0] for edge in (bar.soft, bar.hard) if edge)


def _right(bar: Bar) -> float:
    return max(edge[1] for edge in (bar.soft, bar.hard) if edge) + (22 if bar.tail else 0)


def _bar(moment: Moment, scale: Scale, today: date, is_small: bool) -> Bar:
    span = moment.span
    first, last = span.first or today, span.last or today
    if moment.goes_on:
        last = max(today, last)
    begun = span.begin_latest or first
    ended = span.end_earliest or (today if moment.goes_on else span.begin_earliest or begun)
    soft = (scale.x(first), max(scale.x(last), scale.x(first) + 1)) if first < last else None
    hard = (scale.x(begun), scale.x(ended)) if begun <= ended else None
    width = 6 if not is_small else 4
    if hard and hard[1] - hard[0] < width:
        hard = (hard[0], hard[0] + width)
    if soft is None and hard is None:
        soft = (scale.x(first), scale.x(first) + width)
    is_open = (
        moment.lane == "disputes"
        and span.is_known
        and not span.end_latest
        and not span.end_earliest
    )
    right = max(edge[1] for edge in (soft, hard) if edge)
    label = "" if is_small else _shortened(moment.name.text)
    room = scale.edge - right - (26 if is_open else 4) - len(label) * LETTER
    left = min(edge[0] for edge in (soft, hard) if edge)
    before = room < 0 and left - len(label) * LETTER > 0
    inside = room < 0 and not before
    x = left - 5 if before else left + 2 if inside else right + (26 if is_open else 5)
    tail = right if is_open else None
    anchor = "end" if before else "start"
    return Bar(
        moment, 0, soft, hard, tail, moment.goes_on, label, x, anchor, 0, inside and not is_small
    )


def _shortened(text: str, limit: int = 44) -> str:
    return text if len(text) <= limit else text[: limit - 2].rsplit(" ", 1)[0] + " …"


def _by_year(lane: Lane, mine: list[Moment], scale: Scale) -> None:
    """Draw how many things of a lane began in each year, or each ten of them."""
    years = scale.last.year - scale.first.year + 1
    step = 1 if years <= 120 else 10 if years <= 1200 else 100
    counts = Counter((m.span.first or scale.first).year // step * step for m in mine)
    largest, height = max(counts.values()), 60
    for begun, count in sorted(counts.items()):
        first, final = max(begun, 1), min(begun + step - 1, 9999)
        x = scale.x(date(first, 1, 1))
        wide = max(scale.x(date(final, 12, 31)) - x - 1, 2)
        tall = max(3.0, height * count / largest)
        y = round(lane.y + 22 + height - tall, 1)
        lane.years.append(Years(first, final, count, x, y, round(wide, 1)))
    lane.height = height + 30

"""Which of the formats on offer an Accept header takes, and which it takes most gladly.

Source: RFC 9110 §12.5.1 https://www.rfc-editor.org/rfc/rfc9110#field.accept
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from comity.query.formats import GRAPHS, RESULTS, Format

HTML = ("text/html", "application/xhtml+xml")
MOST_RANGES = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """The short names of the formats that a header takes for rows and for triples, and whether it wants a page.

    Attributes:
        rows_named, triples_named: whether it names the format, and does not only let it through with a wildcard.
    """

    rows: str | None
    triples: str | None
    page: bool = False
    rows_named: bool = False
    triples_named: bool = False


@lru_cache(maxsize=256)
def choose(header: str) -> Choice:
    """Choose by an Accept header; an empty one takes anything."""
    ranges = _ranges(header or "*/*")
    rows, triples = _best(RESULTS, ranges), _best(GRAPHS, ranges)
    page = max((_quality(name, ranges) for name in HTML if _is_named(name, ranges)), default=0.0)
    data = max((found[0] for found in (rows, triples) if found and found[2]), default=0.0)
    return Choice(
        rows and rows[1],
        triples and triples[1],
        page > 0 and page >= data,
        bool(rows and rows[2]),
        bool(triples and triples[2]),
    )


def _ranges(header: str) -> dict[str, float]:
    """Read media ranges without their parameters, none of which changes what is offered here, and their qualities."""
    found: dict[str, float] = {}
    for value, quality in list(parse_accept_header(header, MIMEAccept))[:MOST_RANGES]:
        name = value.partition(";")[0].strip().lower()
        found[name] = max(quality, found.get(name, 0.0))
    return found


def _quality(name: str, ranges: dict[str, float]) -> float:
    """Return how gladly *name* is taken: the most specific range that fits it counts."""
    kind = name.partition("/")[0]
    return next((ranges[r] for r in (name, f"{kind}/*", "*/*") if r in ranges), 0.0)


def _is_named(name: str, ranges: dict[str, float]) -> bool:
    return ranges.get(name, 0.0) > 0


def _best(offer: Sequence[Format], ranges: dict[str, float]) -> tuple[float, str, bool] | None:
    """Return the quality and short name of the format taken most gladly, and whether it is named; the first of equals."""
    best: tuple[float, str, bool] | None = None
    for offered in offer:
        media_type = offered.media_type.partition(";")[0]
        found = _quality(media_type, ranges), _is_named(media_type, ranges)
        if ranges.get(media_type) != 0:
            found = max(found, *_named(offered.also, ranges), (0.0, False))
        if found[0] > 0 and (
            best is None or found[0] > best[0] or (found[0] == best[0] and found[1] > best[2])
        ):
            best = found[0], offered.name, found[1]
    return best


def _named(names: Iterable[str], ranges: dict[str, float]) -> list[tuple[float, bool]]:
    return [(ranges[name], True) for name in names if _is_named(name, ranges)]

"""Values of cells → terms of RDF, each by the kind of value that its column has."""

import math
import re
from collections.abc import Callable
from difflib import get_close_matches
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from comity.authoring.cell_dates import CellDate, cell_date
from comity.authoring.headers import Filled
from comity.authoring.known_things import KnownThings, told
from comity.authoring.names import iri
from comity.authoring.rows import text_of
from comity.authoring.sheets import Value
from comity.builder.description import LANGUAGE
from comity.checks.names import MOST, is_readable
from comity.vocabulary import RDF, XSD

Pairs = list[tuple[str, Literal | NamedNode]]
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
DATED = ("day", "date", "begin", "end", "time")
BOUNDS = {
    "begin": ("comity:beginEarliest", "comity:beginLatest"),
    "end": ("comity:endEarliest", "comity:endLatest"),
}


def pairs(cell: Filled, known: KnownThings, language: str) -> Pairs:
    """Return the properties, as IRIs, and the values that a cell means which names no thing.

    Raises:
        ValueError: it is not what its column wants; the sentence says what to write.
    """
    return READERS[cell.column.value](cell, known, language)


def dates(cell: Filled) -> CellDate | None:
    """Return the date in a cell; None where its column is for something else.

    Raises:
        ValueError: it is no date.
    """
    return cell_date(cell.value) if cell.column.value in DATED else None


def _property(cell: Filled) -> str:
    return iri(cell.column.steps[-1])


def hold_readable(text: str) -> None:
    """Refuse a name or sentence that the gate would refuse.

    Raises:
        ValueError: it has a control character, or is too long.
    """
    if not is_readable(text):
        raise ValueError(f"{text[:40]!r} has a control character, or nothing that can be seen; write it anew")  # fmt: skip
    if len(text) > MOST:
        raise ValueError(f"it has {len(text):,} characters, and a name or sentence at most {MOST:,}; write less")  # fmt: skip


def _text(cell: Filled, known: KnownThings, language: str) -> Pairs:
    hold_readable(text_of(cell.value))
    return [(_property(cell), Literal(text_of(cell.value), language=language))]


def _string(cell: Filled, known: KnownThings, language: str) -> Pairs:
    hold_readable(text_of(cell.value))
    return [(_property(cell), Literal(text_of(cell.value)))]


def _day(cell: Filled, known: KnownThings, language: str) -> Pairs:
    found = cell_date(cell.value)
    if not found.is_day:
        raise ValueError(f"'{text_of(cell.value)}' is no day, and {cell.column.name!r} needs one; write the day, or clear the cell and say what is known in 'statement'")  # fmt: skip
    return [(_property(cell), found.literal)]


def _date(cell: Filled, known: KnownThings, language: str) -> Pairs:
    return [(_property(cell), cell_date(cell.value).literal)]


def _bounds(cell: Filled, known: KnownThings, language: str) -> Pairs:
    found = cell_date(cell.value)
    edges = ("begin", "end") if cell.column.value == "time" else (cell.column.value,)
    days = [CellDate(day, day).literal for day in (found.first, found.last)]
    return [(iri(name), day) for edge in edges for name, day in zip(BOUNDS[edge], days, strict=True)]  # fmt: skip


def number_of(value: Value) -> str:
    """Return a number as xsd:decimal writes it.

    Raises:
        ValueError: it is none.
    """
    text = text_of(value) if not isinstance(value, bool) else ""
    if isinstance(value, float) and math.isfinite(value):
        text = f"{value:.12f}".rstrip("0")
    if not NUMBER.fullmatch(text):
        raise ValueError(f"'{text_of(value)}' is no number; write it with a point and no blanks, as 1250.5")  # fmt: skip
    return text


def _number(cell: Filled, known: KnownThings, language: str) -> Pairs:
    text = number_of(cell.value)
    text = text if "." in text else text + ".0"
    return [(_property(cell), Literal(text, datatype=NamedNode(XSD + "decimal")))]


def _concept(cell: Filled, known: KnownThings, language: str) -> Pairs:
    of = iri(cell.column.of)
    return [(_property(cell), NamedNode(_one(cell, known, known.find(text_of(cell.value), of), of)))]  # fmt: skip


def _class(cell: Filled, known: KnownThings, language: str) -> Pairs:
    of = iri(cell.column.of)
    return [(RDF + "type", NamedNode(_one(cell, known, known.classes(text_of(cell.value), of), of)))]  # fmt: skip


def _one(cell: Filled, known: KnownThings, found: list[str], of: str) -> str:
    """Return the only one of *found*."""
    if len(found) == 1:
        return found[0]
    text = text_of(cell.value)
    choices = known.choices(of, are_classes=cell.column.value == "class")
    near = get_close_matches(text, choices, 1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    raise ValueError(f"{text!r} is {'several' if found else 'none'} of the {told(of)}; {meant}write one of {', '.join(choices)}")  # fmt: skip


def _language(cell: Filled, known: KnownThings, language: str) -> Pairs:
    if not LANGUAGE.fullmatch(text := text_of(cell.value)):
        raise ValueError(f"{text!r} is no tag of a language; write for instance en, ru or zh-Hant")
    return [(_property(cell), Literal(text))]


def is_address(text: str) -> bool:
    """Say whether *text* is an address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not set(text) & set(' <>"\n')  # fmt: skip


def _address(cell: Filled, known: KnownThings, language: str) -> Pairs:
    if not is_address(text := text_of(cell.value)):
        raise ValueError(f"{text!r} is no address of the web; write it whole, with https://")
    return [(_property(cell), Literal(text))]


READERS: dict[str, Callable[[Filled, KnownThings, str], Pairs]] = {
    "text": _text,
    "string": _string,
    "day": _day,
    "date": _date,
    "begin": _bounds,
    "end": _bounds,
    "time": _bounds,
    "number": _number,
    "concept": _concept,
    "class": _class,
    "language": _language,
    "address": _address,
}

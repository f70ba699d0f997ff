"""Numbers as people write them."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from comity.reading.words import ENGLISH, say, tongue

QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?) ?([^\s/]+)(?:/(.+))?")
EACH = {"1000 m3": "1,000 m³", "m3": "a m³", "t": "a tonne", "kg": "a kilogram"}
PLURALS = {
    "pound sterling": "pounds sterling",
    "Norwegian krone": "Norwegian kroner",
    "Turkish lira": "Turkish lira",
}
ALIKE = ("yuan", "yen", "%")
SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def number(text: str) -> str:
    """Write a number with its thousands apart, without zeroes that say nothing."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    if not found.is_finite() or abs(found.adjusted()) > 18:
        return text
    whole = f"{found:,f}"
    short = whole.rstrip("0").rstrip(".") if "." in whole else whole
    return short if tongue() == ENGLISH else short.replace(",", "\xa0").replace(".", ",")


def large(text: str) -> str:
    """Write a large number in millions or billions: 23.5 million."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    for scale, word in SCALES:
        if found.is_finite() and abs(found) >= scale:
            return f"{number(str((found / scale).normalize()))} {say(word)}"
    return number(text)


def unit(text: str, called: str) -> str:
    """Return what a unit is called after a number: 1 US dollar, 2 US dollars, 2 yuan; elsewhere by its short name.

    Args:
        called: its name in English.
    """
    if tongue() != ENGLISH:
        return say(called)
    if text in ("1", "1.0") or called in ALIKE:
        return called
    return PLURALS.get(called, f"{called}s")


def quantity(text: str, currencies: Mapping[str, str]) -> str:
    """Write a quantity with its unit: 500 million US dollars, 47 US dollars for 1,000 m³, 12,700 troops.

    Args:
        currencies: what a currency is called, by its code.
    """
    found = QUANTITY.fullmatch(text)
    if not found:
        return text
    amount, code, each = found[1], found[2], found[3]
    words = unit(amount, currencies[code]) if code in currencies else code
    per = f" for {EACH.get(each, each)}" if each else ""
    return f"{large(amount)} {words}{per}"


def share(text: str) -> str:
    """Write a part of a whole, between nought and one, in per cent."""
    try:
        return f"{number(str((Decimal(text) * 100).normalize()))} %"
    except InvalidOperation:
        return text

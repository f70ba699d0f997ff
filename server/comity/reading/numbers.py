"""Numbers as people write them."""

from decimal import Decimal, InvalidOperation

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
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def large(text: str) -> str:
    """Write a large number in millions or billions: 23.5 million."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    for scale, word in SCALES:
        if found.is_finite() and abs(found) >= scale:
            return f"{number(str((found / scale).normalize()))} {word}"
    return number(text)


def share(text: str) -> str:
    """Write a part of a whole, between nought and one, in per cent."""
    try:
        return f"{number(str((Decimal(text) * 100).normalize()))} %"
    except InvalidOperation:
        return text

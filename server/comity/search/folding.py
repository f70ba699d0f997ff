"""Words as they sound: spellings of one name in several scripts and romanisations become one."""

import re

from anyascii import anyascii

SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("zh", "z"),
    ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("w", "v"),
    ("g", "h"), ("j", "i"), ("y", "i"), ("o", "a"), ("e", "a"),
)  # fmt: skip
"""What is written in several ways; g and h, o and a, e and a are told apart by some languages only."""
WORD = re.compile(r"[a-z0-9]+")
TWICE = re.compile(r"([a-z])\1+")


def fold(text: str) -> str:
    """Return *text* as its words sound, in lower-case letters a to z and digits, with one space between."""
    return " ".join(map(_sounded, WORD.findall(plain(text))))


def plain(text: str) -> str:
    """Return *text* in lower-case ASCII, letter by letter, with the apostrophes of romanisations gone."""
    return anyascii(text).lower().replace("'", "").replace("`", "")


def _sounded(word: str) -> str:
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    return TWICE.sub(r"\1", word)

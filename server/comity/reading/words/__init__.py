"""The words of the pages in the reader's language: a table a language, by what stands there in English."""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from comity.snapshot import ENGLISH as ENGLISH
from comity.snapshot import SPOKEN

FOLDER = Path(__file__).parent
_language = ContextVar("language", default=ENGLISH)


def speak(language: str) -> None:
    """Have what is said from here on, in this request, said in *language*; in English where there are no words of it."""
    _language.set(language if language in SPOKEN else ENGLISH)


def tongue() -> str:
    """Return the tag of the language that is spoken."""
    return _language.get()


@cache
def table(language: str) -> Mapping[str, str]:
    """Return the words of a language by their English; English itself has none."""
    if language == ENGLISH:
        return {}
    text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    return {key: str(words) for key, words in tomllib.loads(text).items()}


def say(words: str, /, **values: object) -> str:
    """Return *words*, which are English, in the language that is spoken, with *values* in their places."""
    found = table(tongue()).get(words, words)
    return found.format(**values) if values else found


def thousands(number: int) -> str:
    """Write a count with its thousands apart, as the language does."""
    return f"{number:,}" if tongue() == ENGLISH else f"{number:,}".replace(",", "\xa0")

"""What a stranger's query may not do: have the server fetch something, by SERVICE or by LOAD.

The first of two walls, and asked of the engine's own parser: its keywords need no boundary and hide where no
list of spellings would look for them. The second is the process that this runs in (see `confinement`).
"""

import random
import re
import string
from collections.abc import Callable, Collection

from pyoxigraph import Store

from comity.errors import Refused

FORBIDDEN = {"SERVICE": "a SERVICE clause", "LOAD": "a LOAD operation"}
SPOKEN = re.compile("|".join(FORBIDDEN), re.IGNORECASE | re.ASCII)
FIRST_LETTERS = "ZQJK"
"""No keyword of SPARQL begins with one of these."""
TRIES = 100

Parse = Callable[[str], object]


def check(text: str) -> None:
    """Refuse a query that has a SERVICE clause; one that does not parse is left to the engine to refuse.

    Raises:
        Refused: it has one.
    """
    _check(text, Store().query)


def check_update(text: str) -> None:
    """Refuse an update that has a LOAD operation or a SERVICE clause, as `check` does; raises as it."""
    _check(text, Store().update)


def _check(text: str, parse: Parse) -> None:
    """Refuse *text* if its forbidden words are more to the engine than letters of names, texts and comments.

    They are if the text parses, and no longer does with other letters in their place.
    """
    words = {match[0].upper() for match in SPOKEN.finditer(text)}
    if not words or _parses(_masked(text), parse) or not _parses(text, parse):
        return
    said = " or ".join(what for word, what in FORBIDDEN.items() if word in words)
    raise Refused(
        f"The request has {said}, which this server does not follow; ask each endpoint by itself."
    )


def _masked(text: str) -> str:
    """Put another word of as many letters, which is nowhere else in the text, in the place of each forbidden one.

    Names differ by case, so each spelling has a word of its own.
    """
    capitals, mask = text.upper(), dict[str, str]()
    for spelling in dict.fromkeys(SPOKEN.findall(text)):
        mask[spelling] = _other(spelling, capitals, mask.values())
    return SPOKEN.sub(lambda match: mask[match[0]], text)


def _other(word: str, capitals: str, taken: Collection[str]) -> str:
    """Return a word that is not in *capitals*; a sign that no query parses with where it has all that were tried."""
    for _ in range(TRIES):
        letters = random.choices(string.ascii_uppercase, k=len(word) - 1)
        other = random.choice(FIRST_LETTERS) + "".join(letters)
        if other not in taken and other not in capitals:
            return other
    return "\0"


def _parses(text: str, parse: Parse) -> bool:
    try:
        parse(text)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):  # evaluated already, on nothing
        return True
    return True

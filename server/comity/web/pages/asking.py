"""How a page asks the snapshot of a request: in the view, the language and of the day that the request names."""

import threading
from collections.abc import Hashable
from datetime import UTC, date, datetime

from cachetools import LRUCache
from flask import g, request

from comity.errors import BadQuery
from comity.reading.asking import Reader, Rows, read_rows
from comity.reading.dates import read_day
from comity.reading.names import Name
from comity.reading.words import ENGLISH, speak
from comity.web.negotiation import KEY, cancellation, engine, reading, requested_snapshot
from comity.web.transport.fields import language_of

MOST_NAMES = 50_000
Memory = tuple[dict[str, Name], dict[Hashable, object]]
_memories: LRUCache[Hashable, Memory] = LRUCache(4)
_lock = threading.Lock()


def reader() -> Reader:
    """Return whoever reads this request.

    Raises:
        BadQuery: the language is none that names are given in, or the day is none.
    """
    if "reader" not in g:
        g.reader = _reader()
    found: Reader = g.reader
    return found


def _reader() -> Reader:
    language = chosen_language()
    asked, view = engine(), reading()

    def ask(question: str) -> Rows:
        return read_rows(asked.answer(asked.question(question, view=view), cancellation()).body)

    known, kept = _remembered((asked.snapshot.path.name, view, language))
    return Reader(ask, language, today(), asked.claimants, known, kept, asked.namespace)


def chosen_language() -> str:
    """Return the language that this request names, or else that its reader prefers, if it is a browser.

    Raises:
        BadQuery: it names one that names are not offered in.
    """
    given, offered = request.args.get("lang"), requested_snapshot().languages
    if given and given not in offered:
        raise BadQuery(
            f"The parameter lang is {given[:20]!r}; it must be one of {', '.join(offered)}."
        )
    is_browser = "text/html" in request.headers.get("Accept", "")
    header = request.headers.get("Accept-Language", "") if is_browser else ""
    return given or language_of(header, offered)


def choose_language() -> None:
    """Have the pages of this request speak its language; one that names none that there is gets its sentence in English.

    Raises:
        BadQuery: it names one that no page is written in.
    """
    speak(ENGLISH)
    speak(chosen_language())


def _remembered(key: Hashable) -> Memory:
    """Return what earlier requests in the same snapshot, view and language have found: names, and whole lists."""
    with _lock:
        if key not in _memories or len(_memories[key][0]) > MOST_NAMES:
            _memories[key] = {}, {}
        return _memories[key]


def today() -> date:
    """Return the day that this request is about: the one it names, else today, or the day of a past snapshot.

    Raises:
        BadQuery: the day it names is none.
    """
    if found := day("asof"):
        return found
    if KEY in request.environ:
        return date.fromisoformat(requested_snapshot().manifest.created[:10])
    return datetime.now(UTC).date()


def day(name: str) -> date | None:
    """Return the day that the parameter *name* gives, None where it is not given.

    Raises:
        BadQuery: it is no day.
    """
    given = request.args.get(name, "")
    found = read_day(given)
    if given and (found is None or len(given) != 10):
        raise BadQuery(
            f"The parameter {name} is {given[:20]!r}, which is no day; write it as 1999-01-31."
        )
    return found

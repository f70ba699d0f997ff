"""Search: a page of what was found, and the same as JSON."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cachetools import LRUCache
from flask import Blueprint, Response, request

from comity.errors import BadQuery
from comity.reading import search as searches
from comity.reading.asking import read_rows, value
from comity.reading.kinds import KINDS, THING
from comity.reading.search import Results
from comity.reading.words import say
from comity.search.finding import opened
from comity.search.index import FIELDS, FILE, entry, fill
from comity.web.addresses import local
from comity.web.negotiation import cancellation, engine, requested_snapshot
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.pages.lists import number
from comity.web.representation import represent

bp = Blueprint("search", __name__)
TEXTS = "SELECT ?s ?p ?text WHERE { VALUES ?p { %s } ?s ?p ?text FILTER(isIRI(?s)) } LIMIT 200000"
_made: LRUCache[str, sqlite3.Connection] = LRUCache(4)
_lock = threading.Lock()


@bp.get("/search")
def search() -> Response:
    """Find things, statements and terms by words, in any spelling."""
    text, kind = request.args.get("q", "").strip()[:200], request.args.get("kind", "")
    kinds = {known.name for known in (*KINDS, THING)} | {"term"}
    if kind and kind not in kinds:
        raise BadQuery(
            f"The parameter kind is {kind[:20]!r}; it must be one of {', '.join(sorted(kinds))}."
        )
    with index() as found:
        results = searches.search(reader(), found, text, kind, number())
    title = say("Search: {text}", text=text) if text else say("Search")
    return represent(
        page=lambda: layout.page(
            "search.html", results=results, title=title, kind=kind, here="search"
        ),
        data=lambda: _told(results),
    )


def _told(results: Results) -> dict[str, object]:
    rows = [
        {
            "iri": result.iri,
            "label": result.name.text,
            "kind": result.kind,
            "matched": "".join(piece for piece, _ in result.matched),
            "field": result.field,
            "url": local(result.iri),
        }
        for result in results.results
    ]
    return {
        "query": results.text,
        "count": results.count,
        "pages": results.pages,
        "kinds": dict(results.kinds),
        "results": rows,
    }


@contextmanager
def index() -> Iterator[sqlite3.Connection]:
    """Open the index of this request's snapshot; one of before there were indexes gets its own in memory."""
    snapshot = requested_snapshot()
    if (path := snapshot.path / FILE).exists():
        with opened(path) as found:
            yield found
        return
    with _lock:
        if snapshot.path.name not in _made:
            _made[snapshot.path.name] = _in_memory()
        yield _made[snapshot.path.name]


def _in_memory() -> sqlite3.Connection:
    asked = engine()
    question = TEXTS % " ".join(f"<{iri}>" for iri in FIELDS)
    rows = read_rows(asked.answer(asked.question(question), cancellation()).body)
    found = [
        entry(value(row, "s"), row["text"].value, row["text"].language, *FIELDS[value(row, "p")])
        for row in rows
        if local(value(row, "s"))
    ]
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    fill(connection, found)
    return connection

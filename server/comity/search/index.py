"""The index: SQLite's full text over words as they sound, and over their parts for what is misspelt.

Source: https://www.sqlite.org/fts5.html
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from comity.namespace import Namespace
from comity.search.folding import fold
from comity.vocabulary import BASE, RDFS, SKOS, TERM

FILE = "search.db"
NAME = 4.0
"""What a name weighs."""
FIELDS = {
    RDFS + "label": ("label", NAME),
    SKOS + "prefLabel": ("label", NAME),
    SKOS + "altLabel": ("other name", 3.0),
    "http://purl.org/dc/terms/title": ("title", 2.0),
    TERM + "statement": ("statement", 1.5),
    TERM + "finding": ("finding", 1.0),
    TERM + "covers": ("matter", 1.0),
    SKOS + "definition": ("definition", 1.0),
}
"""What is looked through, what a reader is told that it is, and how much a find in it weighs."""
OF_TERM, OF_RELATION = 0.35, 0.15
"""How much less a term of the ontology weighs than a thing, whose words it often has; a relation least of all."""
LABELS = ("label", "other name")
SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT, text TEXT, language TEXT, field TEXT, weight REAL);
CREATE VIRTUAL TABLE words USING fts5(sound, content='', detail=none, tokenize='unicode61', prefix='1 2 3 4 5 6');
CREATE VIRTUAL TABLE parts USING fts5(sound, content='', detail=none, tokenize='trigram');
CREATE VIRTUAL TABLE common USING fts5vocab(parts, row);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text by which something can be found."""

    iri: str
    text: str
    language: str
    field: str
    weight: float


def entries(namespace: Namespace, triples: Iterable[ox.Triple]) -> Iterable[Entry]:
    """Yield what can be found among *triples*: names, statements, titles and definitions of what Comity names, or the dossier."""
    ours = (*(one.removesuffix("dataset") for one in namespace.datasets), BASE)
    for triple in triples:
        subject, text = triple.subject, triple.object
        field = FIELDS.get(triple.predicate.value)
        if not field or not isinstance(subject, ox.NamedNode) or not isinstance(text, ox.Literal):
            continue
        if subject.value.startswith(ours):
            yield entry(subject.value, text.value, text.language or "", *field)


def entry(iri: str, text: str, language: str, field: str, weight: float) -> Entry:
    """Return the entry of a text, whose weight depends on what it is a text of."""
    local = iri.removeprefix(TERM)
    share = 1.0 if local == iri else OF_RELATION if local[:1].islower() else OF_TERM
    return Entry(iri, text, language, field, weight * share)


def write(path: Path, namespace: Namespace, triples: Iterable[ox.Triple]) -> None:
    """Write the index of *triples* to the file *path*, in an order that does not depend on theirs."""
    with closing(sqlite3.connect(path)) as connection, connection:
        fill(connection, set(entries(namespace, triples)))


def fill(connection: sqlite3.Connection, found: Iterable[Entry]) -> None:
    """Write *found* into an empty database: what weighs most and is shortest first, for so it is found again."""
    connection.executescript(SCHEMA)
    sounds = {one: fold(one.text) for one in found}
    ordered = sorted(
        sounds, key=lambda e: (-e.weight, len(sounds[e]), e.iri, e.field, e.language, e.text)
    )
    for number, one in enumerate(ordered, 1):
        row = (number, one.iri, one.text, one.language, one.field, one.weight)
        connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO words (rowid, sound) VALUES (?, ?)", (number, sounds[one]))
        if one.field in LABELS:
            connection.execute(
                "INSERT INTO parts (rowid, sound) VALUES (?, ?)", (number, sounds[one])
            )
    for table in ("words", "parts"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

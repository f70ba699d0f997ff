"""Finding: words first, then fewer of them, then the parts of names, for what is misspelt."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from comity.search.folding import fold

MOST_ENTRIES, MOST_WORDS, FEW = 400, 12, 5
FOUND = """
SELECT entry.iri, entry.text, entry.language, entry.field, -bm25({table}) * entry.weight AS score
FROM {table} JOIN entry ON entry.id = {table}.rowid WHERE {table} MATCH ?
ORDER BY score DESC, entry.iri, entry.text LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: by which of its texts, and how well it fits (more is better)."""

    iri: str
    text: str
    language: str
    field: str
    score: float


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the index in the file *path*, which nothing changes any more."""
    with closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    ) as found:
        yield found


def find(connection: sqlite3.Connection, text: str, language: str = "en") -> list[Hit]:
    """Return what *text* finds, each thing once, the best first; a name that is exactly that comes before all."""
    sound = fold(text[:200])
    words = sound.split()[:MOST_WORDS]
    if not words:
        return []
    hits = _hits(connection, "words", " ".join(f'"{word}"*' for word in words))
    if len(hits) < FEW and len(words) > 1:
        loose = _hits(connection, "words", " OR ".join(f'"{word}"*' for word in words))
        hits += [replace(hit, score=hit.score / 100) for hit in loose if hit not in hits]
    if not hits:
        hits = _misspelt(connection, sound)
    best: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: -_fit(hit, sound, language)):
        best.setdefault(hit.iri, hit)
    return list(best.values())


def nearest(connection: sqlite3.Connection, text: str, count: int = 3) -> list[str]:
    """Return the names that come nearest to *text*, however far they are."""
    alike = _alike(connection, fold(text[:200]))
    names = (hit.text for _, hit in sorted(alike, key=lambda one: -one[0]))
    return list(dict.fromkeys(names))[:count]


def _hits(connection: sqlite3.Connection, table: str, match: str) -> list[Hit]:
    rows = connection.execute(FOUND.format(table=table), (match, MOST_ENTRIES))
    return [Hit(*row) for row in rows]


def _misspelt(connection: sqlite3.Connection, sound: str) -> list[Hit]:
    """Return the names that share most of the parts of three letters with *sound*."""
    return [replace(h, score=share) for share, h in _alike(connection, sound) if share >= 0.45]


def _alike(connection: sqlite3.Connection, sound: str) -> list[tuple[float, Hit]]:
    """Return the names that share a part of three letters with *sound*, each with the share of those it has."""
    mine = _parts(sound)
    if not mine:
        return []
    match = " OR ".join(f'"{part}"' for part in sorted(mine))
    hits = _hits(connection, "parts", match)
    return [(len(mine & _parts(fold(hit.text))) / len(mine), hit) for hit in hits]


def _parts(sound: str) -> set[str]:
    return {sound[n : n + 3] for n in range(len(sound) - 2)}


def _fit(hit: Hit, sound: str, language: str) -> float:
    """Return how well a hit fits: a name that sounds the same fits best, then one that begins so."""
    own = fold(hit.text)
    is_name = hit.field in ("label", "other name")
    exact = 100.0 if own == sound and is_name else 0.0
    share = 12.0 * len(sound) / len(own) if is_name and sound in own else 0.0
    return hit.score + exact + share + (0.01 if hit.language == language else 0.0)

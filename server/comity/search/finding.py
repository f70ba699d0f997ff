"""Finding: all words first, then all but one, then any, then the parts of names, for what is misspelt.

Entries are numbered by what they weigh and how short they are, so that the first of those that match are the best:
no more than these are read, however many there are.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from comity.search.folding import fold
from comity.search.index import NAME

MOST_ENTRIES, MOST_WORDS, FEW, RARE = 400, 12, 5, 6
ALIKE = 0.45
"""How much of a word that is misspelt has to be in a name that is meant."""
FOUND = """
SELECT entry.iri, entry.text, entry.language, entry.field, entry.weight
FROM {table} JOIN entry ON entry.id = {table}.rowid WHERE {table} MATCH ? ORDER BY {table}.rowid LIMIT ?"""


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
    hits = _all_of(connection, words)
    if len(hits) < FEW and 2 < len(words) <= FEW:
        few = MOST_ENTRIES // len(words)
        fewer = (words[:n] + words[n + 1 :] for n in range(len(words)))
        hits += [hit for some in fewer for hit in _all_of(connection, some, few)]
    if len(hits) < FEW and len(words) > 1:
        hits += _hits(connection, "words", " OR ".join(f'"{word}"*' for word in words))
    if not hits:
        hits = _misspelt(connection, sound)
    told = [replace(hit, score=_fit(hit, sound, words, language)) for hit in hits]
    best: dict[str, Hit] = {}
    for hit in sorted(told, key=lambda hit: (-hit.score, hit.iri, hit.text)):
        best.setdefault(hit.iri, hit)
    return list(best.values())


def nearest(connection: sqlite3.Connection, text: str, count: int = 3) -> list[str]:
    """Return the names that come nearest to *text*, however far they are."""
    alike = sorted(_alike(connection, fold(text[:200])), key=lambda one: -one[1])
    return list(dict.fromkeys(hit.text for hit, _ in alike))[:count]


def _all_of(
    connection: sqlite3.Connection, words: Sequence[str], most: int = MOST_ENTRIES
) -> list[Hit]:
    return _hits(connection, "words", " ".join(f'"{word}"*' for word in words), most)


def _hits(
    connection: sqlite3.Connection, table: str, match: str, most: int = MOST_ENTRIES
) -> list[Hit]:
    rows = connection.execute(FOUND.format(table=table), (match, most))
    return [Hit(*row) for row in rows]


def _misspelt(connection: sqlite3.Connection, sound: str) -> list[Hit]:
    """Return the names that share most of the parts of three letters with *sound*."""
    return [hit for hit, share in _alike(connection, sound) if share >= ALIKE]


def _alike(connection: sqlite3.Connection, sound: str) -> list[tuple[Hit, float]]:
    """Return names with the share of the parts of *sound* that each has, looked for by the rarest of these."""
    mine = _parts(sound)
    asked = ", ".join("?" * len(mine))
    counted = connection.execute(
        f"SELECT term FROM common WHERE term IN ({asked}) ORDER BY doc, term LIMIT {RARE}",
        sorted(mine),
    )
    match = " OR ".join(f'"{part}"' for (part,) in counted)
    hits = _hits(connection, "parts", match) if match else []
    return [(hit, len(mine & _parts(fold(hit.text))) / len(mine)) for hit in hits]


def _parts(sound: str) -> set[str]:
    return {sound[n : n + 3] for n in range(len(sound) - 2)}


def _fit(hit: Hit, sound: str, words: Sequence[str], language: str) -> float:
    """Return how well a hit fits: a name that sounds the same fits best, then one that begins so.

    Of other texts, that one which has more of the words, the longer ones above all, and little besides.
    """
    own = fold(hit.text)
    said = own.split()
    is_name = hit.field in ("label", "other name")
    has = sum(len(w) for w in words if any(s.startswith(w) for s in said)) / sum(map(len, words))
    near = has or len(_parts(sound) & _parts(own)) / max(len(_parts(sound)), 1)
    of_name = hit.score / NAME if is_name else 0.0
    exact = 100.0 * of_name if own == sound else 0.0
    share = 12.0 * of_name * len(sound) / len(own) if sound in own else 0.0
    short = len(words) / (len(said) + len(words))
    best = 0.01 if hit.language == language else 0.0
    return hit.score * near * (near + short) + exact + share + best

"""The page of all names, which stands for the search where there is no server: found in any spelling by a small script."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from html import escape
from pathlib import Path

from comity.search.finding import opened
from comity.search.folding import SOUNDS, fold, plain

LETTERS = range(0x80, 0x530)
"""The letters beyond ASCII that the script can read: Latin, Greek, Cyrillic."""
NAMES = "SELECT iri, text FROM entry WHERE field IN ('label', 'other name')"
SCRIPT = "static/names.js"


def sounds(index: Path) -> dict[str, str]:
    """Return by IRI how all names of a thing sound, from a snapshot's search index; nothing where it has none."""
    found: dict[str, set[str]] = defaultdict(set)
    if index.exists():
        with opened(index) as connection:
            _gather(connection, found)
    return {iri: " ".join(sorted(words)) for iri, words in found.items()}


def _gather(connection: sqlite3.Connection, found: dict[str, set[str]]) -> None:
    for iri, text in connection.execute(NAMES):
        found[iri].update(fold(text).split())


def names_page(named: Mapping[str, tuple[str, str]]) -> str:
    """Return the main part of the page.

    Args:
        named: name, as HTML, and how all names of the thing sound, by the path of its page.
    """
    rows = "".join(
        f'<li data-sound="{escape(sound)}"><a href="{escape(path)}">{name}</a></li>\n'
        for path, (name, sound) in sorted(named.items(), key=lambda one: one[1][0].casefold())
    )
    letters = {chr(code): text for code in LETTERS if (text := plain(chr(code)))}
    folding = json.dumps({"letters": letters, "sounds": SOUNDS})
    return f"""<main id="main"><h1>All names</h1>
<p><label for="name">Name, in any spelling</label> <input id="name" type="search"></p>
<ul class="long">
{rows}</ul>
<script id="folding" type="application/json">{folding}</script>
<script defer src="../{SCRIPT}"></script></main>"""

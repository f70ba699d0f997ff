"""What the relations of the ontology are called above a value, and above what refers to a thing.

A relation that has no words of its own is called by its label.
"""

import re
import tomllib

from comity.reading.names import Name
from comity.reading.words import ENGLISH, FOLDER, say

WORDS = tomllib.loads((FOLDER / "relations.toml").read_text(encoding="utf-8"))
HEADINGS: dict[str, str] = WORDS["headings"]
REFERRING: dict[str, str] = WORDS["referring"]
OTHERS: dict[str, str] = WORDS["others"]
HAS = re.compile(r"^has (?:an? |the )?")
"""With this the label of a relation begins that is a noun for what it leads to."""


def heading(local: str, name: Name, language: str) -> str:
    """Return what stands above the values of a relation: our word for it in English, else its label.

    Args:
        local: the name of a term of the ontology, or the IRI of another.
    """
    if local in OTHERS and (language == ENGLISH or name.is_made):
        return say(OTHERS[local])
    if language == ENGLISH:
        words = HEADINGS.get(local) or HAS.sub("", name.text)
        return words[:1].upper() + words[1:]
    return name.opening


def referring(local: str, name: Name, language: str) -> str:
    """Return what stands above those that refer to a thing by a relation."""
    if language == ENGLISH and local in REFERRING:
        return REFERRING[local]
    if language != ENGLISH:
        return say("“{name}” leads here", name=name.text)
    owned = HAS.sub("", name.text)
    return f"What has it as {owned}" if owned != name.text else f"What {name.text} it"

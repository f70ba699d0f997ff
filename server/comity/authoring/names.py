"""Names of things → the last part of their IRIs, and the IRIs of a dossier."""

import re
from collections.abc import Iterable

from anyascii import anyascii
from pyoxigraph import NamedNode

from comity.builder.description import Description
from comity.vocabulary import PREFIXES

LONGEST = 80
"""Letters of a name; a longer title is cut between words."""
ENGLISH = "en"
NO_LETTERS = re.compile(r"[^a-z0-9]+")


def name_of(text: str) -> str:
    """Return *text* in lower-case ASCII letters and digits with hyphens, empty where it has none."""
    plain = anyascii(text).lower().replace("'", "")
    found = NO_LETTERS.sub("-", plain).strip("-")
    return found if len(found) <= LONGEST else found[: LONGEST + 1].rpartition("-")[0] or found[:LONGEST]  # fmt: skip


def iri(prefixed: str) -> str:
    """Return the IRI of a term by its prefixed name, of which the prefix is one that Comity knows."""
    prefix, _, local = prefixed.partition(":")
    return PREFIXES[prefix] + local


def kind_prefixes(base: str, terms: Iterable[object]) -> dict[str, str]:
    """Return a prefix for each kind of thing among *terms* that a dossier with *base* has: the kind's own name."""
    begin = f"{base}id/"
    things = (term.value for term in terms if isinstance(term, NamedNode))
    kinds = {iri.removeprefix(begin).partition("/")[0] for iri in things if iri.startswith(begin)}
    return {kind: f"{begin}{kind}/" for kind in kinds}


def thing(description: Description, kind: str, name: str) -> str:
    """Return the IRI of a thing of a dossier."""
    return f"{description.base}id/{kind}/{name}"

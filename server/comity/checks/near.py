"""What somebody may have meant who wrote a name that nothing has."""

import difflib
import re
from collections.abc import Iterable

from comity.vocabulary import shortened

CUTOFF = 0.75


def near(name: str, known: Iterable[str]) -> str:
    """Return the beginning of a remedy that asks for the name of *known* that is nearest, empty if none is near."""
    found = difflib.get_close_matches(name, known, 1, CUTOFF)
    return f"did you mean {found[0]}? " if found else ""


def near_term(iri: str, known: Iterable[str]) -> str:
    """Return the same for a term, an IRI: one with a local name like it, of its own namespace if there is one."""
    space, local = _parts(iri)
    same: dict[str, list[str]] = {}
    for other in known:
        same.setdefault(_parts(other)[1].lower(), []).append(other)
    found = difflib.get_close_matches(local.lower(), same, 3, CUTOFF)
    terms = [other for name in found for other in same[name] if other != iri]
    terms.sort(key=lambda other: (_parts(other)[0] != space, found.index(_parts(other)[1].lower())))
    return f"did you mean {shortened(terms[0])}? " if terms else ""


def _parts(iri: str) -> tuple[str, str]:
    cut = re.split(r"[/#:]", iri)[-1]
    return iri[: len(iri) - len(cut)], cut

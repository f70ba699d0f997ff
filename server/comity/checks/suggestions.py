"""What somebody may have meant who wrote a name that nothing has."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

from comity.vocabulary import shortened

CUTOFF, DIFFERENCE = 0.75, 6


def near(name: str, known: Iterable[str]) -> str:
    """Return the beginning of a remedy that asks for the name of *known* that is nearest, empty if none is near."""
    found = difflib.get_close_matches(name, known, 1, CUTOFF)
    return f"did you mean {found[0]}? " if found else ""


def near_term(iri: str, *known: frozenset[str]) -> str:
    """Return the same for a term, an IRI: one with a local name like it, of its own namespace if there is one."""
    space, local = _parts(iri)
    found: dict[str, float] = {}
    matcher = difflib.SequenceMatcher(b=local.lower())
    for names in map(_by_name, known):
        for name in names:
            if abs(len(name) - len(local)) <= DIFFERENCE:
                matcher.set_seq1(name)
                if matcher.real_quick_ratio() >= CUTOFF and matcher.quick_ratio() >= CUTOFF:
                    found[name] = matcher.ratio()
    near = [
        (_parts(other)[0] != space, -ratio, other)
        for name, ratio in found.items()
        for names in map(_by_name, known)
        for other in names.get(name, ())
        if ratio >= CUTOFF and other != iri
    ]
    return f"did you mean {shortened(min(near)[2])}? " if near else ""


@lru_cache(maxsize=16)
def _by_name(terms: frozenset[str]) -> dict[str, list[str]]:
    """Return *terms* by their local names, in small letters."""
    found: dict[str, list[str]] = {}
    for term in terms:
        found.setdefault(_parts(term)[1].lower(), []).append(term)
    return found


def _parts(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind(sign) for sign in "/#:") + 1
    return iri[:cut], iri[cut:]

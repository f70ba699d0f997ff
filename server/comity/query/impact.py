"""What would break if a statement went, of the snapshot whose proofs tell it."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from comity.errors import ComityError
from comity.proofs import impact
from comity.proofs.proof import Names
from comity.proofs.store import Store
from comity.query.why import opened

MOST = 400_000
"""From so many conclusions on, nothing is counted: it would take longer than a reader waits."""


def impacts(folder: Path) -> Callable[[Names], tuple[int, int] | None]:
    """Return what counts the conclusions that rest on a triple: in one step, and in all; None where it is not known."""
    try:
        store, known = _known(folder)
    except (ComityError, OSError, ValueError, LookupError):
        return lambda _: None
    return lambda names: impact.resting(store, known, names) if known else None


@lru_cache(maxsize=2)
def _known(folder: Path) -> tuple[Store, impact.Uses]:
    store = opened(folder)
    return store, impact.uses(store) if len(store) < MOST else {}

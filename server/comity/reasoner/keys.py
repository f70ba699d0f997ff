"""Keys: pairs of term numbers as one 64-bit number each, the first in the upper half, and what is done with many.

Sorted keys are an index by the first of each pair. The members of a class are keys by themselves.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Columns = NDArray[np.int32]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
HALF, LOW = 32, 0xFFFFFFFF


def pack(first: NDArray[np.integer], second: NDArray[np.integer] | int) -> Keys:
    """Return the keys of pairs of term numbers."""
    keys = first.astype(np.int64) << HALF
    keys |= second
    return keys


def first(keys: Keys) -> Keys:
    """Return the upper half of each of *keys*."""
    return keys >> HALF


def second(keys: Keys) -> Keys:
    """Return the lower half of each of *keys*."""
    return keys & LOW


def flip(keys: Keys) -> Keys:
    """Return *keys* with their halves exchanged, sorted."""
    flipped = (keys << HALF) | (keys >> HALF)
    flipped.sort()
    return flipped


def merged(parts: list[Keys]) -> Keys:
    """Return the keys of all *parts*, sorted."""
    if len(parts) == 1:
        return parts[0]
    keys = np.concatenate(parts) if parts else np.empty(0, np.int64)
    keys.sort(kind="stable")
    return keys


def ascending(keys: Keys) -> bool:
    """Say whether *keys* are sorted."""
    return bool((keys[1:] >= keys[:-1]).all())


def distinct(keys: Keys) -> Keys:
    """Return *keys* sorted, each once."""
    if len(keys) < 2:
        return keys
    if not ascending(keys):
        keys = np.sort(keys)
    new = keys[1:] != keys[:-1]
    return keys if new.all() else keys[np.concatenate(([True], new))]


def ordered(
    keys: Keys, witnesses: Sequence[Keys], is_pair: bool, every: bool = False
) -> tuple[Keys, Columns | None]:
    """Return *keys* sorted and distinct, and for each its first witnesses as a row; None for none.

    With *every*, keys stay as often as they are there, each with witnesses of its own.
    """
    if not witnesses:
        return distinct(keys), None
    if not is_pair and len(witnesses) == 1:
        both = np.sort(pack(keys, witnesses[0]))
        keys, columns = first(both), second(both).astype(np.int32)[:, None]
    else:
        columns = np.stack(witnesses, axis=1).astype(np.int32)
        if not (keys[1:] > keys[:-1]).all():
            order = np.argsort(keys, kind="stable")
            keys, columns = keys[order], columns[order]
    if every or not len(keys):
        return keys, columns
    new = np.concatenate(([True], keys[1:] != keys[:-1]))
    return (keys, columns) if new.all() else (keys[new], columns[new])


def standing(part: Keys, keys: Keys) -> tuple[Mask, Places]:
    """Return which of *keys* stand in *part*, and where."""
    places = np.searchsorted(part, keys)
    inside = places < len(part)
    inside[inside] = part[places[inside]] == keys[inside]
    return inside, places[inside]

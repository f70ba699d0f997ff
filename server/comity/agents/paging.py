"""Parts of a long answer: how much one may hold, and the cursor that leads to the next."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from comity.errors import BadQuery

NONE = "The cursor is none that was given here; leave it out to begin anew."
T = TypeVar("T")


def fitting(items: Sequence[T], budget: int) -> list[T]:
    """Return the first of *items* that fit into *budget*, in bytes of JSON; one at least."""
    return list(_within(items, budget))


def _within(items: Sequence[T], budget: int) -> Iterator[T]:
    for number, item in enumerate(items):
        budget -= len(json.dumps(item, ensure_ascii=False).encode())
        if budget < 0 and number:
            return
        yield item


def cursor(snapshot: str, call: Mapping[str, object], position: int) -> str:
    """Return what leads to the items from *position* on of what *call* asks of *snapshot*."""
    written = f"{snapshot} {_digest(call, position)} {position}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def position(snapshot: str, call: Mapping[str, object], given: str) -> int:
    """Return the position that the cursor *given* leads to; 0 where none is given.

    Raises:
        BadQuery: it is none, of another snapshot, or of another call.
    """
    if not given:
        return 0
    try:
        padded = given + "=" * (-len(given) % 4)
        of, digest, number = base64.urlsafe_b64decode(padded).decode().split(" ")
        found = int(number)
    except (ValueError, binascii.Error) as error:
        raise BadQuery(NONE) from error
    if of != snapshot:
        raise BadQuery(f"The cursor is of the snapshot {of}, and {snapshot} is published now; leave it out to begin anew.")  # fmt: skip
    whole = digest.partition(".")[0]
    if whole != _digest(call, found).partition(".")[0]:
        raise BadQuery("The cursor is of a call with other arguments; repeat those, or leave it out to begin anew.")  # fmt: skip
    if given != cursor(snapshot, call, found):
        raise BadQuery(NONE)
    return found


def _digest(call: Mapping[str, object], position: int) -> str:
    """Return what tells a call from others, and its position from others of it."""
    of_call = _short({"call": call})
    return f"{of_call}.{_short({'call': of_call, 'position': position})}"


def _short(given: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:16]

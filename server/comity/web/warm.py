"""What was answered lately, ready to be sent again: nothing of it outlives its snapshot."""

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from comity.web.metrics import Visit
from comity.web.wsgi import Outcome, Scope

ASKED_BY = {
    name.encode()
    for name in (
        "host",
        "accept",
        "accept-encoding",
        "x-forwarded-host",
        "x-forwarded-prefix",
        "x-forwarded-proto",
        "origin",
    )
}
OVERHEAD = 1000
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A response as it leaves: headers, body, the validator of both, and the hash of what was asked."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    tag: bytes
    question: str


class Warm:
    """Responses by what was asked for, in which form, of which snapshot; the oldest go when it is full."""

    def __init__(self, most: int, snapshot: Callable[[], str]) -> None:
        """Make it empty.

        Args:
            most: how large all of it may become, in bytes.
            snapshot: tells the name of the snapshot that is current now.
        """
        self.snapshot = snapshot
        self._kept: LRUCache[Key, Kept] = LRUCache(most, lambda kept: len(kept.body) + OVERHEAD)

    def key(self, scope: Scope) -> Key | None:
        """Return what the answer to this request depends on; None where none is kept."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        asked = [header for header in scope["headers"] if header[0] in ASKED_BY]
        return (self.snapshot(), scope["raw_path"], scope["query_string"], scope["scheme"], *asked)

    def find(self, key: Key, scope: Scope) -> tuple[int, Kept] | None:
        """Return the status and the response of a request that was answered before."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        known = next((v for k, v in scope["headers"] if k == b"if-none-match"), None)
        if known is None:
            return 200, kept
        return (304, kept) if known == kept.tag else None

    def keep(self, key: Key, visit: Visit, outcome: Outcome) -> None:
        """Keep a response that is whole and has a strong validator."""
        tag = next((value for name, value in outcome.headers if name == b"etag"), b"")
        whole = outcome.status == 200 and outcome.body is not None and visit.method == "GET"
        if whole and tag.startswith(b'"') and key[0] == self.snapshot():
            assert outcome.body is not None
            if len(outcome.body) + OVERHEAD <= self._kept.maxsize // 8:
                self._kept[key] = Kept(outcome.headers, outcome.body, tag, visit.question)

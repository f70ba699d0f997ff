"""What was answered lately, ready to be sent again: nothing of it outlives its snapshot."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cachetools import LRUCache

from comity.web.transport.fields import languages_of
from comity.web.transport.metrics import RequestRecord
from comity.web.transport.wsgi import Scope, WsgiResponse

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


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on: the snapshot, and a digest of all that the request says."""

    snapshot: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response as it leaves: headers, body, the validator of both, and the hash of what was asked."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    tag: bytes
    question: str

    @property
    def size(self) -> int:
        """What it takes in memory, in bytes."""
        return len(self.body) + sum(len(n) + len(v) for n, v in self.headers) + OVERHEAD


class ResponseCache:
    """Responses by what was asked for, in which form, of which snapshot; the oldest go when it is full."""

    def __init__(self, max_bytes: int, snapshot: Callable[[], str]) -> None:
        """Make it empty.

        Args:
            max_bytes: how large all of it may become, in bytes.
            snapshot: tells the name of the snapshot that is current now.
        """
        self.snapshot = snapshot
        self._kept: LRUCache[Key, CachedResponse] = LRUCache(max_bytes, lambda kept: kept.size)

    def key(self, scope: Scope) -> Key | None:
        """Return what the answer to this request depends on; None where none is kept."""
        is_conditional = any(name == b"if-match" for name, _ in scope["headers"])
        if scope["method"] not in ("GET", "HEAD") or is_conditional:
            return None
        asked = [header for header in scope["headers"] if header[0] in ASKED_BY]
        said = (
            scope["raw_path"],
            scope["query_string"],
            scope["scheme"],
            scope["http_version"],
            asked,
            _languages(scope),
            datetime.now(UTC).date(),  # pages tell what is in force today
        )
        return Key(self.snapshot(), hashlib.sha256(repr(said).encode()).digest())

    def find(self, key: Key, scope: Scope) -> tuple[int, CachedResponse] | None:
        """Return the status and the response of a request that was answered before."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        known = next((v for k, v in scope["headers"] if k == b"if-none-match"), None)
        if known is None:
            return 200, kept
        return (304, kept) if known == kept.tag else None

    def keep(self, key: Key, visit: RequestRecord, outcome: WsgiResponse) -> None:
        """Keep a response that is whole and has a strong validator."""
        tag = next((value for name, value in outcome.headers if name == b"etag"), b"")
        whole = outcome.status == 200 and outcome.body is not None and visit.method == "GET"
        if whole and tag.startswith(b'"') and key.snapshot == self.snapshot():
            assert outcome.body is not None
            kept = CachedResponse(outcome.headers, outcome.body, tag, visit.question)
            if kept.size <= self._kept.maxsize // 8:
                self._kept[key] = kept


def _languages(scope: Scope) -> tuple[str, ...]:
    """Return the languages that whoever asks likes to read, the best first."""
    header = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    return languages_of(header.decode("latin-1"))

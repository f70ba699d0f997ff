"""What is refused before the application sees it: a problem document made without it.

Source: RFC 9457 https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from comity.settings import Settings
from comity.web.transport.mounted import Send

MEDIA_TYPE = b"application/problem+json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status with its phrase, a sentence, and further members of the document."""

    status: int
    phrase: str
    detail: str
    more: dict[str, object] = field(default_factory=dict)

    def body(self) -> bytes:
        """Return the problem document."""
        document = {"title": self.phrase, "status": self.status, "detail": self.detail, **self.more}
        return json.dumps(document).encode()

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the header fields of an answer with it, after which the connection is closed."""
        body = self.body()
        found = [(b"content-type", MEDIA_TYPE), (b"content-length", str(len(body)).encode())]
        found += [(b"cache-control", b"no-store"), (b"connection", b"close")]
        return found + (
            [(b"retry-after", b"1")] if self.status == HTTPStatus.SERVICE_UNAVAILABLE else []
        )

    def message(self) -> bytes:
        """Return the whole answer as it goes over the wire."""
        lines = [b"HTTP/1.1 %d %s" % (self.status, self.phrase.encode())]
        lines += [name + b": " + value for name, value in self.headers()]
        return b"\r\n".join([*lines, b"", self.body()])

    async def answer(self, method: str, send: Send) -> None:
        """Send it over ASGI, to HEAD without a body."""
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers()}
        await send(start)
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else self.body()})


SENTENCES = {
    "head_bytes": "The head of the request is longer, or has more fields, than this server reads; send less.",
    "request_seconds": "The request was not sent in time; send it again, faster.",
    "connections": "The server has too many connections open; connect again in a moment.",
    "requests": "The server has too many requests open; ask again in a moment.",
}


def limited(status: int, phrase: str, limit: str, settings: Settings) -> Refusal:
    """Return the refusal of a request that meets the setting *limit*."""
    more = {"type": f"/limits#{limit}", "limit": limit, "value": getattr(settings, limit)}
    return Refusal(status, phrase, SENTENCES[limit], more)

"""The first to see a request: answers what is warm, bounds what is read, and notices a client that leaves.

Source: ASGI, HTTP & WebSocket message format https://asgi.readthedocs.io/en/stable/specs/www.html
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from comity.errors import ComityError
from comity.settings import Settings
from comity.web.transport.exchange import Exchange
from comity.web.transport.lanes import Lanes
from comity.web.transport.metrics import Metrics, RequestRecord
from comity.web.transport.mounted import Asgi, Receive, Send, hand_over
from comity.web.transport.refusals import Refusal, limited
from comity.web.transport.response_cache import CachedResponse, Key, ResponseCache
from comity.web.transport.wsgi import Application, Scope, environment

FIELD_BYTES = 4096
HOST = re.compile(rb"[A-Za-z0-9._~%!$&'()*+,;=-]*(?::[0-9]*)?|\[[0-9A-Fa-f:.]+\](?::[0-9]*)?")
"""Source: RFC 3986 §3.2.2 https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2"""
UNREAD = (b"cookie", b"referer", b"user-agent", b"authorization")
"""Header fields that nothing here goes through, and that may be of any length."""
LONG_FIELD = Refusal(
    431,
    "Request Header Fields Too Large",
    f"A header field of the request is longer than {FIELD_BYTES} bytes; send less.",
)
LONG_PATH = Refusal(
    414,
    "URI Too Long",
    f"The path of the request is longer than {FIELD_BYTES} bytes; nothing has such a name.",
)
HOSTS = Refusal(
    400,
    "Bad Request",
    "The request has no Host field, several, or one that names no host; send exactly one.",
)
VERSION = Refusal(
    505,
    "HTTP Version Not Supported",
    "The request is of a version of HTTP that is not spoken here; use HTTP/1.1.",
)
log = logging.getLogger("comity")


class AsgiGateway:
    """The ASGI application around the WSGI one."""

    def __init__(
        self,
        application: Application,
        settings: Settings,
        snapshot: Callable[[], str],
        metrics: Metrics,
        mounted: Mapping[str, Asgi] | None = None,
    ) -> None:
        """Put *application* behind the limits of *settings*, and *mounted*, applications by path, beside it."""
        self.application, self.settings, self.metrics = application, settings, metrics
        self.mounted = mounted or {}
        self.warm = ResponseCache(settings.cache_bytes // 2, snapshot)
        self.open, self.lanes = 0, Lanes(settings)
        self.full = limited(503, "Service Unavailable", "requests", settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            ComityError: the answer cannot be finished; the server breaks the connection off, so
                that the client sees an incomplete message.
        """
        if scope["type"] != "http":
            return
        visit, refusal = RequestRecord.of(scope), _malformed(scope)
        key = None if refusal else self.warm.key(scope)
        try:
            if key and (found := self.warm.find(key, scope)):
                await _send_kept(*found, visit, send)
            elif refusal or self.open >= self.settings.requests:
                await _refuse(refusal or self.full, visit, send)
            else:
                await self._answer(key, scope, receive, send, visit)
        except ComityError:
            raise
        except Exception:
            log.exception("A request to %s was not answered.", scope["path"][:FIELD_BYTES])
            raise
        finally:
            self.metrics.count(visit)

    async def _answer(
        self, key: Key | None, scope: Scope, receive: Receive, send: Send, visit: RequestRecord
    ) -> None:
        extra: dict[str, object] = {"comity.raw_path": scope["raw_path"]}
        with self._counted():
            try:
                async with asyncio.timeout(self.settings.request_seconds):
                    body = await self._body(receive)
            except TimeoutError:
                body, extra["comity.late"] = b"", True
            if body is None:
                return
            if mounted := self.mounted.get(scope["path"]):
                await hand_over(mounted, scope, body, receive, send, visit)
                return
            threads = self.lanes.of(scope, len(body))
            is_short = self.lanes.is_short(scope, len(body))
            exchange = Exchange(threads, self.settings.answer_seconds, visit)
            environ = environment(scope, body, extra)
            environ["comity.cancellation"] = exchange.cancellation
            watch = asyncio.create_task(_watch(receive, exchange))
            try:
                outcome = await exchange.call(self.application, environ, is_short)
                visit.question = environ.get("comity.question", "")
                if key:
                    self.warm.keep(key, visit, outcome)
                await exchange.send(outcome, send)
            finally:
                watch.cancel()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open += 1
        self.metrics.open.set(self.open)
        try:
            yield
        finally:
            self.open -= 1
            self.metrics.open.set(self.open)

    async def _body(self, receive: Receive) -> bytes | None:
        """Read the body, at most one byte more than is allowed, by which the application sees that it is too long.

        None where the client left before it was whole: half a request is none.
        """
        body, more = bytearray(), True
        while more and len(body) <= self.settings.request_bytes:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return bytes(body[: self.settings.request_bytes + 1])


def _malformed(scope: Scope) -> Refusal | None:
    """Tell what is wrong with the head of a request, if something is.

    Source: RFC 9112 §3.2 https://www.rfc-editor.org/rfc/rfc9112#section-3.2
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if scope["http_version"] not in ("1.0", "1.1"):
        return VERSION
    if len(hosts) > 1 or (not hosts and scope["http_version"] == "1.1"):
        return HOSTS
    if not all(map(HOST.fullmatch, hosts)):
        return HOSTS
    if len(scope["raw_path"]) > FIELD_BYTES:
        return LONG_PATH
    fields = (value for name, value in scope["headers"] if name not in UNREAD)
    return LONG_FIELD if any(len(value) > FIELD_BYTES for value in fields) else None


async def _watch(receive: Receive, exchange: Exchange) -> None:
    """Tell whoever waits for the answer when its client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
    exchange.cancellation.cancel()


async def _send_kept(status: int, kept: CachedResponse, visit: RequestRecord, send: Send) -> None:
    about_body = (b"content-length", b"content-type")
    headers = [h for h in kept.headers if status == 200 or h[0] not in about_body]
    body = kept.body if status == 200 and visit.method == "GET" else b""
    visit.status, visit.sent, visit.warm, visit.question = status, len(body), True, kept.question
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _refuse(refusal: Refusal, visit: RequestRecord, send: Send) -> None:
    """Refuse a request at once, without a thread."""
    visit.status = refusal.status
    await refusal.answer(visit.method, send)

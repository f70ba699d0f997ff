"""The first to see a request: answers what is warm, bounds what is read, and notices a client that leaves.

Source: ASGI, HTTP & WebSocket message format https://asgi.readthedocs.io/en/stable/specs/www.html
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from comity.errors import ComityError
from comity.settings import Settings
from comity.web.exchange import Exchange
from comity.web.metrics import Metrics, Visit
from comity.web.warm import Kept, Key, Warm
from comity.web.wsgi import Application, Scope, environment

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
SPARE_THREADS = 16
log = logging.getLogger("comity")


class Front:
    """The ASGI application around the WSGI one."""

    def __init__(
        self,
        application: Application,
        settings: Settings,
        snapshot: Callable[[], str],
        metrics: Metrics,
    ) -> None:
        self.application, self.settings, self.metrics = application, settings, metrics
        self.warm = Warm(settings.cache_bytes // 2, snapshot)
        self.open = 0
        threads = settings.query_processes + settings.query_queue + SPARE_THREADS
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            ComityError: the answer cannot be finished; the server breaks the connection off, so
                that the client sees an incomplete message.
        """
        if scope["type"] != "http":
            return
        key, visit = self.warm.key(scope), Visit.of(scope)
        try:
            if key and (found := self.warm.find(key, scope)):
                await _send_kept(*found, visit, send)
            elif self.open >= self.settings.requests:
                await _overloaded(self.settings.requests, visit, send)
            else:
                await self._answer(key, scope, receive, send, visit)
        except ComityError:
            raise
        except Exception:
            log.exception("A request to %s was not answered.", scope["path"])
            raise
        finally:
            self.metrics.count(visit)

    async def _answer(
        self, key: Key | None, scope: Scope, receive: Receive, send: Send, visit: Visit
    ) -> None:
        exchange = Exchange(self.threads, self.settings.answer_seconds, visit)
        extra: dict[str, object] = {"comity.asker": exchange.asker}
        with self._counted():
            try:
                async with asyncio.timeout(self.settings.request_seconds):
                    body = await self._body(receive)
            except TimeoutError:
                body, extra["comity.late"] = b"", True
            if body is None:
                return
            environ = environment(scope, body, extra)
            watch = asyncio.create_task(_watch(receive, exchange))
            try:
                outcome = await exchange.call(self.application, environ)
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


async def _watch(receive: Receive, exchange: Exchange) -> None:
    """Tell whoever waits for the answer when its client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
    exchange.asker.leave()


async def _send_kept(status: int, kept: Kept, visit: Visit, send: Send) -> None:
    about_body = (b"content-length", b"content-type")
    headers = [h for h in kept.headers if status == 200 or h[0] not in about_body]
    body = kept.body if status == 200 and visit.method == "GET" else b""
    visit.status, visit.sent, visit.warm, visit.question = status, len(body), True, kept.question
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _overloaded(most: int, visit: Visit, send: Send) -> None:
    """Refuse a request at once, without a thread."""
    visit.status = 503
    detail = "The server has too many requests open; ask again in a moment."
    told: dict[str, object] = {"title": "Overloaded", "status": 503, "detail": detail}
    told |= {"type": "/limits#requests", "limit": "requests", "value": most}
    headers = [(b"content-type", b"application/problem+json"), (b"retry-after", b"1")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})

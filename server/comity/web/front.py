"""The first to see a request: answers what is warm, bounds what is read, and notices a client that leaves.

Source: ASGI, HTTP & WebSocket message format https://asgi.readthedocs.io/en/stable/specs/www.html
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from comity.errors import ComityError, QueryTimedOut
from comity.query.pool import Asker
from comity.settings import Settings
from comity.web.wsgi import Application, Outcome, Scope, call, environment

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
SPARE_THREADS = 16


class Front:
    """The ASGI application around the WSGI one."""

    def __init__(self, application: Application, settings: Settings) -> None:
        self.application, self.settings = application, settings
        threads = settings.query_processes + settings.query_queue + SPARE_THREADS
        self.open = 0
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            ComityError: the answer cannot be finished; the server breaks the connection off, so
                that the client sees an incomplete message.
        """
        if scope["type"] != "http":
            return
        if self.open >= self.settings.requests:
            await _overloaded(send)
            return
        self.open += 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self.open -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        asker = Asker()
        extra: dict[str, object] = {"comity.asker": asker}
        try:
            async with asyncio.timeout(self.settings.request_seconds):
                body = await self._body(receive)
        except TimeoutError:
            body, extra["comity.late"] = b"", True
        watch = asyncio.create_task(_watch(receive, asker))
        try:
            outcome = await self._in_thread(call, self.application, environment(scope, body, extra))
            await self._send(outcome, asker, send)
        finally:
            watch.cancel()

    async def _body(self, receive: Receive) -> bytes:
        """Read the body, at most one byte more than is allowed, by which the application sees that it is too long."""
        body, more = bytearray(), True
        while more and len(body) <= self.settings.request_bytes:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return bytes(body[: self.settings.request_bytes + 1])

    async def _send(self, outcome: Outcome, asker: Asker, send: Send) -> None:
        start = {"type": "http.response.start", "status": outcome.status}
        await send({**start, "headers": outcome.headers})
        if outcome.body is not None:
            await send({"type": "http.response.body", "body": outcome.body})
            return
        try:
            async with asyncio.timeout(self.settings.answer_seconds):
                await self._stream(outcome, asker, send)
        except TimeoutError:
            sentence = f"The answer was not taken within {self.settings.answer_seconds} seconds."
            raise QueryTimedOut(sentence, limit="answer_seconds") from None
        finally:
            with suppress(ComityError):
                await asyncio.shield(self._in_thread(outcome.close))

    async def _stream(self, outcome: Outcome, asker: Asker, send: Send) -> None:
        while asker.stays():
            chunk = await self._in_thread(outcome.next)
            await send(
                {
                    "type": "http.response.body",
                    "body": chunk or b"",
                    "more_body": chunk is not None,
                }
            )
            if chunk is None:
                return

    async def _in_thread(self, function: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)


async def _overloaded(send: Send) -> None:
    """Refuse a request at once, without a thread."""
    detail = "The server has too many requests open; ask again in a moment."
    told = {"title": "Overloaded", "status": 503, "detail": detail, "limit": "requests"}
    headers = [(b"content-type", b"application/problem+json"), (b"retry-after", b"1")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def _watch(receive: Receive, asker: Asker) -> None:
    """Tell *asker* when its client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
    asker.leave()

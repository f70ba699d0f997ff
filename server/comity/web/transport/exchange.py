"""One request at the application and its answer on the way out, in threads or on the loop, one step at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from comity.errors import ClientGone, QueryError, QueryTimedOut
from comity.query import waiting
from comity.query.stream import Cancellation
from comity.web.transport import wsgi
from comity.web.transport.metrics import RequestRecord
from comity.web.transport.mounted import Send
from comity.web.transport.wsgi import Application, WsgiResponse


class Exchange:
    """What belongs to one request: whoever asks, and the context that its steps share."""

    def __init__(self, threads: ThreadPoolExecutor, seconds: int, visit: RequestRecord) -> None:
        self.cancellation, self.visit = Cancellation(), visit
        self._threads, self._seconds, self._context = threads, seconds, copy_context()
        self._step: asyncio.Future[Any] | None = None

    async def call(
        self, application: Application, environ: dict[str, Any], is_short: bool
    ) -> WsgiResponse:
        """Run the application up to the first byte of its answer, on the loop itself where that is short."""
        if is_short:
            turn = waiting.in_turn(self._context, wsgi.call, application, environ)
            self._step = asyncio.ensure_future(turn)
            return await asyncio.shield(self._step)
        outcome: WsgiResponse = await self._in_thread(wsgi.call, application, environ)
        return outcome

    async def send(self, outcome: WsgiResponse, send: Send) -> None:
        """Send the answer, chunk by chunk if its length is not known.

        Raises:
            ComityError: it cannot be finished.
        """
        start = {"type": "http.response.start", "status": outcome.status}
        self.visit.status = outcome.status
        await send({**start, "headers": outcome.headers})
        if outcome.body is not None:
            self.visit.sent = len(outcome.body)
            await send({"type": "http.response.body", "body": outcome.body})
            return
        try:
            async with asyncio.timeout(self._seconds):
                await self._stream(outcome, send)
        except ClientGone:
            return
        except QueryError as error:
            self.visit.broken = error.limit or "none"
            raise
        except TimeoutError:
            self.visit.broken = "answer_seconds"
            sentence = f"The answer was not taken within its limit of {self._seconds} seconds."
            raise QueryTimedOut(sentence, limit="answer_seconds") from None
        finally:
            await self._release(outcome)

    async def _stream(self, outcome: WsgiResponse, send: Send) -> None:
        more = True
        while more and self.cancellation.is_active():
            chunk = await self._in_thread(outcome.next)
            more = chunk is not None
            self.visit.sent += len(chunk or b"")
            await send({"type": "http.response.body", "body": chunk or b"", "more_body": more})

    async def _release(self, outcome: WsgiResponse) -> None:
        """End what is under way, and wait for its thread before the answer is closed."""
        self.cancellation.cancel()
        if self._step:
            await asyncio.wait([self._step])
        await asyncio.shield(self._in_thread(outcome.close))

    async def _in_thread(self, function: Callable[..., Any], *arguments: object) -> Any:
        run = asyncio.get_running_loop().run_in_executor
        self._step = run(self._threads, self._context.run, function, *arguments)
        return await asyncio.shield(self._step)

"""An ASGI application of its own beside the WSGI one: what it is given is bounded, and what it answers is counted."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from comity.web.transport.metrics import RequestRecord
from comity.web.transport.wsgi import Scope

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


async def hand_over(
    application: Asgi, scope: Scope, body: bytes, receive: Receive, send: Send, visit: RequestRecord
) -> None:
    """Have *application* answer a request whose *body* has been read."""
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_rest() -> Message:
        return given.pop() if given else await receive()

    async def send_counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            visit.status = message["status"]
        visit.sent += len(message.get("body", b""))
        await send(message)

    await application(scope, receive_rest, send_counted)

"""What a message has to be before the protocol reads it: whatever is none is refused in one sentence.

Source: JSON-RPC 2.0 §4 https://www.jsonrpc.org/specification#request_object
"""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

INVALID_REQUEST = -32600


class Messages:
    """An ASGI application before another, which gets only what is one message of JSON-RPC, or no JSON at all."""

    def __init__(self, application: ASGIApp) -> None:
        """Stand before *application*, which has bounded what it is given."""
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = await Request(scope, receive).body() if scope["method"] == "POST" else b""
        if sentence := _fault(body):
            error = {"code": INVALID_REQUEST, "message": sentence}
            refused = JSONResponse({"jsonrpc": "2.0", "id": None, "error": error}, 400)
            await refused(scope, receive, send)
            return
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_rest() -> dict[str, object]:
            return given.pop() if given else dict(await receive())

        await self.application(scope, receive_rest, send)


def _fault(body: bytes) -> str:
    """Say what keeps *body* from being a message; nothing where it is one, or is left to the protocol to refuse."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if isinstance(message, list):
        return "The body is a list, and there is no batch in this protocol; send each message by itself."
    if not isinstance(message, dict):
        return "The body is no object; send one message of JSON-RPC."
    if message.get("jsonrpc") != "2.0":
        return 'The member jsonrpc is not "2.0"; give it so.'
    if "id" in message and not _is_id(message["id"]):
        return "The id is neither text nor a whole number; give one, or none where no answer is wanted."
    if not isinstance(message.get("method", ""), str) or not (
        message.keys() & {"method", "result", "error"}
    ):
        return "The message has no method; name one, such as tools/list."
    if not isinstance(message.get("params", {}), dict):
        return "The params are no object; give them by their names."
    return ""


def _is_id(given: object) -> bool:
    return isinstance(given, str | int) and not isinstance(given, bool)

"""Where agents come in: the tools are loaded when the first of them does, and not before."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from comity.agents.published_graph import BASE, Graph
from comity.query.engine import Engine
from comity.settings import Settings
from comity.web.transport.mounted import Asgi, Receive, Send
from comity.web.transport.refusals import Refusal
from comity.web.transport.wsgi import Scope

PATH = "/mcp"
ABSENT = Refusal(
    501,
    "Not Implemented",
    "The tools for agents are not installed here; whoever runs the server adds them with pip install 'comity[agents]'.",
)
ONLY_POST = Refusal(
    405,
    "Method Not Allowed",
    "An agent speaks to /mcp by POST, and nothing is sent there without being asked; /help/agents says how.",
)


class AgentTools:
    """The ASGI application at `/mcp`."""

    def __init__(self, engine: Callable[[], Engine], settings: Settings) -> None:
        self._graph, self._settings = Graph(engine), settings
        self._application: Asgi | None = None
        self._lock, self._running = asyncio.Lock(), set[asyncio.Task[None]]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._application is None and find_spec("mcp") is None:
            await ABSENT.answer(scope["method"], send)
        elif scope["method"] not in ("POST", "OPTIONS"):
            await ONLY_POST.answer(scope["method"], send)
        else:
            application = await self._loaded()
            BASE.set(_base(scope))
            await application(scope, receive, send)

    async def _loaded(self) -> Asgi:
        async with self._lock:
            if self._application is None:
                http = await asyncio.to_thread(import_module, "comity.agents.http")
                made, running = http.application(self._graph, self._settings.request_bytes)
                is_up = asyncio.Event()
                self._running.add(asyncio.create_task(_run(running, is_up)))
                await is_up.wait()
                self._application = made
            return self._application


async def _run(running: Any, is_up: asyncio.Event) -> None:
    """Keep what the application runs in until the server stops."""
    async with running:
        is_up.set()
        await asyncio.Event().wait()


def _base(scope: Scope) -> str:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return f"{scope['scheme']}://{host}{scope.get('root_path', '')}" if host else ""

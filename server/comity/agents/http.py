"""The tools over HTTP: each request by itself, so that no session is kept and none can be filled up.

Source: Model Context Protocol, Streamable HTTP
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http
"""

from contextlib import AbstractAsyncContextManager

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.middleware.cors import CORSMiddleware

from comity.agents.messages import Messages
from comity.agents.published_graph import Graph
from comity.agents.server import server


def application(
    graph: Graph, request_bytes: int
) -> tuple[CORSMiddleware, AbstractAsyncContextManager[None]]:
    """Return an ASGI application, and what it runs in: to be entered before its first request.

    Args:
        request_bytes: the size that a request's body may have, in bytes.
    """
    sessions = StreamableHTTPSessionManager(
        server(graph)._lowlevel_server,
        json_response=True,
        stateless=True,
        max_request_body_size=request_bytes,
    )
    open_to_all = CORSMiddleware(
        Messages(sessions.handle_request),
        allow_origins=["*"],
        allow_methods=["POST"],
        allow_headers=["*"],
    )
    return open_to_all, sessions.run()

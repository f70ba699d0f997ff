"""Flask called from the event loop: an ASGI request → a WSGI environment → status, headers and chunks.

Source: PEP 3333 https://peps.python.org/pep-3333/#environ-variables
"""

import io
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

Scope = MutableMapping[str, Any]
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
VISIBLE = "".join(map(chr, range(32, 127)))
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


@dataclass(slots=True)
class WsgiResponse:
    """What the application answers.

    Attributes:
        status: the number.
        headers: name and value, as bytes.
        body: all of it, where its length is known; else None.
        chunks: the rest of it, where its length is not known.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes | None
    chunks: Iterator[bytes]
    close: Callable[[], None]

    def next(self) -> bytes | None:
        """Return the next chunk; None after the last."""
        return next(self.chunks, None)


def environment(scope: Scope, body: bytes, extra: Mapping[str, object]) -> dict[str, Any]:
    """Make the environment of one request whose *body* has been read."""
    server = scope.get("server") or ("localhost", 0)
    made = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        text = name.decode("latin-1")
        if "_" in text:  # it would be taken for the header with a hyphen in its place
            continue
        key = UNPREFIXED.get(text) or "HTTP_" + text.upper().replace("-", "_")
        text = value.decode("latin-1")
        made[key] = f"{made[key]},{text}" if key in made else text
    made.pop("HTTP_TRANSFER_ENCODING", None)
    if body:
        made["CONTENT_LENGTH"] = str(len(body))
    return {**made, **extra}


def call(application: Application, environ: dict[str, Any]) -> WsgiResponse:
    """Run the application up to its first byte, or to its last where it tells the length."""
    text: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        text[:] = [status, headers]

    chunks = application(environ, start_response)
    close = getattr(chunks, "close", lambda: None)
    status = int(text[0].split(" ", 1)[0])
    headers = [(name.lower().encode(), _header(value)) for name, value in text[1]]
    body = None
    if status in (204, 304) or any(name == b"content-length" for name, _ in headers):
        body = b"".join(chunks)
        with suppress(OSError):
            close()
    return WsgiResponse(status, headers, body, iter(chunks), close)


def _header(value: str) -> bytes:
    """Return the value of a header field; what is beyond ASCII percent-escaped, as in a URI."""
    return value.encode() if value.isascii() else quote(value, safe=VISIBLE).encode()

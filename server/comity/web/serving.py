"""The production server: one process that speaks HTTP, its query processes below it."""

import contextlib
import ctypes
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click
import uvicorn
from flask import Flask

from comity.errors import ServeError
from comity.query.published import Published
from comity.settings import Settings
from comity.web import create_app
from comity.web.protocols.update import Writing
from comity.web.transport import agents, metrics
from comity.web.transport.connection import bounded
from comity.web.transport.gateway import AsgiGateway
from comity.web.transport.log_writer import LogWriter

BACKLOG = 1024
DESCRIPTORS = 2**16
MMAP_THRESHOLD, LARGE_BYTES = -3, 2**17


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Raises:
        ServeError: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise ServeError(
            f"Cannot listen on {host}:{port} ({error.strerror}); choose another with --host or --port."
        ) from error


class _Server(uvicorn.Server):
    """A server that says when it can answer."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets
        host, port = sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Comity answers at http://{shown}:{port}/")


@dataclass(frozen=True, slots=True)
class Options:
    """How the operator wants it served.

    Attributes:
        proxies: how many reverse proxies stand before it.
        access_log: the file that each request adds a line to, - for standard error; None for no log.
        texts: texts of sources by their SHA-256, to be shown to a reader on this machine and nobody else.
    """

    proxies: int = 0
    access_log: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


def serve(
    home: Path,
    listener: socket.socket,
    settings: Settings,
    options: Options,
    writes: Writing | None = None,
) -> None:
    """Serve what is published in *home* until SIGINT or SIGTERM, then finish what is running within its bound.

    Args:
        home: where snapshots live.
        listener: a socket that is bound.
        settings: the limits that a stranger meets.
        options: how the operator wants it served.
        writes: who takes updates, if they are to be taken.
    """
    _raise_descriptors()
    _give_memory_back()
    _log_to(options.access_log)
    app = create_app(home, settings, options.proxies, writes)
    app.extensions["comity.texts"] = options.texts
    published: Published = app.extensions["comity"]
    config = uvicorn.Config(
        AsgiGateway(
            app.wsgi_app,
            settings,
            published.name,
            app.extensions["metrics"],
            {agents.PATH: agents.AgentTools(published.engine, settings)},
        ),
        http=bounded(settings),
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    logging.getLogger("uvicorn").disabled = logging.getLogger("uvicorn.error").disabled = True
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn stops at them, then raises them again
        signal.signal(number, lambda *_: None)
    _prepare(app)
    past = app.extensions["comity.history"]
    with contextlib.closing(published), contextlib.closing(past):
        _Server(config).run(sockets=[listener])


def _prepare(app: Flask) -> None:
    """Read what the first reader would wait for: the templates, and what the home page and the ontology are made of."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    client = app.test_client()
    for path in ("/", "/about/ontology/"):
        client.get(path, headers={"Accept": "text/html"})


def _raise_descriptors() -> None:
    """Let this process have as many descriptors as it may: a connection takes one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    descriptors = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, descriptors), hard))


def _give_memory_back() -> None:
    """Have glibc hand each large block back when it is freed, instead of keeping as much as was ever in use.

    Source: mallopt(3), M_MMAP_THRESHOLD https://man7.org/linux/man-pages/man3/mallopt.3.html
    """
    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, LARGE_BYTES)


def _log_to(name: str | None) -> None:
    """Have errors written to standard error, and the access log to *name*, one JSON object a line.

    Raises:
        ServeError: the file cannot be written.
    """
    errors = LogWriter(sys.stderr.fileno())
    logging.getLogger().addHandler(errors)
    if name is None:
        return
    try:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        handler = errors if name == "-" else LogWriter(os.open(name, flags, 0o666))
    except OSError as error:
        raise ServeError(f"The access log {name} cannot be written ({error.strerror}).") from error
    metrics.log.addHandler(handler)
    metrics.log.setLevel(logging.INFO)
    metrics.log.propagate = False

"""The production server: one process that speaks HTTP, its query processes below it."""

import contextlib
import functools
import socket
import threading
import time
from pathlib import Path

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from comity.errors import ServeError
from comity.settings import Settings
from comity.web import create_app

THREADS = 16


def check_address(host: str, port: int) -> None:
    """Make sure that the server can listen there.

    Raises:
        ServeError: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise ServeError(
            f"Cannot listen on {host}:{port} ({error.strerror}); choose another with --host or --port."
        ) from error


def serve(home: Path, host: str, port: int, settings: Settings) -> None:
    """Serve what is published in *home* until SIGINT or SIGTERM."""
    server = Granian(
        "comity",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_enabled=False,
        workers_kill_timeout=10,
    )
    server.serve(
        target_loader=functools.partial(_load, home, host, port, settings), wrap_loader=False
    )


def _load(home: Path, host: str, port: int, settings: Settings) -> Flask:
    """Make the application in the serving process, and say so when it can answer."""
    app = create_app(home, settings)
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    return app


def _announce(host: str, port: int) -> None:
    """Print the URL once the socket takes connections."""
    with contextlib.suppress(OSError):
        while True:
            try:
                socket.create_connection((host, port), timeout=1).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.01)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Comity answers at http://{shown}:{port}/")

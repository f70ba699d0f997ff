"""The command that answers an agent."""

import contextlib
import os
import signal
from importlib.util import find_spec
from pathlib import Path

import click

from comity.commands.options import ASKED, HOME, limits
from comity.commands.publishing import publish
from comity.errors import ServeError
from comity.homes import chosen_dossier, default_home
from comity.settings import Settings


@click.command()
@ASKED
@HOME
@limits
def mcp(dossier: Path | None, home: Path | None, **limits: int) -> None:
    """Answer an agent over standard input and output.

    It speaks the Model Context Protocol.

    The dossier is built where it has no snapshot yet. Over HTTP `comity serve` answers at /mcp.

    Example: comity mcp --dossier path/to/dossier
    """
    if find_spec("mcp") is None:
        raise ServeError(
            "The tools for agents are not installed; add them with pip install 'comity[agents]'."
        )
    from comity.agents.published_graph import Graph  # only here: they load the protocol
    from comity.agents.server import server
    from comity.query.published import Published

    root = chosen_dossier(dossier)
    home = home or default_home(root)
    publish(root, home)
    with contextlib.closing(Published(home, Settings(**limits))) as published:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: os._exit(0))  # query processes end with this one
        server(Graph(published.engine)).run("stdio")

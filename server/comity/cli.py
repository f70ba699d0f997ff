"""The command line, and the only place that turns an error into an exit status."""

import sys
import traceback
from importlib import import_module
from typing import Any

import click

from comity.commands.options import VERBOSE
from comity.errors import ComityError, Inconsistent
from comity.version import VERSION

COMMANDS = {
    **dict.fromkeys(("serve", "build", "check"), "publishing"),
    **dict.fromkeys(("queries", "query", "why"), "asking"),
    **dict.fromkeys(("snapshots", "diff", "export"), "history"),
    **dict.fromkeys(("axioms", "impact", "rules"), "axioms"),
    **dict.fromkeys(("new", "sheets", "import", "passages"), "authoring"),
    "reason": "reasoning",
    **dict.fromkeys(("format", "lsp"), "editing"),
    "mcp": "agents",
}
"""In which module of `commands` each command is: it is loaded when it is asked for."""


class _Commands(click.Group):
    """Prints a ComityError as one sentence and exits with 1; asked to be verbose, adds proofs and the trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"comity.commands.{COMMANDS[cmd_name]}")
        found = (one for one in vars(module).values() if isinstance(one, click.Command))
        command = next(one for one in found if one.name == cmd_name)
        if VERBOSE not in command.params:
            command.params.append(VERBOSE)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ComityError as error:
            if ctx.meta.get("verbose"):
                _explain(error)
            click.echo(f"comity: {error}", err=True)
            sys.exit(1)


def _explain(error: ComityError) -> None:
    from comity.proofs.proof import Proof

    traceback.print_exception(error)
    for proof in error.proofs if isinstance(error, Inconsistent) else ():
        assert isinstance(proof, Proof)
        click.echo("\n".join(proof.lines()), err=True)


@click.group(cls=_Commands)
@click.version_option(VERSION)
def main() -> None:
    """A knowledge graph of how two states deal with each other, with evidence for every statement.

    Begin with: comity serve
    """


main.params.append(VERBOSE)

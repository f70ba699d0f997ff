"""The command line, and the only place that turns an error into an exit status."""

import sys
import traceback
from typing import Any

import click

from comity.commands import agents, asking, editing, history, publishing, reasoning
from comity.commands.options import VERBOSE
from comity.errors import ComityError, Inconsistent
from comity.proofs.proof import Proof
from comity.version import VERSION

COMMANDS = (
    *(publishing.serve, publishing.build, publishing.check),
    *(editing.format_files, editing.lsp),
    *(asking.queries, asking.query, asking.why, agents.mcp),
    *(history.list_snapshots, history.diff, history.export),
    *(reasoning.reason, reasoning.axioms, reasoning.impact, reasoning.rules),
)


class _Commands(click.Group):
    """Prints a ComityError as one sentence and exits with 1; asked to be verbose, adds proofs and the trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ComityError as error:
            if ctx.meta.get("verbose"):
                _explain(error)
            click.echo(f"comity: {error}", err=True)
            sys.exit(1)


def _explain(error: ComityError) -> None:
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
for command in COMMANDS:
    command.params.append(VERBOSE)
    main.add_command(command)

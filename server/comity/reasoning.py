"""The commands of the reasoner by itself."""

import json
import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.errors import Inconsistent, SourceError
from comity.proofs.proof import told

if TYPE_CHECKING:
    from comity.reasoner.api import Reasoned


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "out",
    type=click.Path(path_type=Path),
    help="The file to write; standard output without it.",
)
@click.option("--trivial", is_flag=True, help="Write what holds of everything too.")
@click.option(
    "--stats", is_flag=True, help="Print counts, seconds and memory as JSON to standard error."
)
@click.option(
    "--triples",
    default=100_000_000,
    show_default=True,
    type=click.IntRange(1),
    help="Bound on triples, asserted and derived.",
)
@click.option(
    "--seconds",
    default=3600.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Bound on time.",
)
@click.option("--verbose", is_flag=True, help="Add the trace to an error.")
def reason(
    files: tuple[Path, ...],
    out: Path | None,
    trivial: bool,
    stats: bool,
    triples: int,
    seconds: float,
    verbose: bool,
) -> None:
    """Write the OWL 2 RL closure of files of any RDF syntax as N-Triples, asserted and inferred."""
    from comity.reasoner import api, read  # only here: the other commands do without it
    from comity.reasoner.state import Bounds

    start = time.perf_counter()
    encoded = read.read_files(files)
    parsed = time.perf_counter()
    reasoned = api.Reasoned(encoded, Bounds(triples, seconds))
    closed = time.perf_counter()
    if stats:
        click.echo(json.dumps(_stats(reasoned, parsed - start, closed - parsed)), err=True)
    _require_consistent(reasoned)
    _write(reasoned, out, trivial)


def _stats(reasoned: "Reasoned", parse: float, close: float) -> dict[str, float]:
    return {
        "triples_in": len(reasoned.asserted()),
        "inferred": sum(1 for _ in reasoned.closure.telling()),
        "parse_s": round(parse, 4),
        "close_s": round(close, 4),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _require_consistent(reasoned: "Reasoned") -> None:
    found = reasoned.contradictions()
    if found:
        raise Inconsistent(f"The triples contradict themselves: {told(found)}", tuple(found))


def _write(reasoned: "Reasoned", out: Path | None, trivial: bool) -> None:
    if out is None:
        for text in reasoned.n_triples(trivial):
            click.echo(text, nl=False)
        return
    beside = out.with_name(f".{out.name}-{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(reasoned.n_triples(trivial))
        beside.replace(out)
    except OSError as error:
        raise SourceError(
            f"{out} cannot be written ({error.strerror}); choose another with -o."
        ) from error

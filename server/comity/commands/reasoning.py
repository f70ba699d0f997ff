"""The command of the reasoner by itself."""

import json
import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.errors import Inconsistent, SourceError
from comity.finding import SHOWN, counted
from comity.proofs.clash import excluding, exclusion
from comity.proofs.proof import Proof

if TYPE_CHECKING:
    from comity.reasoner.read import Encoded
    from comity.reasoner.reason import Reasoned


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "out",
    type=click.Path(path_type=Path),
    help="The file to write; standard output without it.",
)
@click.option(
    "--inconsistent",
    is_flag=True,
    help="Write the closure of what contradicts itself too; the exit status is 1 as without.",
)
@click.option("--trivial", is_flag=True, help="Write what holds of everything too.")
@click.option(
    "--stats", is_flag=True, help="Print counts, seconds and memory as JSON to standard error."
)
@click.option(
    "--triples",
    default=20_000_000,
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
def reason(
    files: tuple[Path, ...],
    out: Path | None,
    inconsistent: bool,
    trivial: bool,
    stats: bool,
    triples: int,
    seconds: float,
) -> None:
    """Write the OWL 2 RL closure of files.

    They may be of any RDF syntax; asserted and inferred triples come as N-Triples. What contradicts itself is told
    with file and line, and its closure is not written unless that is asked for.

    Example: comity reason ontology.ttl data.nt -o closure.nt --stats
    """
    from comity.reasoner import read, reason  # only here: the other commands do without it
    from comity.reasoner.state import Bounds

    start = time.perf_counter()
    encoded = read.read_files(files)
    parsed = time.perf_counter()
    reasoned = reason.Reasoned(encoded, Bounds(triples, seconds))
    closed = time.perf_counter()
    if stats:
        click.echo(json.dumps(_stats(reasoned, parsed - start, closed - parsed)), err=True)
    found = reasoned.contradictions()
    if inconsistent or not found:
        _write(reasoned, out, trivial)
    if found:
        written = _fate(out, inconsistent)
        raise Inconsistent(_clashes(found, reasoned, files, encoded, written), tuple(found))


def _stats(reasoned: "Reasoned", parse: float, close: float) -> dict[str, float]:
    return {
        "triples_in": len(reasoned.asserted()),
        "inferred": sum(1 for _ in reasoned.closure.telling()),
        "parse_s": round(parse, 4),
        "close_s": round(close, 4),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _fate(out: Path | None, anyway: bool) -> str:
    what = out or "the closure"
    return (
        f"{what} is written all the same"
        if anyway
        else f"{what} is not written; --inconsistent writes it"
    )


def _clashes(
    found: list[Proof],
    reasoned: "Reasoned",
    files: tuple[Path, ...],
    encoded: "Encoded",
    written: str,
) -> str:
    """Say contradictions, a line each after one that counts them and says whether the closure is written."""
    from comity.commands.line_of_triple import (
        Standing,  # only here: what is consistent does without it
    )

    standing = Standing(files, encoded)
    lines = [f"The triples contradict themselves in {counted(len(found), 'way')}, and {written}."]
    for proof in found[:SHOWN]:
        leaves = excluding(proof)
        places = [standing.of(reasoned.closure.numbers(leaf)) for leaf in leaves]
        lines.append(f"{exclusion(proof, leaves, places)}; take one of them away. [{proof.rule}]")
    if len(found) > SHOWN:
        lines.append(f"And {len(found) - SHOWN} more.")
    return "\n".join(lines)


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

"""The commands of the reasoner: by itself, and asked about the axioms of a dossier."""

import json
import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich import box
from rich.table import Table

from comity.commands.options import DOSSIER
from comity.commands.terminal import print_table
from comity.errors import Inconsistent, SourceError
from comity.finding import SHOWN, counted
from comity.homes import chosen_dossier
from comity.proofs.clash import excluding, exclusion
from comity.proofs.proof import Proof, short
from comity.query.term_syntax import read_term

if TYPE_CHECKING:
    from comity.builder.axioms import Examination
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


@click.command()
@DOSSIER
@click.option("--unused", is_flag=True, help="Only those that nothing in this data rests on.")
def axioms(dossier: Path | None, unused: bool) -> None:
    """List axioms, with what rests on each.

    Example: comity axioms --unused
    """
    examined = _examined(dossier)
    found = [axiom for axiom in examined.axioms() if not (unused and axiom.inferred)]
    table = Table("inferred", "axiom", "stands in", box=box.SIMPLE)
    for axiom in found:
        names = " ".join(short(name, examined.dossier.namespace) for name in axiom.names)
        table.add_row(str(axiom.inferred or "never used"), names, axiom.location)
    print_table(table)


@click.command()
@DOSSIER
def rules(dossier: Path | None) -> None:
    """List the rules at work, with their time.

    Instances, triples derived and milliseconds of each rule of OWL 2 RL.

    Example: comity rules
    """
    table = Table("rule", "instances", "triples", "ms", box=box.SIMPLE)
    for row in _examined(dossier).yields():
        table.add_row(row.rule, str(row.instances), str(row.triples), f"{row.seconds * 1e3:.2f}")
    print_table(table)


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.option("--dossier", type=click.Path(path_type=Path), help="The dossier that asserts it.")
def impact(subject: str, predicate: str, value: str, dossier: Path | None) -> None:
    """Say what would go without a triple.

    Inferred triples, and answers of canned queries.

    Example: comity impact country:arcadia comity:sharesBorderWith country:ruritania
    """
    examined = _examined(dossier)
    namespace = examined.dossier.namespace
    s, p, o = (read_term(term, namespace) for term in (subject, predicate, value))
    found = examined.impact((s, p, o))
    click.echo(f"{len(found.lost)} inferred triples would go.")
    for names in found.lost:
        click.echo(f"  {' '.join(short(name, namespace) for name in names)}")
    click.echo(f"{len(found.answers)} canned queries would answer otherwise.")
    for name in found.answers:
        click.echo(f"  {name}")


def _examined(dossier: Path | None) -> "Examination":
    from comity.builder.axioms import Examination  # only here: it loads the reasoner

    return Examination(chosen_dossier(dossier))

"""The commands that ask the reasoner about the axioms of a dossier."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich import box
from rich.table import Table

from comity.commands.options import DOSSIER
from comity.commands.terminal import print_table
from comity.homes import chosen_dossier
from comity.proofs.proof import short
from comity.query.term_syntax import read_term

if TYPE_CHECKING:
    from comity.builder.axioms import Examination


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

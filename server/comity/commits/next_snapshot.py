"""The snapshot that a transaction makes: written beside the others from the current one and what changes, then switched in."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from comity.builder import describe, proof_tables, results, write
from comity.builder.context import context
from comity.builder.identity import identify
from comity.commits.changeset import Changeset, patch
from comity.commits.transaction import Transaction
from comity.finding import Severity
from comity.manifest import Manifest, synchronise_names, write_manifest
from comity.snapshot import Snapshot, moment, switch

MANY = 20_000
"""From so many quads on, they are loaded as files of the store, and not as one transaction, which takes several times as long."""


def publish(transaction: Transaction, home: Path) -> Snapshot:
    """Write the next snapshot into *home* and make it the current one.

    Raises:
        OSError: it cannot be written; the current snapshot stays, but `Current` is not to be used any more.
    """
    work, current = transaction.work, transaction.current
    now, name = moment(home), identify(work.dossier)
    beside = write.make_folder(home)
    with transaction.step("store"):
        _write_store(beside / "store", transaction, name, now)
    with transaction.step("files"):
        _write_files(beside, transaction)
    with transaction.step("proofs"):
        found = current.where(work.dossier, transaction.quads)
        proof_tables.write(beside / "proofs", current.closure, work.dossier, found)
    manifest = _manifest(transaction, name, now)
    write_manifest(beside, manifest)
    folder = home / f"{now:%Y-%m-%dT%H%M%S.%fZ}-{name}"
    os.rename(beside, folder)
    switch(home, folder)
    synchronise_names(home)
    return Snapshot(folder, manifest)


def _write_store(path: Path, transaction: Transaction, name: str, now: datetime) -> None:
    """Take up the change in the checkpoint of the current store, and leave a checkpoint of that at *path*."""
    current, before = transaction.current, transaction.current.snapshot.manifest
    namespace = current.dossier.namespace
    change = current.derived.advance(transaction.change, transaction.asserted, transaction.inferred)
    described = list(_about(transaction, name, now))
    gone = list(describe.identified(namespace, before.id, before.asserted + before.inferred))
    for quad in chain(change.removed, gone):
        current.store.remove(quad)
    many = len(change.added) > MANY
    (current.store.bulk_extend if many else current.store.extend)(chain(change.added, described))
    current.store.backup(str(path))


def _about(transaction: Transaction, name: str, now: datetime) -> Iterator[ox.Quad]:
    asserted, inferred = _sizes(transaction)
    author, parent = transaction.write.author, transaction.current.snapshot.manifest.id
    namespace = transaction.work.dossier.namespace
    yield from describe.identified(namespace, name, asserted + inferred)
    yield from describe.commit(namespace, name, author, parent, now)


def _sizes(transaction: Transaction) -> tuple[int, int]:
    """Count what is asserted and what is inferred after the transaction, in triples."""
    before = transaction.current.snapshot.manifest
    fresh, gone = transaction.asserted
    new, old = transaction.inferred
    return before.asserted + len(fresh) - len(gone), before.inferred + len(new) - len(old)


def _write_files(folder: Path, transaction: Transaction) -> None:
    """Write the files of the dossier, those that do not change as links to those of the current snapshot."""
    work, before = transaction.work, transaction.current.snapshot
    same = set(transaction.current.dossier.files)
    for file in work.dossier.files:
        path = folder / "dossier" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if file in same:
            os.link(before.dossier / file.path, path)
        else:
            path.write_bytes(file.content)
    write.write_configuration(folder / "dossier", work.dossier)
    reports = (report.results for report in work.reports)
    (folder / "report.ttl").write_bytes(results.turtle(*reports))
    (folder / "context.jsonld").write_text(
        json.dumps(context(work.quads["ontology"], work.dossier.namespace), indent=2)
    )
    change: Changeset = transaction.change
    text = "\n".join([*patch(change.added, change.removed), ""])
    (folder / before.patch.name).write_text(text, encoding="utf-8")


def _manifest(transaction: Transaction, name: str, now: datetime) -> Manifest:
    work, before = transaction.work, transaction.current.snapshot
    asserted, inferred = _sizes(transaction)
    return Manifest(
        id=name,
        created=now.isoformat(),
        dossier=before.manifest.dossier,
        asserted=asserted,
        inferred=inferred,
        claimed=len(work.quads["claims"]),
        warnings=sum(finding.severity == Severity.WARNING for finding in work.findings),
        classes=write.classes(transaction.current.derived.uses),
        files={str(file.path): file.digest for file in work.dossier.files},
        seconds=transaction.seconds,
        tools=write.versions(),
        parent=before.path.name,
        author=transaction.write.author,
        base=work.dossier.namespace.base,
        states=list(work.dossier.description.states),
        languages=list(work.dossier.description.languages),
        questions=work.dossier.configuration.asked,
    )

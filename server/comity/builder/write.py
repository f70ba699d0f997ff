"""A snapshot written beside the others: its folder gets its name only when it is whole."""

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from comity.builder import describe, proofs, results
from comity.builder.context import context
from comity.builder.dossier import Dossier
from comity.builder.reason import Outcome
from comity.builder.shapes import Report
from comity.errors import SnapshotError
from comity.snapshot import Manifest, Snapshot, write_manifest
from comity.vocabulary import (
    ASSERTED,
    INFERRED,
    PREFIXES,
    RDF,
    TERM,
    UNCONTESTED,
    UNCONTESTED_ASSERTED,
)

TOOLS = ("comity", "owlrl", "pyoxigraph", "pyshacl", "rdflib", "shacl")


def prepare(home: Path) -> None:
    """Make *home* where it is not there, and clear what interrupted builds have left.

    Raises:
        SnapshotError: it cannot be written to.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise SnapshotError(
            f"The home {home} cannot be written ({error.strerror}); choose another with --home."
        ) from error
    for left in [*home.glob(".building-*"), *home.glob(".current-*")]:
        if not _is_running(left.name):
            left.unlink() if left.is_symlink() else shutil.rmtree(left, ignore_errors=True)


def _is_running(name: str) -> bool:
    try:
        os.kill(int(name.split("-")[1]), 0)
    except (ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        pass
    return True


def write(
    dossier: Dossier,
    quads: dict[str, list[ox.Quad]],
    outcome: Outcome,
    reports: list[Report],
    home: Path,
    name: str,
    seconds: dict[str, float],
) -> Snapshot:
    """Write a whole snapshot into *home* and give its folder its name; the pointer is not moved."""
    beside = home / f".building-{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    asserted = quads["ontology"] + quads["data"]
    derived = _in(outcome.inferred, ox.NamedNode(INFERRED))
    now = datetime.now(UTC)
    tools = dict(_versions())
    told = [*describe.dataset(asserted + derived, name, now, tools), *describe.reifiers(asserted)]
    _write_store(beside / "store", quads, asserted, derived, told)
    _write_queries(beside / "queries", dossier)
    _write_report(beside / "report.ttl", reports)
    if outcome.closure:
        proofs.write(beside / "proofs", outcome.closure, dossier, asserted)
    (beside / "context.jsonld").write_text(json.dumps(context(quads["ontology"]), indent=2))
    manifest = Manifest(
        id=name,
        created=now.isoformat(timespec="seconds"),
        dossier=dossier.root.name,
        asserted=len({q.triple for q in asserted}),
        inferred=len(derived),
        claimed=len(quads["claims"]),
        warnings=sum(len(report.warnings) for report in reports),
        classes=_classes(asserted + derived),
        files={str(file.path): file.digest for file in dossier.files},
        seconds=seconds,
        tools=tools,
    )
    write_manifest(beside, manifest)
    folder = home / f"{now:%Y-%m-%dT%H%M%SZ}-{name}"
    if folder.exists():
        shutil.rmtree(folder)
    os.rename(beside, folder)
    return Snapshot(folder, manifest)


def _versions() -> Iterator[tuple[str, str]]:
    for tool in TOOLS:
        with suppress(PackageNotFoundError):  # shacl has no wheel for some machines
            yield tool, version(tool)


def _write_store(
    path: Path,
    quads: dict[str, list[ox.Quad]],
    asserted: list[ox.Quad],
    derived: list[ox.Quad],
    told: list[ox.Quad],
) -> None:
    store = ox.Store(path)
    closed = asserted + derived
    store.bulk_extend(
        chain(
            *quads.values(),
            derived,
            told,
            _in(asserted, ox.NamedNode(ASSERTED)),
            _in(closed, ox.DefaultGraph()),
            _in(describe.uncontested(asserted), ox.NamedNode(UNCONTESTED_ASSERTED)),
            _in(describe.uncontested(closed), ox.NamedNode(UNCONTESTED)),
        )
    )
    store.optimize()
    store.flush()


def _in(
    quads: Sequence[ox.Quad | ox.Triple], graph: ox.NamedNode | ox.DefaultGraph
) -> list[ox.Quad]:
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]


def _write_queries(folder: Path, dossier: Dossier) -> None:
    folder.mkdir()
    for file in dossier.of("queries"):
        (folder / file.path.name).write_bytes(file.content)


def _write_report(path: Path, reports: list[Report]) -> None:
    whole = results.written(*(report.results for report in reports))
    prefixes = {name: PREFIXES[name] for name in ("comity", "rdf", "sh", "shape", "xsd")}
    ox.serialize(whole, path, format=ox.RdfFormat.TURTLE, prefixes=prefixes)


def _classes(quads: list[ox.Quad]) -> dict[str, int]:
    """Count the things of each class of the ontology."""
    members = {
        (q.subject, q.object.value)
        for q in quads
        if q.predicate.value == RDF + "type" and isinstance(q.object, ox.NamedNode)
    }
    counts = Counter(name for _, name in members if name.startswith(TERM))
    return dict(sorted(counts.items()))

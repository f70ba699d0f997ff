"""A snapshot written beside the others: its folder gets its name only when it is whole."""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from comity.builder import describe, inference, proof_tables, results
from comity.builder.configuration import CONFIGURATION
from comity.builder.context import context
from comity.builder.dossier import Dossier
from comity.builder.work import Work
from comity.errors import SnapshotError
from comity.finding import Severity
from comity.manifest import Manifest, write_manifest
from comity.search import index as search
from comity.snapshot import Snapshot, moment
from comity.vocabulary import ASSERTED, INFERRED, TERM, UNCONTESTED, UNCONTESTED_ASSERTED

LEFT = (".building-*", ".current-*", ".files-*", ".committing-*", ".pruned-*")
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
    for left in [path for name in LEFT for path in home.glob(name)]:
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


def make_folder(home: Path) -> Path:
    """Make the folder in which this process writes its next snapshot."""
    beside = home / f".building-{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    return beside


def working_folder(home: Path) -> Path:
    """Make the folder in which this process keeps what it commits from."""
    folder = home / f".committing-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def write(work: Work, home: Path, name: str) -> Snapshot:
    """Write a whole snapshot of *work* into *home* and give its folder its name; the pointer is not moved."""
    dossier, quads, outcome, reports = work.dossier, work.quads, work.outcome, work.reports
    beside = make_folder(home)
    asserted = quads["ontology"] + quads["data"]
    derived = _in(outcome.inferred, ox.NamedNode(INFERRED))
    now = moment(home)
    tools = versions()
    described = [
        *describe.dataset(dossier.namespace, asserted + derived, name, now, tools),
        *describe.parts(dossier),
        *work.evidence.reifiers(),
    ]
    _write_store(
        beside / "store", quads, asserted, derived, [*described, *_uncontested(work, derived)]
    )
    write_files(beside / "dossier", dossier)
    (beside / "report.ttl").write_bytes(results.turtle(*(r.results for r in reports)))
    if outcome.closure:
        found = proof_tables.where(outcome.closure, dossier, asserted)
        proof_tables.write(beside / "proofs", outcome.closure, dossier, found)
    (beside / "context.jsonld").write_text(
        json.dumps(context(quads["ontology"], dossier.namespace), indent=2)
    )
    search.write(beside / search.FILE, dossier.namespace, (quad.triple for quad in asserted))
    manifest = Manifest(
        id=name,
        created=now.isoformat(),
        dossier=dossier.root.name,
        asserted=len({q.triple for q in asserted}),
        inferred=len(derived),
        claimed=len(quads["claims"]),
        warnings=sum(finding.severity == Severity.WARNING for finding in work.findings),
        classes=classes(describe.uses({q.triple for q in asserted + derived})),
        files={str(file.path): file.digest for file in dossier.files},
        seconds=work.seconds,
        tools=tools,
        base=dossier.namespace.base,
        states=list(dossier.description.states),
        languages=list(dossier.description.languages),
        beside=dict(dossier.beside),
        aliases=dict(dossier.aliases),
        questions=dossier.configuration.asked,
    )
    write_manifest(beside, manifest)
    folder = home / f"{now:%Y-%m-%dT%H%M%SZ}-{name}"
    if folder.exists():
        shutil.rmtree(folder)
    os.rename(beside, folder)
    return Snapshot(folder, manifest)


def versions() -> dict[str, str]:
    """Return the versions of the tools that a snapshot is made with."""
    found = {}
    for tool in TOOLS:
        with suppress(PackageNotFoundError):  # shacl has no wheel for some machines
            found[tool] = version(tool)
    return found


def _write_store(
    path: Path,
    quads: dict[str, list[ox.Quad]],
    asserted: list[ox.Quad],
    derived: list[ox.Quad],
    described: list[ox.Quad],
) -> None:
    store = ox.Store(path)
    closed = asserted + derived
    store.bulk_extend(
        chain(
            *quads.values(),
            derived,
            described,
            _in(asserted, ox.NamedNode(ASSERTED)),
            _in(closed, ox.DefaultGraph()),
        )
    )
    store.optimize()
    store.flush()


def _uncontested(work: Work, derived: list[ox.Quad]) -> list[ox.Quad]:
    """The graphs of what is asserted without what is contested, alone and with what follows from that."""
    contested, quads = work.evidence.contested(), work.quads
    left = [quad for quad in quads["data"] if quad.triple not in contested]
    asserted = quads["ontology"] + left
    follows: Sequence[ox.Quad | ox.Triple] = derived
    if contested:
        follows = inference.infer(quads["ontology"], left, work.options.reasoner).inferred
    closed = [*asserted, *follows]
    return [
        *_in(asserted, ox.NamedNode(UNCONTESTED_ASSERTED)),
        *_in(closed, ox.NamedNode(UNCONTESTED)),
    ]


def _in(
    quads: Sequence[ox.Quad | ox.Triple], graph: ox.NamedNode | ox.DefaultGraph
) -> list[ox.Quad]:
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]


def write_files(folder: Path, dossier: Dossier) -> None:
    """Write the files of *dossier* into *folder*, which is made."""
    for file in dossier.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    write_configuration(folder, dossier)


def write_configuration(folder: Path, dossier: Dossier) -> None:
    """Write how *dossier* wants to be checked into *folder*, if it says."""
    if dossier.configuration.text:
        (folder / CONFIGURATION).write_text(dossier.configuration.text, encoding="utf-8")


def classes(uses: describe.Uses) -> dict[str, int]:
    """Return the counts of the things of each class of the ontology, from those of every term."""
    counts = {term: n for (kind, term), n in uses.items() if kind == "class" and n}
    return {term: counts[term] for term in sorted(counts) if term.startswith(TERM)}

"""The proof of a triple, as it was recorded when its snapshot was built."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from comity.errors import NotFound, SnapshotError, StoreFailed
from comity.proofs.proof import Names, Proof, short, trivially
from comity.proofs.store import Store
from comity.proofs.why_not import missing
from comity.query.literals import is_same_value
from comity.snapshot import read_snapshot
from comity.vocabulary import ASSERTED

DAMAGED = (
    "The proofs of this snapshot are not as they were written; its operator should build it again."
)


@lru_cache(maxsize=4)
def opened(folder: Path) -> Store:
    """Open the proofs of a snapshot once it is certain that they are as they were written.

    Raises:
        SnapshotError: they are not.
    """
    snapshot = read_snapshot(folder)
    for name in snapshot.manifest.digests:
        if name.startswith("proofs/"):
            snapshot.content(name)
    return Store(folder / "proofs")


def why(folder: Path, names: Names) -> Proof:
    """Return the proof of a triple of the snapshot in *folder*, without the evidence of its leaves.

    Raises:
        NotFound: the triple does not hold, or the snapshot keeps no proofs.
        StoreFailed: the proofs are damaged.
    """
    if not (folder / "proofs").is_dir():
        raise NotFound("This snapshot keeps no proofs; build it with the reasoner comity.")
    try:
        store = opened(folder)
        proof = store.proof(names) or trivially(names) or store.proof(_as_written(store, names))
    except (SnapshotError, OSError, ValueError, LookupError) as error:
        raise StoreFailed(DAMAGED) from error
    if proof is None:
        sentence = f"{' '.join(map(short, names))} does not hold in this snapshot"
        raise NotFound(f"{sentence}{_near_miss(store, names)}.")
    return proof


def _as_written(store: Store, names: Names) -> Names:
    """Return a triple with its literal as a file has it: answers have the one form of a value that the engine keeps."""
    value = names[2]
    if "^^<" in value:
        subject, predicate, _ = store.numbers(names)
        for triple in (
            store.matching((subject, predicate, -1)) if min(subject, predicate) >= 0 else ()
        ):
            written = store.written(triple)
            if "^^<" in written[2] and is_same_value(written[2], value):
                return written
    return names


def unfounded(found: Iterable[Proof]) -> str:
    """Return a query that is true where something that one of the proofs rests on is asserted nowhere.

    Blank nodes, which a query cannot name, are passed over.
    """
    leaves = (
        leaf.triple for proof in found for leaf in proof.leaves() if leaf.triple and leaf.file
    )
    rows = {
        f"({' '.join(names)})" for names in leaves if not any(n.startswith("_:") for n in names)
    }
    known = f"GRAPH <{ASSERTED}> {{ ?s ?p ?o }}"
    return f"ASK {{ VALUES (?s ?p ?o) {{ {' '.join(sorted(rows))} }} FILTER NOT EXISTS {{ {known} }} }}"


def _near_miss(store: Store, names: Names) -> str:
    """Say what is missing, where all else that a rule needs is there."""
    found = missing(store, names)
    return f"; by {found[0]} it would if {' '.join(map(short, found[1]))} held" if found else ""

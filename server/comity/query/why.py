"""The proof of a triple, as it was recorded when its snapshot was built."""

from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from comity.errors import BadQuery, NotFound
from comity.proofs.near import missing
from comity.proofs.proof import Names, Proof, short, trivially
from comity.proofs.store import Store
from comity.vocabulary import BASE, PREFIXES, RDF


def read_term(text: str) -> str:
    """Return *text*, an IRI, a prefixed name, a path below /id/ or a literal, as a term in N-Triples.

    Raises:
        BadQuery: it is none of these.
    """
    prefix, _, name = text.partition(":")
    try:
        if text.startswith('"'):
            return str(
                next(iter(parse(input=f"<a:a> <a:a> {text} .", format=RdfFormat.N_TRIPLES))).object
            )
        if text.startswith("<"):
            return str(NamedNode(text[1:-1]))
        if text == "a":
            return str(NamedNode(RDF + "type"))
        if prefix in PREFIXES:
            return str(NamedNode(PREFIXES[prefix] + name))
        if "://" in text or prefix == "urn":
            return str(NamedNode(text))
        return str(NamedNode(f"{BASE}id/{text.replace(':', '/', 1)}"))
    except (ValueError, SyntaxError) as error:
        raise BadQuery(
            f"{text} is no term; give an IRI, a prefixed name such as comity:Treaty, or a literal in N-Triples."
        ) from error


@lru_cache(maxsize=4)
def _store(folder: Path) -> Store:
    return Store(folder)


def why(folder: Path, names: Names) -> Proof:
    """Return the proof of a triple of the snapshot in *folder*, without the evidence of its leaves.

    Raises:
        NotFound: the triple does not hold, or the snapshot keeps no proofs.
    """
    path = folder / "proofs"
    if not path.is_dir():
        raise NotFound("This snapshot keeps no proofs; build it with the reasoner comity.")
    proof = _store(path).proof(names) or trivially(names)
    if proof is None:
        told = f"{' '.join(map(short, names))} does not hold in this snapshot"
        raise NotFound(f"{told}{_near_miss(_store(path), names)}.")
    return proof


def _near_miss(store: Store, names: Names) -> str:
    """Say what is missing, where all else that a rule needs is there."""
    found = missing(store, names)
    return f"; by {found[0]} it would if {' '.join(map(short, found[1]))} held" if found else ""


def subjects(proof: Proof) -> set[str]:
    """Return the IRIs, in N-Triples, of which the leaves of *proof* speak."""
    return {leaf.triple[0] for leaf in proof.leaves() if leaf.triple and leaf.triple[0][0] == "<"}

"""The proof of a triple, as it was recorded when its snapshot was built."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from comity.errors import BadQuery, NotFound
from comity.vocabulary import BASE, OWL, PREFIXES, RDF, RDFS, shortened

Names = tuple[str, str, str]
REFLEXIVE = {
    OWL + "sameAs",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
}


@dataclass(slots=True)
class Proof:
    """Why a triple holds.

    Attributes:
        triple: subject, predicate and object in N-Triples.
        rule: the W3C name of the rule it follows by; None where it is asserted.
        place: file and line where it stands, if asserted.
        premises: the proofs of what the rule needs.
        evidence: sources of an asserted one, each with start and end in characters where it is a passage.
    """

    triple: Names
    rule: str | None = None
    place: str | None = None
    premises: list["Proof"] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)

    def leaves(self) -> Iterator["Proof"]:
        """Yield the asserted triples it rests on."""
        if not self.premises:
            yield self
        for premise in self.premises:
            yield from premise.leaves()

    def as_dict(self) -> dict[str, Any]:
        """Return it as nested mappings, as JSON has it."""
        return asdict(self)

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield it as text, a step a line, premises indented."""
        told = " ".join(map(short, self.triple))
        reason = f"by {self.rule}" if self.rule else f"asserted in {self.place or 'the data'}"
        yield f"{'  ' * depth}{told}  [{reason}]"
        for row in self.evidence:
            where = f", characters {row['start']} to {row['end']}" if "start" in row else ""
            yield f"{'  ' * depth}  ← {shortened(row['source'])}{where}"
        for premise in self.premises:
            yield from premise.lines(depth + 1)


def short(term: str) -> str:
    """Write a term in N-Triples for a reader."""
    return shortened(term[1:-1]) if term.startswith("<") else term


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
def _proofs(path: Path) -> "Proofs":
    return Proofs(json.loads(path.read_text(encoding="utf-8")))


class Proofs:
    """The recorded proofs of one snapshot."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.terms, self.triples = document["terms"], document["triples"]
        self.steps, self.places = document["steps"], document["places"]
        numbers = {term: number for number, term in enumerate(self.terms)}
        rows = {tuple(triple): row for row, triple in enumerate(self.triples)}
        self._numbers, self._rows = numbers, rows

    def of(self, names: Names) -> Proof | None:
        """Return the proof of a triple; None where it does not hold."""
        row = self._rows.get(tuple(self._numbers.get(name, -1) for name in names))
        return None if row is None else self._proof(row)

    def _proof(self, row: int) -> Proof:
        s, p, o = (self.terms[number] for number in self.triples[row])
        rule, premises = self.steps.get(str(row), (None, []))
        return Proof((s, p, o), rule, self.places.get(str(row)), [self._proof(n) for n in premises])


def why(folder: Path, names: Names) -> Proof:
    """Return the proof of a triple of the snapshot in *folder*, without the evidence of its leaves.

    Raises:
        NotFound: the triple does not hold, or the snapshot keeps no proofs.
    """
    told = " ".join(map(short, names))
    if names[0] == names[2] and names[1][1:-1] in REFLEXIVE:
        raise NotFound(f"{told} holds of everything and is not recorded.")
    if names[2] == str(NamedNode(OWL + "Thing")):
        raise NotFound(f"{told} holds of everything and is not recorded.")
    path = folder / "proofs.json"
    if not path.is_file():
        raise NotFound("This snapshot keeps no proofs; build it with the reasoner comity.")
    proof = _proofs(path).of(names)
    if proof is None:
        raise NotFound(f"{told} does not hold in this snapshot.")
    return proof


def subjects(proof: Proof) -> set[str]:
    """Return the IRIs, in N-Triples, of which the leaves of *proof* speak."""
    return {leaf.triple[0] for leaf in proof.leaves() if leaf.triple[0].startswith("<")}

"""Proofs with their sources: the claims that say what they rest on, and where those stand."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from comity.errors import NotFound, StoreFailed
from comity.evidence.statements import reifier
from comity.namespace import Namespace
from comity.proofs.proof import Names, Proof
from comity.query import why as proofs

Ask = Callable[[str], bytes]
"""Answers a query in the JSON format of SPARQL results."""
REIFIERS = 400
"""How many statements one query asks the claims of, a count."""
SAYING = """
PREFIX comity: <https://w3id.org/comity/ontology/>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?reifier ?claim ?statement ?source ?passage ?start ?end WHERE {
  { VALUES ?reifier { %(reifiers)s }
    GRAPH <https://w3id.org/comity/graph/evidence> { ?reifier comity:reportedBy ?claim } }
  UNION { VALUES (?reifier ?claim) { %(subjects)s } ?claim a comity:Claim }
  OPTIONAL { ?claim comity:statement ?statement FILTER(lang(?statement) = "en") }
  OPTIONAL {
    { ?claim comity:statedIn ?source }
    UNION { ?claim comity:supportedBy ?passage . ?passage comity:passageOf ?source ; oa:hasSelector ?selector .
            ?selector oa:start ?start ; oa:end ?end }
  }
} ORDER BY ?claim ?source ?start"""


def proven(
    folder: Path, ask: Ask, triples: Iterable[Names], namespace: Namespace
) -> dict[Names, Proof]:
    """Return the proofs of those of *triples* that have one in the snapshot in *folder*, of *namespace*, with their claims.

    Raises:
        StoreFailed: one is damaged.
    """
    found: dict[Names, Proof] = {}
    for triple in triples:
        with suppress(NotFound):
            found[triple] = proofs.why(folder, triple)
    cite(ask, found.values(), namespace)
    return found


def cite(ask: Ask, found: Collection[Proof], namespace: Namespace) -> None:
    """Give the leaves of proofs in a dossier of *namespace* the claims that say them.

    Raises:
        StoreFailed: one of them is asserted nowhere.
    """
    if b"true" in ask(proofs.unfounded(found)):
        raise StoreFailed(proofs.DAMAGED)
    leaves: dict[str, list[Proof]] = defaultdict(list)
    for leaf in {id(leaf): leaf for proof in found for leaf in proof.leaves()}.values():
        if leaf.triple:
            leaves[reifier(namespace.base, leaf.triple)].append(leaf)
    give_claims(ask, leaves)


def give_claims(ask: Ask, leaves: Mapping[str, Sequence[Proof]]) -> None:
    """Give asserted triples the claims that say them, and where those stand; one about a claim is grounded in that claim.

    Args:
        leaves: the proofs of such triples, by the reifier that the evidence is on.
    """
    for reifiers in _batches(sorted(leaves)):
        subjects = " ".join(f"(<{iri}> {_subject(leaves[iri][0], iri)})" for iri in reifiers)
        named = {"reifiers": " ".join(f"<{iri}>" for iri in reifiers), "subjects": subjects}
        for row in json.loads(ask(SAYING % named))["results"]["bindings"]:
            place = {name: term["value"] for name, term in row.items() if name != "reifier"}
            for leaf in leaves[row["reifier"]["value"]]:
                leaf.evidence.append(place)


def _subject(leaf: Proof, reifier: str) -> str:
    """Return the subject of an asserted triple for VALUES; of a blank node the reifier, which is no claim."""
    subject = leaf.triple[0] if leaf.triple else ""
    return subject if subject.startswith("<") else f"<{reifier}>"


def _batches(iris: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(iris), REIFIERS):
        yield iris[begin : begin + REIFIERS]

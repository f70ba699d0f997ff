"""What the first sentences of several kinds of pages are made of."""

from comity.reading.evidence import Evidence
from comity.reading.facts import Said
from comity.vocabulary import TERM


def iris(about: Said, *locals: str) -> list[str]:
    """Return the things that some properties, by local name, lead to, each once, in the order of their names."""
    found = (node.value for local in locals for node in about.all(local) if node.is_iri)
    return sorted(dict.fromkeys(found), key=lambda iri: about.names[iri].text)


def marks(about: Said, evidence: Evidence, *locals: str) -> tuple[int, ...]:
    """Return the numbers of the sources that say what some properties, by local name, say."""
    claims = [
        claim
        for local in locals
        for node in about.all(local)
        for claim in evidence.claims_of(about.iri, TERM + local, node.n3)
    ]
    return evidence.marks(dict.fromkeys(claims))

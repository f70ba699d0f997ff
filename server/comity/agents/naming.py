"""Names of things as agents get and give them: short, and the same in an answer, an argument and a query."""

import re

from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.query.term_syntax import read_term
from comity.query.tokens import TOKEN

DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)


def short(iri: str, namespace: Namespace) -> str:
    """Return *iri* as a prefixed name: of a thing by its kind, as in treaty:union-1997."""
    return ":".join(namespace.thing(iri) or (namespace.shortened(iri),))


def short_term(term: str, namespace: Namespace) -> str:
    """Return a term in N-Triples as short as it can be read."""
    return short(term[1:-1], namespace) if term.startswith("<") else term


def iri_of(text: str, namespace: Namespace) -> str:
    """Return the IRI that *text* means: an IRI, a prefixed name, or a path below /id/.

    Raises:
        BadQuery: it means none.
    """
    term = read_term(text, namespace) if text else ""
    if not term.startswith("<"):
        raise BadQuery(
            f"{text!r} is no name of a thing; give an IRI, or a short name as search does."
        )
    return term[1:-1]


def declared(sparql: str, namespace: Namespace) -> str:
    """Return a query with the prefixes that it uses and does not declare: those of the graph, and those of its kinds."""
    known = set(DECLARED.findall(sparql))
    names = (token[0].partition(":")[0] for token in TOKEN.finditer(sparql) if token.lastgroup == "name")  # fmt: skip
    missing = [prefix for prefix in dict.fromkeys(names) if prefix not in known and prefix]
    spaces = {p: namespace.prefixes.get(p, namespace.full(f"{p}/")) for p in missing}
    return "".join(f"PREFIX {p}: <{space}> " for p, space in spaces.items()) + sparql

"""Names of things as agents get and give them: short, and the same in an answer, an argument and a query."""

import re

from comity.errors import BadQuery
from comity.query.term_syntax import read_term
from comity.query.tokens import TOKEN
from comity.vocabulary import BASE, PREFIXES, THING, shortened

DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)


def short(iri: str) -> str:
    """Return *iri* as a prefixed name: of a thing by its kind, as in treaty:union-1997."""
    found = THING.match(iri)
    return f"{found[1]}:{iri[found.end() :]}" if found else shortened(iri)


def short_term(term: str) -> str:
    """Return a term in N-Triples as short as it can be read."""
    return short(term[1:-1]) if term.startswith("<") else term


def iri_of(text: str) -> str:
    """Return the IRI that *text* means: an IRI, a prefixed name, or a path below /id/.

    Raises:
        BadQuery: it means none.
    """
    term = read_term(text) if text else ""
    if not term.startswith("<"):
        raise BadQuery(
            f"{text!r} is no name of a thing; give an IRI, or a short name as search does."
        )
    return term[1:-1]


def declared(sparql: str) -> str:
    """Return a query with the prefixes that it uses and does not declare: those of the graph, and those of its kinds."""
    known = set(DECLARED.findall(sparql))
    names = (token[0].partition(":")[0] for token in TOKEN.finditer(sparql) if token.lastgroup == "name")  # fmt: skip
    missing = [prefix for prefix in dict.fromkeys(names) if prefix not in known and prefix]
    return "".join(f"PREFIX {p}: <{PREFIXES.get(p, f'{BASE}id/{p}/')}> " for p in missing) + sparql

"""Whether a query has the same answer, byte for byte, each time it is asked of one snapshot."""

import re

VOLATILE = re.compile(r"(?:NOW|RAND|UUID|BNODE)\s*+[(#]")
CONSTRUCT = "CONSTRUCT"
MOST = 2**16
"""How long a query may be that is looked at, in characters; a longer one is not worth keeping."""
LABELS = ("_:", "[", "<<", "{|")


def is_deterministic(text: str) -> bool:
    """Tell whether nothing in *text* could make two answers differ; it takes time linear in its length.

    When in doubt it is not: the words are looked for in names, comments and strings too, and a
    CONSTRUCT with any bracket or label might make blank nodes, which get new names each time, as one
    with a list in its template does.

    Source: SPARQL 1.1 §17.4 https://www.w3.org/TR/sparql11-query/#SparqlOps, §16.2.1
    https://www.w3.org/TR/sparql11-query/#tempatesWithBNodes
    """
    capitals = text.upper() if len(text) <= MOST else "NOW("
    return not VOLATILE.search(capitals) and not _makes_nodes(capitals)


def _makes_nodes(text: str) -> bool:
    _, found, rest = text.partition(CONSTRUCT)
    if not found:
        return False
    template = rest.partition("}")[0]
    if any(sign in template for sign in "\"'#"):  # the brace may not be what ends it
        template = rest
    return "(" in template or any(label in rest for label in LABELS)

"""Whether a query has the same answer, byte for byte, each time it is asked of one snapshot."""

import re

from comity.query.guard import decode

VOLATILE = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
MADE_ANEW = re.compile(r"\bCONSTRUCT\b.*(_:|\[)", re.IGNORECASE | re.DOTALL)


def is_steady(text: str) -> bool:
    """Tell whether nothing in *text* could make two answers differ.

    When in doubt it is not: the words are looked for in names, comments and strings too, and a
    CONSTRUCT with any bracket or label might make blank nodes, which get new names each time.

    Source: SPARQL 1.1 §17.4 https://www.w3.org/TR/sparql11-query/#SparqlOps, §16.2.1
    https://www.w3.org/TR/sparql11-query/#tempatesWithBNodes
    """
    plain = decode(text)
    return not VOLATILE.search(plain) and not MADE_ANEW.search(plain)

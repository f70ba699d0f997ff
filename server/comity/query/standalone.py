"""A canned query as any client can run it: with its example's values in the place of its parameters."""

import re
from collections.abc import Iterator

from comity.query.canned import CannedQuery
from comity.query.tokens import TOKEN


def standalone(query: CannedQuery) -> str:
    """Return the text of *query* with the values of its example, which a client need not know to bind.

    A parameter that the query projects stays a column; in the head of a sub-query, where it would be a
    column of that, it is left out, and where rows are grouped by it, by one value.
    """
    terms = {name: str(term.to_engine()) for name, term in query.bind(query.example)}
    made, end = [], 0
    for token, clause in _placed(query.text):
        name = token[0][1:] if token.lastgroup == "variable" else ""
        if name in terms and clause in SHOWN:
            made += [
                query.text[end : token.start()],
                SHOWN[clause].format(name=name, term=terms[name]),
            ]
            end = token.end()
    return "".join(made) + query.text[end:]


SHOWN = {
    "head": "({term} AS ?{name})",
    "body": "{term}",
    "inner head": "",
    "group": '("" AS ?by_{name})',
}


def _placed(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each token with the part of the query that it is in."""
    depth, clause = 0, "head"
    for token in TOKEN.finditer(text):
        word = token[0].upper()
        if token.lastgroup == "mark":
            depth += {"{": 1, "}": -1}.get(word, 0)
            clause = "body" if depth else "tail"
        elif token.lastgroup == "word" and word in ("SELECT", "GROUP", "ORDER", "HAVING"):
            inner = "inner head" if depth else "head"
            clause = {"SELECT": inner, "GROUP": "group"}.get(word, "tail")
        yield token, clause

"""The result of a question on a page: the table, and the picture that is wanted of it."""

import json
from typing import Any

from flask import request

from comity.errors import BadQuery
from comity.query.canned import PICTURES, CannedQuery, Picture
from comity.reading import pictured
from comity.reading.asking import read_rows
from comity.reading.rows import SHOWN, tabulate
from comity.web.pages import evidence
from comity.web.pages.asking import reader


def shown(
    body: bytes,
    query: CannedQuery | None = None,
    arguments: dict[str, str] | None = None,
    text: str = "",
    **_: Any,
) -> dict[str, Any]:
    """Return what a template needs to show an answer.

    Args:
        body: the answer, in the JSON format of SPARQL results.
        query: the canned query that it answers, if it is one's.
        arguments: what that was asked with.
        text: the query, where it is no canned one.

    Raises:
        BadQuery: there is no picture of the kind that is asked for.
    """
    document = json.loads(body)
    if "boolean" in document:
        proved = evidence.links([{}], [], text, query, arguments or {})
        return {"boolean": document["boolean"], "proved": proved}
    variables, rows = document["head"]["vars"], read_rows(body)
    asked = reader()
    best = query.picture if query else Picture()
    kind = request.values.get("picture") or best.kind
    if kind not in PICTURES:
        raise BadQuery(
            f"The parameter picture is {kind[:20]!r}; it must be one of {', '.join(PICTURES)}."
        )
    given = dict(arguments or {}) | {
        p.name: p.default for p in (query.parameters if query else ()) if p.default
    }
    offered = pictured.choices(variables, rows)
    columns = dict(best.columns) if kind == best.kind else {}
    drawn = pictured.picture(asked, kind, variables, rows, columns) if kind != "table" else None
    return {
        "table": tabulate(asked, variables, rows, given),
        "offered": offered,
        "picture": drawn,
        "proved": evidence.links(rows[:SHOWN], variables, text, query, arguments or {}),
    }

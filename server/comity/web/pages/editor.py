"""The editor: a text area that needs no script, with prefixes filled in, examples, and errors at their place."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, url_for

from comity.query.canned import named
from comity.reading.ontology import ontology
from comity.vocabulary import SKOS, shortened
from comity.web.negotiation import engine, requested_snapshot
from comity.web.pages import layout, scripts
from comity.web.pages.asking import reader

bp = Blueprint("editor", __name__)
START = """PREFIX comity: <https://w3id.org/comity/ontology/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?thing ?name WHERE {
  ?thing a comity:Dispute ; rdfs:label ?name
}
ORDER BY ?name
LIMIT 100
"""
PLACE = re.compile(r"at (\d+):(\d+)")
HEADER = re.compile(r"(?m)\A(?:#\+.*\n)+\n*")


@bp.get("/words.json")
def words() -> Response:
    """Give what the editor completes: prefixes, and terms with what they mean."""
    known = ontology(reader())
    terms = [
        {
            "name": shortened(iri),
            "sort": known.sort(iri),
            "label": known.name(iri).text,
            "definition": known.text(iri, SKOS + "definition"),
        }
        for iri in known.terms()
    ]
    return jsonify(prefixes=requested_snapshot().namespace.prefixes, terms=terms)


def around(text: str) -> dict[str, Any]:
    """Return what the page has around an answer to *text*."""
    asked = urlencode({"query": text})
    path = f"{url_for('sparql.sparql')}?{asked}"
    lasting = layout.lasting(path)
    return {
        "script": scripts.allowed(scripts.EDITOR),
        "text": text,
        "lasting": lasting,
        "asked": asked,
        "title": "SPARQL",
        "here": "sparql",
        "examples": _examples(),
    }


def blank() -> Response:
    """Show the editor with an example in it: one of the questions, or one to begin with."""
    wanted = request.args.get("example", "")
    text = HEADER.sub("", named(engine().queries, wanted).text) if wanted else START
    about = around(text) | {"asked": ""}
    return layout.page("sparql.html", **about)


def refused(text: str, sentence: str) -> Response:
    """Show the editor with what is wrong with *text*, and the line in which it is."""
    found = PLACE.search(sentence)
    lines = text.splitlines()
    number = int(found[1]) if found else 0
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    column = int(found[2]) if found else 0
    words, _, expected = sentence.partition(": expected")
    message = f"The query does not parse at line {number}, column {column}."
    about = around(text) | {
        "asked": "",
        "error": message if found and expected else sentence,
        "expected": expected and words and sentence,
        "line": line,
        "number": number,
        "column": column,
    }
    return layout.page("sparql.html", 400, **about)


def _examples() -> list[tuple[str, str]]:
    return [(query.name, query.summary) for query in engine().queries.values()][:12]

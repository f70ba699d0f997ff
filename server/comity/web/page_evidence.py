"""The evidence of what a page says: each row with the claims that say it, and the claims with where they stand."""

from collections.abc import Callable
from typing import Any

from comity.vocabulary import EVIDENCE

Rows = list[dict[str, Any]]
QUESTION = """
PREFIX comity: <https://w3id.org/comity/ontology/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?p ?o ?contested ?claim ?statement ?source ?title ?passage ?start ?end WHERE {
  GRAPH <%s> {
    ?reifier rdf:subject <%s> ; rdf:predicate ?p ; rdf:object ?o ; comity:reportedBy ?claim
    OPTIONAL { ?reifier comity:isContested ?contested }
  }
  OPTIONAL { ?claim comity:statement ?statement FILTER(lang(?statement) = "en") }
  OPTIONAL {
    { ?claim comity:statedIn ?source }
    UNION { ?claim comity:supportedBy ?passage . ?passage comity:passageOf ?source ; oa:hasSelector ?selector .
            ?selector oa:start ?start ; oa:end ?end }
    OPTIONAL { ?source dcterms:title|rdfs:label ?title }
  }
} ORDER BY ?claim ?source ?start"""
PLACE = ("source", "title", "passage", "start", "end")


def claims(iri: str, said: Rows, rows: Callable[[str], Rows]) -> Rows:
    """Return the claims that say what is said of a thing; each row of *said* gets their numbers, from 1, as `said_by`.

    Args:
        iri: the thing.
        said: its rows, with p and o as SPARQL has them in JSON.
        rows: answers a question.
    """
    found = rows(QUESTION % (EVIDENCE, iri))
    numbers = {
        name: n for n, name in enumerate(dict.fromkeys(_value(r, "claim") for r in found), 1)
    }
    for row in said:
        mine = [r for r in found if r["p"] == row["p"] and r["o"] == row["o"]]
        row["said_by"] = sorted({numbers[_value(r, "claim")] for r in mine})
        row["contested"] = any("contested" in r for r in mine)
    return [_claim(name, [r for r in found if _value(r, "claim") == name]) for name in numbers]


def _claim(name: str, rows: Rows) -> dict[str, Any]:
    places = {_value(r, "source") + _value(r, "start"): r for r in rows if "source" in r}
    located = [{key: _value(r, key) for key in PLACE} for r in places.values()]
    return {"claim": name, "statement": _value(rows[0], "statement"), "places": located}


def _value(row: dict[str, Any], key: str) -> str:
    value: str = row.get(key, {}).get("value", "")
    return value

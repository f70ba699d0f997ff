"""What answers look like, as JSON Schema, so that a client can be generated that reads them.

Source: SPARQL 1.1 Query Results JSON Format https://www.w3.org/TR/sparql11-results-json/
"""

from comity.query.canned import CannedQuery

TERM = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {
        "type": {"type": "string", "enum": ["uri", "literal", "bnode", "triple"]},
        "value": {"description": "Its text; of a triple its subject, predicate and object."},
        "datatype": {"type": "string", "format": "uri"},
        "xml:lang": {"type": "string"},
    },
}
STATEMENT = {
    "type": "object",
    "required": ["triple", "kind", "claims"],
    "properties": {
        "triple": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 3,
            "maxItems": 3,
            "description": "Subject, predicate and object in N-Triples.",
        },
        "kind": {"type": "string", "enum": ["asserted", "inferred", "recorded"]},
        "graph": {"type": "string", "format": "uri"},
        "claims": {"type": "array", "items": {"type": "string", "format": "uri"}},
    },
}
RESULTS = {
    "type": "object",
    "required": ["head", "results"],
    "properties": {
        "head": {
            "type": "object",
            "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
        },
        "results": {
            "type": "object",
            "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
        },
        "evidence": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}},
            "description": "With evidence=rows: for each row the places of its statements.",
        },
        "statements": {"type": "array", "items": {"$ref": "#/components/schemas/Statement"}},
    },
}
BOOLEAN = {"type": "object", "properties": {"boolean": {"type": "boolean"}}}
SCHEMAS = {"Term": TERM, "Statement": STATEMENT, "Results": RESULTS, "Boolean": BOOLEAN}
JSON = "application/sparql-results+json"


def content(media_type: str, query: CannedQuery) -> dict[str, object]:
    """Return what OpenAPI says of an answer to *query* in a media type: of rows in JSON each column."""
    if media_type != JSON:
        return {"schema": {"type": "object" if media_type.endswith("json") else "string"}}
    if not query.columns:
        return {"schema": {"$ref": "#/components/schemas/Boolean"}}
    row = {name: {"$ref": "#/components/schemas/Term"} for name in query.columns}
    bindings = {"type": "array", "items": {"type": "object", "properties": row}}
    results = {"type": "object", "properties": {"bindings": bindings}}
    whole = {"$ref": "#/components/schemas/Results"}
    return {
        "schema": {"allOf": [whole, {"type": "object", "properties": {"results": results}}]},
        "x-columns": list(query.columns),
    }

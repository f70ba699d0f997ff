"""The evidence of a row in RDF: the row as derived from statements, and those as their proofs have them.

Sources: PROV-O https://www.w3.org/TR/prov-o/, and for rows the vocabulary of the SPARQL tests
http://www.w3.org/2001/sw/DataAccess/tests/result-set
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from comity.namespace import Namespace
from comity.proofs.turtle import PROV, name, triples
from comity.rows.answer import Evidence, StatementEvidence
from comity.vocabulary import RDF, RDFS

RESULTS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


def turtle(evidence: Evidence, query: str, namespace: Namespace) -> bytes:
    """Return *evidence* of a row of the *query* as Turtle, in UTF-8; what it names is of *namespace*."""
    found = dict.fromkeys(_described(evidence, query, namespace))
    prefixes = {**namespace.prefixes, "rs": RESULTS}
    return serialize(found, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _described(evidence: Evidence, query: str, namespace: Namespace) -> Iterator[Triple]:
    digest = hashlib.sha256(f"{query}\n{json.dumps(evidence.row)}".encode()).hexdigest()[:24]
    row, asking = (NamedNode(f"{namespace.base}{kind}/{digest}") for kind in ("row", "asking"))
    yield Triple(row, NamedNode(RDF + "type"), NamedNode(PROV + "Entity"))
    yield Triple(row, NamedNode(RDF + "type"), NamedNode(RESULTS + "ResultSolution"))
    yield from _bindings(row, evidence)
    yield Triple(row, NamedNode(RDFS + "comment"), Literal(evidence.check, language="en"))
    yield Triple(row, NamedNode(PROV + "wasGeneratedBy"), asking)
    yield Triple(asking, NamedNode(RDF + "type"), NamedNode(PROV + "Activity"))
    yield from _plan(asking, query)
    for statement in evidence.statements:
        node = NamedNode(name(statement.proof, namespace))
        yield Triple(row, NamedNode(PROV + "wasDerivedFrom"), node)
        yield Triple(asking, NamedNode(PROV + "used"), node)
        yield from _statement(node, statement, namespace)


def _statement(
    node: NamedNode, statement: StatementEvidence, namespace: Namespace
) -> Iterator[Triple]:
    yield from triples(statement.proof, namespace)
    if statement.graph:
        yield Triple(node, NamedNode(PROV + "atLocation"), NamedNode(statement.graph))


def _plan(asking: NamedNode, query: str) -> Iterator[Triple]:
    plan = BlankNode()
    yield Triple(asking, NamedNode(PROV + "used"), plan)
    yield Triple(plan, NamedNode(RDF + "type"), NamedNode(PROV + "Plan"))
    yield Triple(plan, NamedNode(PROV + "value"), Literal(query))


def _bindings(row: NamedNode, evidence: Evidence) -> Iterator[Triple]:
    for variable, value in evidence.row.items():
        binding = BlankNode()
        yield Triple(row, NamedNode(RESULTS + "binding"), binding)
        yield Triple(binding, NamedNode(RESULTS + "variable"), Literal(variable))
        yield Triple(binding, NamedNode(RESULTS + "value"), term(value))


def term(value: Mapping[str, Any]) -> NamedNode | BlankNode | Literal | Triple:
    """Return a term of the JSON format of SPARQL results as the engine's."""
    text = value["value"]
    if value["type"] == "triple":
        subject, predicate = term(text["subject"]), term(text["predicate"])
        return Triple(subject, predicate, term(text["object"]))  # type: ignore[arg-type]
    if value["type"] == "uri":
        return NamedNode(text)
    if value["type"] == "bnode":
        return BlankNode(text)
    if "xml:lang" in value:
        return Literal(text, language=value["xml:lang"])
    datatype = value.get("datatype")
    return Literal(text, datatype=NamedNode(datatype) if datatype else None)

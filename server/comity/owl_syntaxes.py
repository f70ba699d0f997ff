"""The syntaxes of OWL that are no RDF, told by how a file begins, so that nobody looks for a fault in its first line.

Source: OWL 2 §2 https://www.w3.org/TR/owl2-overview/#Syntaxes
"""

import re

BEFORE = re.compile(
    rb"(?:\s+|#[^\n]*\n|<!--.*?-->|<\?.*?\?>|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>)*+", re.S
)
BEGINNINGS = (
    (re.compile(rb"<(?:\w+:)?Ontology\b"), "OWL/XML"),
    (re.compile(rb"(?:Prefix|Ontology)\s*\("), "the functional syntax of OWL"),
    (re.compile(rb"(?:Prefix|Ontology):"), "the Manchester syntax of OWL"),
)
ENOUGH = 20_000
REMEDY = "convert it to Turtle or RDF/XML, for instance with ROBOT or Protégé"


def owl_syntax(content: bytes) -> str:
    """Return which syntax of OWL that is no RDF *content* begins as; empty for none."""
    begin = content[:ENOUGH].removeprefix("\ufeff".encode())
    before = BEFORE.match(begin)
    rest = begin[before.end() :] if before else begin
    return next((name for pattern, name in BEGINNINGS if pattern.match(rest)), "")

"""The vocabulary of Comity: its namespaces, the graphs that a build makes, and the prefixes of others."""

from collections.abc import Mapping

BASE = "https://w3id.org/comity/"
TERM = BASE + "ontology/"
GRAPH = BASE + "graph/"
CLAIMS = "/graph/claims/"
"""What the IRI of a graph has in it that is of what somebody claims: after the base the name of whoever does."""
ASSERTED = GRAPH + "asserted"
INFERRED = GRAPH + "inferred"
UNCONTESTED = GRAPH + "uncontested"
UNCONTESTED_ASSERTED = GRAPH + "uncontested-asserted"
EVIDENCE = GRAPH + "evidence"
META = GRAPH + "meta"
COPIES = (ASSERTED, INFERRED, UNCONTESTED, UNCONTESTED_ASSERTED)

DERIVED = (*COPIES, EVIDENCE, META, GRAPH + "queries")
DOSSIER_FOLDERS = ("ontology", "data", "queries")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = "https://schema.org/"

PREFIXES = {
    "comity": TERM,
    "graph": GRAPH,
    "shape": BASE + "shape/",
    "dcterms": DCTERMS,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": OA,
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xsd": XSD,
}


def prefixed(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return *iri* as a prefixed name where one of *prefixes* fits, else the IRI itself."""
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def shortened(iri: str) -> str:
    """Return the IRI of a term as a prefixed name where a prefix fits, else the IRI itself."""
    return prefixed(iri, PREFIXES)

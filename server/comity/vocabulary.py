"""Names: the namespaces Comity mints, a file's path ↔ its graph's IRI, an IRI ↔ its path on a server."""

from pathlib import PurePosixPath

BASE = "https://w3id.org/comity/"
TERM = BASE + "ontology/"
GRAPH = BASE + "graph/"
CLAIMS = GRAPH + "claims/"
ASSERTED = GRAPH + "asserted"
INFERRED = GRAPH + "inferred"
UNCONTESTED = GRAPH + "uncontested"
UNCONTESTED_ASSERTED = GRAPH + "uncontested-asserted"
EVIDENCE = GRAPH + "evidence"
META = GRAPH + "meta"
COPIES = (ASSERTED, INFERRED, UNCONTESTED, UNCONTESTED_ASSERTED)

DOSSIER_FOLDERS = ("ontology", "data", "queries")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"

PREFIXES = {
    "comity": TERM,
    "graph": GRAPH,
    "shape": BASE + "shape/",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": OA,
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sh": SH,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xsd": XSD,
}


def graph_of(path: PurePosixPath) -> str:
    """Return the IRI of the graph that a dossier's file is.

    Args:
        path: relative to the dossier's root, `data/treaties/x.ttl` or `ontology/shapes/x.ttl`.
    """
    head, *rest = path.with_suffix("").parts
    if head == "ontology" and rest[0] != "shapes":
        rest = [head, *rest]
    return GRAPH + "/".join(rest)


def path_of(iri: str) -> str | None:
    """Return where a server answers for *iri*, as a path without its leading slash; None where it does not."""
    return iri.removeprefix(BASE) if iri.startswith(BASE) and len(iri) > len(BASE) else None


def shortened(iri: str) -> str:
    """Return *iri* as a prefixed name where a prefix fits, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE + "id/")

"""Names: the namespaces Comity mints, a file's path ↔ its graph's IRI, an IRI ↔ its path on a server."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

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

DERIVED = (*COPIES, EVIDENCE, META, GRAPH + "queries")
ELSEWHERE = PurePosixPath("data", "elsewhere")
"""Where a graph whose name is not Comity's has its file: the name, percent-encoded."""
NAME_BYTES = 255
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~-]*")

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
    if path.parent == ELSEWHERE:
        return unquote(path.stem)
    head, *rest = path.with_suffix("").parts
    if head == "ontology" and rest[0] != "shapes":
        rest = [head, *rest]
    return GRAPH + "/".join(rest)


def file_of(iri: str) -> PurePosixPath | None:
    """Return the file of a dossier that the graph *iri* is, as `graph_of` reads it back; None where it can be none."""
    if iri in DERIVED:
        return None
    if not iri.startswith(GRAPH):
        name = quote(iri, safe="") + ".ttl"
        return ELSEWHERE / name if len(name) <= NAME_BYTES else None
    head, *rest = parts = iri.removeprefix(GRAPH).split("/")
    if not all(PART.fullmatch(part) and len(part) <= NAME_BYTES - 4 for part in parts):
        return None
    folders = {"ontology": ("ontology", *rest), "shapes": ("ontology", "shapes", *rest)}
    path = PurePosixPath(*folders.get(head, ("data", *parts)))
    return path.with_name(path.name + ".ttl") if rest or head not in folders else None


def path_of(iri: str) -> str | None:
    """Return where a server answers for *iri*, as a path without its leading slash; None where it does not."""
    return iri.removeprefix(BASE) if iri.startswith(BASE) and len(iri) > len(BASE) else None


def shortened(iri: str) -> str:
    """Return *iri* as a prefixed name where a prefix fits, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE + "id/")

"""Names: the namespaces Comity mints, a file's path ↔ its graph's IRI, an IRI ↔ its path on a server."""

import re
import unicodedata
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
NAME_BYTES, PATH_BYTES = 255, 1024
PART = re.compile(r"\w[\w.~-]*")
"""What a folder or file of a dossier may be called, its marks aside: letters and digits of any script, and a few signs."""
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
THING = re.compile(re.escape(BASE) + r"id/([a-z][a-z0-9-]*)/")
"""How the IRI of a thing begins, with its kind."""
ENDING = ".ttl"

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


def graph_of(path: PurePosixPath) -> str:
    """Return the IRI of the graph that a dossier's file is.

    Args:
        path: relative to the dossier's root, `data/treaties/x.ttl` or `ontology/shapes/x.ttl`.
    """
    if path.parent == ELSEWHERE and ABSOLUTE.fullmatch(name := unquote(path.stem)):
        return name
    head, *rest = path.with_suffix("").parts
    if head == "ontology" and (rest[0] != "shapes" or len(rest) == 1):
        rest = [head, *rest]
    return GRAPH + "/".join(rest)


def file_of(iri: str) -> PurePosixPath | None:
    """Return the file of a dossier that the graph *iri* is; None where it can be none.

    It is the inverse of `graph_of`: whatever that would not read back as *iri* is no file.
    """
    path = None if iri in DERIVED else _file(iri)
    if path is None or len(str(path).encode()) > PATH_BYTES or graph_of(path) != iri:
        return None
    return path if all(len(part.encode()) <= NAME_BYTES for part in path.parts) else None


def _file(iri: str) -> PurePosixPath | None:
    if not iri.startswith(GRAPH):
        return ELSEWHERE / (quote(iri, safe="") + ENDING)
    head, *rest = parts = iri.removeprefix(GRAPH).split("/")
    if not all(map(_is_part, parts)) or any(part.endswith(ENDING) for part in parts[:-1]):
        return None
    folders = {"ontology": ("ontology", *rest), "shapes": ("ontology", "shapes", *rest)}
    path = PurePosixPath(*folders.get(head, ("data", *parts)))
    return path.with_name(path.name + ENDING) if rest or head not in folders else None


def _is_part(name: str) -> bool:
    """Tell whether a folder or file may be called *name*: a mark, as of a vowel or an accent, belongs to its letter."""
    plain = "".join(sign for sign in name if not unicodedata.category(sign).startswith("M"))
    return PART.fullmatch(plain) is not None and plain[0] == name[0]


def is_graph(path: PurePosixPath) -> bool:
    """Tell whether a dossier may have *path*: whether the graph that it is has no other file, and is not made."""
    plain = path.with_suffix(ENDING)
    return file_of(graph_of(plain)) == plain


def path_of(iri: str) -> str | None:
    """Return where a server answers for *iri*, as a path without its leading slash; None where it does not."""
    return iri.removeprefix(BASE) if iri.startswith(BASE) and len(iri) > len(BASE) else None


def shortened(iri: str) -> str:
    """Return *iri* as a prefixed name where a prefix fits, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE + "id/")


def shortened_in(text: str) -> str:
    """Return *text*, which is SPARQL, with its IRIs as a reader is told them."""
    return re.sub(r"<([^<>\s]+)>", lambda found: shortened(found[1]), text)

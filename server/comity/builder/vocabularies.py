"""Which terms the vocabularies of others declare."""

from comity.vocabulary import OWL, PREFIXES, TERM

SPACES = [
    "DCAT",
    "DCTERMS",
    "FOAF",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SDO",
    "SH",
    "SKOS",
    "VANN",
    "VOID",
]

# The terms that most dossiers use, so that rdflib, which knows them all, is loaded only for others.
USUAL = {
    "dcterms": "bibliographicCitation created description license modified source subject title",
    "owl": (
        "AllDisjointClasses AsymmetricProperty Class DatatypeProperty IrreflexiveProperty"
        " NegativePropertyAssertion ObjectProperty Ontology Restriction SymmetricProperty"
        " TransitiveProperty assertionProperty disjointWith equivalentClass hasValue imports"
        " intersectionOf inverseOf members onProperty propertyChainAxiom sameAs someValuesFrom"
        " sourceIndividual targetIndividual versionIRI versionInfo"
    ),
    "rdf": "first rest type",
    "rdfs": "comment domain isDefinedBy label range subClassOf subPropertyOf",
    "schema": "domainIncludes rangeIncludes streetAddress",
    "skos": "Concept ConceptScheme closeMatch definition exactMatch example inScheme notation scopeNote",
    "vann": "preferredNamespacePrefix preferredNamespaceUri",
}
DATASET = {
    "http://www.w3.org/ns/dcat#": "Dataset keyword",
    "http://rdfs.org/ns/void#": "Linkset linkPredicate objectsTarget subset uriSpace vocabulary",
}


def usual() -> frozenset[str]:
    """Return the IRIs of the terms that most dossiers use."""
    spaces = {PREFIXES[prefix]: names for prefix, names in USUAL.items()} | DATASET
    return frozenset(base + name for base, names in spaces.items() for name in names.split())


def is_known(term: str) -> bool:
    """Say whether a vocabulary that rdflib knows declares *term*, an IRI."""
    import rdflib  # only here: it takes as long to load as all files to parse

    for space in (getattr(rdflib, name) for name in SPACES):
        if term.startswith(str(space)):
            return term in space
    return term.startswith(OWL) and not term.startswith(TERM)

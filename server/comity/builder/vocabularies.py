"""Which terms the vocabularies of others declare."""

import re
from functools import cache
from typing import Any

from comity.vocabulary import PREFIXES, RDF

SPACES = (
    *("DCAT", "DCTERMS", "DC", "FOAF", "ODRL2", "ORG", "OWL", "PROF", "PROV", "QB", "RDF", "RDFS", "SDO"),
    *("SH", "SKOS", "SOSA", "SSN", "TIME", "VANN", "VOID", "XSD"),
)  # fmt: skip
"""The names by which rdflib has the vocabularies that it knows whole."""
SHORT = re.compile(re.escape(RDF) + r"_[1-9][0-9]*")

# The terms that most dossiers use, so that rdflib, which knows them all, is loaded only for others.
USUAL = {
    "dcterms": "bibliographicCitation created creator description identifier isReplacedBy issued license modified publisher source subject title",
    "owl": (
        "AllDifferent AllDisjointClasses AnnotationProperty AsymmetricProperty Class DatatypeProperty"
        " FunctionalProperty InverseFunctionalProperty IrreflexiveProperty NamedIndividual"
        " NegativePropertyAssertion ObjectProperty Ontology Restriction SymmetricProperty Thing"
        " TransitiveProperty allValuesFrom assertionProperty backwardCompatibleWith cardinality complementOf"
        " deprecated differentFrom disjointWith distinctMembers equivalentClass equivalentProperty hasKey"
        " hasSelf hasValue imports intersectionOf inverseOf maxCardinality maxQualifiedCardinality members"
        " minCardinality minQualifiedCardinality onClass onDataRange onDatatype onProperty oneOf priorVersion"
        " propertyChainAxiom propertyDisjointWith qualifiedCardinality sameAs someValuesFrom sourceIndividual"
        " targetIndividual targetValue unionOf versionIRI versionInfo withRestrictions"
    ),
    "rdf": "Property first langString rest type value",
    "rdfs": "Class Datatype Literal Resource comment domain isDefinedBy label range seeAlso subClassOf subPropertyOf",
    "schema": "domainIncludes rangeIncludes streetAddress",
    "sh": (
        "IRI Info Literal NodeKind NodeShape PropertyShape SPARQLTarget Violation Warning and ask"
        " alternativePath class closed datatype declare disjoint equals flags group hasValue"
        " ignoredProperties in inversePath languageIn lessThan lessThanOrEquals maxCount maxExclusive"
        " maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace node"
        " nodeKind not oneOrMorePath or order path pattern prefix prefixes property qualifiedMaxCount"
        " qualifiedMinCount qualifiedValueShape select severity sparql target targetClass targetNode"
        " targetObjectsOf targetSubjectsOf uniqueLang xone zeroOrMorePath zeroOrOnePath deactivated description"
    ),
    "skos": (
        "Concept ConceptScheme altLabel broader changeNote closeMatch definition editorialNote exactMatch"
        " example hasTopConcept inScheme narrower notation note prefLabel related scopeNote topConceptOf"
    ),
    "vann": "preferredNamespacePrefix preferredNamespaceUri",
    "xsd": (
        "anyURI boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration float gDay"
        " gMonth gMonthDay gYear gYearMonth int integer language length long maxExclusive maxInclusive"
        " maxLength minExclusive minInclusive minLength negativeInteger nonNegativeInteger"
        " nonPositiveInteger pattern positiveInteger short string time token unsignedInt yearMonthDuration"
    ),
}
DATASET = {
    "http://www.w3.org/ns/dcat#": "Dataset keyword",
    "http://rdfs.org/ns/void#": "Linkset linkPredicate objectsTarget subset uriSpace vocabulary",
}


@cache
def usual() -> frozenset[str]:
    """Return the IRIs of the terms that most dossiers use."""
    spaces = {PREFIXES[prefix]: names for prefix, names in USUAL.items()} | DATASET
    return frozenset(base + name for base, names in spaces.items() for name in names.split())


@cache
def is_known(term: str) -> bool:
    """Say whether a vocabulary that rdflib knows declares *term*, an IRI, or RDF has it by its pattern."""
    if term in usual() or SHORT.fullmatch(term):
        return True
    space = _space(term)
    return space is not None and term in space


def known_like(term: str) -> frozenset[str]:
    """Return the terms of the vocabulary that *term*, an IRI, would be of; those of SHACL where no other fits."""
    import rdflib  # only here and below: it takes as long to load as all files to parse

    space = _space(term)
    if space is None and "shacl" in term.lower():
        space = rdflib.SH
    return _terms(str(space)) if space else frozenset()


@cache
def _terms(iri: str) -> frozenset[str]:
    return frozenset(str(name) for name in dir(_space(iri)) if str(name).startswith("http"))


def _space(term: str) -> Any:
    import rdflib

    spaces = (getattr(rdflib, name) for name in SPACES)
    return next((space for space in spaces if term.startswith(str(space))), None)

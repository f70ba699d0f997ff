"""What needs no evidence, and why."""

from comity.vocabulary import RDF, RDFS, SKOS, TERM

EXEMPT = {
    RDF + "type": "what kind of thing it is, is how the ontology sees it; that it is, its other statements say",
    **dict.fromkeys(
        (RDFS + "label", SKOS + "altLabel", SKOS + "prefLabel", SKOS + "hiddenLabel"),
        "a name is how a thing is spoken of, not what is so",
    ),
    **dict.fromkeys(
        (RDFS + "comment", RDFS + "seeAlso", SKOS + "note"), "a remark of the dossier's own"
    ),
    **dict.fromkeys(
        (SKOS + name for name in ("exactMatch", "closeMatch", "relatedMatch")),
        "what another vocabulary calls the thing, checked there",
    ),
    **dict.fromkeys(
        (TERM + name for name in ("wikidataId", "isoAlpha2", "isoAlpha3", "geonamesId", "cowNumber", "atopNumber", "hsCode", "factId", "claimId", "flagId")),
        "an identifier leads to its own record",
    ),
    TERM + "reportedBy": "it is the evidence",
    **dict.fromkeys(
        (TERM + name for name in ("eventCode", "notCodedFor")),
        "a classification by the dossier, by the code book that the ontology names",
    ),
    TERM + "amountRole": "a classification by the dossier",
    TERM + "observedMeasure": "what is measured, not what was found",
}  # fmt: skip
"""The properties that need no evidence, each with the reason."""

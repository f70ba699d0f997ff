"""The terms of evidence, the only ones of the ontology that the program has to know: its promise is about them."""

from pyoxigraph import NamedNode

from comity.vocabulary import OWL, RDF, TERM

TYPE = NamedNode(RDF + "type")
AXIOM = NamedNode(OWL + "Axiom")
SOURCE, PROPERTY, TARGET = (
    NamedNode(OWL + name) for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
)
PARTS = (SOURCE, PROPERTY, TARGET)
REPORTED_BY = NamedNode(TERM + "reportedBy")
DISPUTED_BY = NamedNode(TERM + "disputedBy")
READ_ON = NamedNode(TERM + "readOn")
CONTRADICTS = NamedNode(TERM + "contradicts")
CONTENT_IN = NamedNode(TERM + "contentIn")
STATED_IN, SUPPORTED_BY, PASSAGE_OF, IN_CONTEXT = (
    NamedNode(TERM + name) for name in ("statedIn", "supportedBy", "passageOf", "inContext")
)
PUBLISHED_ON = NamedNode(TERM + "publishedOn")
GIVES_DATE, GIVES_QUANTITY = NamedNode(TERM + "givesDate"), NamedNode(TERM + "givesQuantity")
BOUNDS = tuple(
    tuple(NamedNode(TERM + edge + end) for end in ("Earliest", "Latest"))
    for edge in ("begin", "end")
)
"""The bounds of the dates of what a claim speaks of; they give every day between them."""
UNITS = tuple(NamedNode(TERM + name) for name in ("currency", "unit", "perQuantity"))
INFORMATION = NamedNode(TERM + "InformationObject")
PLANNED = frozenset({TERM + "inForceUntil", TERM + "termUntil"})
"""Properties whose dates may lie after the source: a term is known before it ends."""
NUMBERED = frozenset(
    TERM + name
    for name in (
        "amount",
        "share",
        "value",
        "noticeMonths",
        "renewalYears",
        "termYears",
        "stayDays",
        "nationalitiesCount",
    )
)

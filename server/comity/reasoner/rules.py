"""The rules of OWL 2 RL/RDF as data, under their W3C names; those over lists are made in `lists`.

Left out are the rules whose only conclusions are trivial: eq-ref, prp-ap, cls-thing, cls-nothing1, dt-type1,
scm-cls, scm-op and scm-dp, which are in `tautology`; `~` stands before a premise that holds by eq-ref wherever it is
asked for, and need not be found. Those of equality are worked out in `equality`, those of literals (dt-type2, dt-eq, dt-diff, dt-not-type) in `literals`.

Source: OWL 2 Profiles §4.3, tables 4 to 9
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from dataclasses import dataclass

from comity.vocabulary import OWL, RDF, RDFS, XSD

Pattern = tuple[str, str, str]
NAMESPACES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}
TRIVIAL = (
    "eq-ref",
    "prp-ap",
    "cls-thing",
    "cls-nothing1",
    "dt-type1",
    "scm-cls",
    "scm-op",
    "scm-dp",
)
LISTS = (
    "owl:propertyChainAxiom",
    "owl:hasKey",
    "owl:intersectionOf",
    "owl:unionOf",
    "owl:oneOf",
)
GROUPS = ("owl:AllDifferent", "owl:AllDisjointClasses", "owl:AllDisjointProperties")
LISTINGS = ("owl:members", "owl:distinctMembers")
CELLS = ("rdf:first", "rdf:rest")
TABLE = """
eq-sym     ?x owl:sameAs ?y                                                     -> ?y owl:sameAs ?x
eq-trans   ?x owl:sameAs ?y, ?y owl:sameAs ?z                                   -> ?x owl:sameAs ?z
eq-rep-s   ?s owl:sameAs ?t, ?s ?p ?o                                           -> ?t ?p ?o
eq-rep-p   ?p owl:sameAs ?q, ?s ?p ?o                                           -> ?s ?q ?o
eq-rep-o   ?o owl:sameAs ?q, ?s ?p ?o                                           -> ?s ?p ?q
eq-diff1   ?x owl:sameAs ?y, ?x owl:differentFrom ?y                            -> false
eq-diff1   ~?x owl:sameAs ?x, ?x owl:differentFrom ?x                           -> false
prp-dom    ?p rdfs:domain ?c, ?x ?p ?y                                          -> ?x rdf:type ?c
prp-rng    ?p rdfs:range ?c, ?x ?p ?y                                           -> ?y rdf:type ?c
prp-fp     ?p rdf:type owl:FunctionalProperty, ?x ?p ?y, ?x ?p ?z               -> ?y owl:sameAs ?z
prp-ifp    ?p rdf:type owl:InverseFunctionalProperty, ?x ?p ?z, ?y ?p ?z        -> ?x owl:sameAs ?y
prp-irp    ?p rdf:type owl:IrreflexiveProperty, ?x ?p ?x                        -> false
prp-symp   ?p rdf:type owl:SymmetricProperty, ?x ?p ?y                          -> ?y ?p ?x
prp-asyp   ?p rdf:type owl:AsymmetricProperty, ?x ?p ?y, ?y ?p ?x               -> false
prp-trp    ?p rdf:type owl:TransitiveProperty, ?x ?p ?y, ?y ?p ?z               -> ?x ?p ?z
prp-spo1   ?p rdfs:subPropertyOf ?q, ?x ?p ?y                                   -> ?x ?q ?y
prp-eqp1   ?p owl:equivalentProperty ?q, ?x ?p ?y                               -> ?x ?q ?y
prp-eqp2   ?p owl:equivalentProperty ?q, ?x ?q ?y                               -> ?x ?p ?y
prp-pdw    ?p owl:propertyDisjointWith ?q, ?x ?p ?y, ?x ?q ?y                   -> false
prp-inv1   ?p owl:inverseOf ?q, ?x ?p ?y                                        -> ?y ?q ?x
prp-inv2   ?p owl:inverseOf ?q, ?x ?q ?y                                        -> ?y ?p ?x
prp-npa1   ?n owl:sourceIndividual ?x, ?n owl:assertionProperty ?p, ?n owl:targetIndividual ?y, ?x ?p ?y -> false
prp-npa2   ?n owl:sourceIndividual ?x, ?n owl:assertionProperty ?p, ?n owl:targetValue ?y, ?x ?p ?y -> false
cls-nothing2 ?x rdf:type owl:Nothing                                            -> false
cls-com    ?c owl:complementOf ?d, ?x rdf:type ?c, ?x rdf:type ?d               -> false
cls-svf1   ?r owl:someValuesFrom ?c, ?r owl:onProperty ?p, ?x ?p ?y, ?y rdf:type ?c -> ?x rdf:type ?r
cls-svf2   ?r owl:someValuesFrom owl:Thing, ?r owl:onProperty ?p, ?x ?p ?y      -> ?x rdf:type ?r
cls-avf    ?r owl:allValuesFrom ?c, ?r owl:onProperty ?p, ?x rdf:type ?r, ?x ?p ?y -> ?y rdf:type ?c
cls-hv1    ?r owl:hasValue ?y, ?r owl:onProperty ?p, ?x rdf:type ?r             -> ?x ?p ?y
cls-hv2    ?r owl:hasValue ?y, ?r owl:onProperty ?p, ?x ?p ?y                   -> ?x rdf:type ?r
cls-maxc1  ?r owl:maxCardinality 0, ?r owl:onProperty ?p, ?x rdf:type ?r, ?x ?p ?y -> false
cls-maxc2  ?r owl:maxCardinality 1, ?r owl:onProperty ?p, ?x rdf:type ?r, ?x ?p ?y, ?x ?p ?z -> ?y owl:sameAs ?z
cls-maxqc1 ?r owl:maxQualifiedCardinality 0, ?r owl:onProperty ?p, ?r owl:onClass ?c, ?x rdf:type ?r, ?x ?p ?y, ?y rdf:type ?c -> false
cls-maxqc2 ?r owl:maxQualifiedCardinality 0, ?r owl:onProperty ?p, ?r owl:onClass owl:Thing, ?x rdf:type ?r, ?x ?p ?y -> false
cls-maxqc3 ?r owl:maxQualifiedCardinality 1, ?r owl:onProperty ?p, ?r owl:onClass ?c, ?x rdf:type ?r, ?x ?p ?y, ?y rdf:type ?c, ?x ?p ?z, ?z rdf:type ?c -> ?y owl:sameAs ?z
cls-maxqc4 ?r owl:maxQualifiedCardinality 1, ?r owl:onProperty ?p, ?r owl:onClass owl:Thing, ?x rdf:type ?r, ?x ?p ?y, ?x ?p ?z -> ?y owl:sameAs ?z
cax-sco    ?c rdfs:subClassOf ?d, ?x rdf:type ?c                                -> ?x rdf:type ?d
cax-eqc1   ?c owl:equivalentClass ?d, ?x rdf:type ?c                            -> ?x rdf:type ?d
cax-eqc2   ?c owl:equivalentClass ?d, ?x rdf:type ?d                            -> ?x rdf:type ?c
cax-dw     ?c owl:disjointWith ?d, ?x rdf:type ?c, ?x rdf:type ?d               -> false
scm-sco    ?c rdfs:subClassOf ?d, ?d rdfs:subClassOf ?e                         -> ?c rdfs:subClassOf ?e
scm-eqc1   ?c owl:equivalentClass ?d                                            -> ?c rdfs:subClassOf ?d, ?d rdfs:subClassOf ?c
scm-eqc2   ?c rdfs:subClassOf ?d, ?d rdfs:subClassOf ?c                         -> ?c owl:equivalentClass ?d
scm-spo    ?p rdfs:subPropertyOf ?q, ?q rdfs:subPropertyOf ?r                   -> ?p rdfs:subPropertyOf ?r
scm-eqp1   ?p owl:equivalentProperty ?q                                         -> ?p rdfs:subPropertyOf ?q, ?q rdfs:subPropertyOf ?p
scm-eqp2   ?p rdfs:subPropertyOf ?q, ?q rdfs:subPropertyOf ?p                   -> ?p owl:equivalentProperty ?q
scm-dom1   ?p rdfs:domain ?c, ?c rdfs:subClassOf ?d                             -> ?p rdfs:domain ?d
scm-dom2   ?q rdfs:domain ?c, ?p rdfs:subPropertyOf ?q                          -> ?p rdfs:domain ?c
scm-rng1   ?p rdfs:range ?c, ?c rdfs:subClassOf ?d                              -> ?p rdfs:range ?d
scm-rng2   ?q rdfs:range ?c, ?p rdfs:subPropertyOf ?q                           -> ?p rdfs:range ?c
scm-hv     ?c owl:hasValue ?i, ?c owl:onProperty ?p, ?d owl:hasValue ?i, ?d owl:onProperty ?q, ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-svf1   ?c owl:someValuesFrom ?y, ?c owl:onProperty ?p, ?d owl:someValuesFrom ?z, ?d owl:onProperty ?p, ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d
scm-svf2   ?c owl:someValuesFrom ?y, ?c owl:onProperty ?p, ?d owl:someValuesFrom ?y, ?d owl:onProperty ?q, ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-avf1   ?c owl:allValuesFrom ?y, ?c owl:onProperty ?p, ?d owl:allValuesFrom ?z, ?d owl:onProperty ?p, ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d
scm-avf2   ?c owl:allValuesFrom ?y, ?c owl:onProperty ?p, ?d owl:allValuesFrom ?y, ?d owl:onProperty ?q, ?p rdfs:subPropertyOf ?q -> ?d rdfs:subClassOf ?c
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: patterns of its premises, and of its conclusions; none means a contradiction.

    A term of a pattern is a variable, `?x`, an IRI, or the lexical form of a non-negative integer.

    Attributes:
        joined: the patterns that must be found; the premises, but for those that hold trivially.
        trivial: the places of those among the premises.
    """

    name: str
    premises: tuple[Pattern, ...]
    conclusions: tuple[Pattern, ...]
    joined: tuple[Pattern, ...]
    trivial: tuple[int, ...] = ()


def parse(line: str) -> Rule:
    """Read one line of the table."""
    name, rest = line.split(None, 1)
    before, after = rest.split("->")
    parts = [part.strip() for part in before.split(",")]
    return Rule(
        name,
        tuple(_pattern(part.lstrip("~")) for part in parts),
        () if after.strip() == "false" else tuple(map(_pattern, after.split(","))),
        tuple(_pattern(part) for part in parts if part[0] != "~"),
        tuple(index for index, part in enumerate(parts) if part[0] == "~"),
    )


def _pattern(text: str) -> Pattern:
    s, p, o = (_term(word) for word in text.split())
    return s, p, o


def _term(word: str) -> str:
    prefix, colon, name = word.partition(":")
    return NAMESPACES[prefix] + name if colon else word


RULES = tuple(parse(line) for line in TABLE.strip().splitlines())

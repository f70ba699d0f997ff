"""Each term of the ontology is asked for by a competency question, or it is said here why not."""

import re
import tomllib

import rdflib
from rdflib import OWL, RDF, RDFS

from conftest import ROOT

TERM = "https://w3id.org/comity/ontology/"
SCHEMA = rdflib.Namespace("https://schema.org/")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
UNASKED = {
    "of answers of /why, which no graph holds": {"Inference", "byRule", "inFile", "isContested", "onLine", "provedAt", "restsOn"},
    "read by checks and pages, beside the statement that it is about": {"disputedBy", "readOn"},
    "the top of what carries information": {"InformationObject"},
    "computed by a reader from the bounds": {"datePrecision"},
}  # fmt: skip


def questions():
    return [path.read_text() for path in sorted((ROOT / "queries").glob("*.rq"))]


def ontology():
    graph = rdflib.Graph()
    for path in (ROOT / "ontology").glob("*.ttl"):
        graph.parse(path)
    return graph


def wider(graph, term):
    """Return a term, those that it is below, and those that are it the other way round."""
    found, waiting = {term}, [term]
    while waiting:
        one = waiting.pop()
        near = [o for p in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf) for o in graph.objects(one, p)]  # fmt: skip
        for other in [*near, *graph.subjects(OWL.inverseOf, one)]:
            if isinstance(other, rdflib.URIRef) and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def test_every_query_is_a_competency_question_with_an_answer():
    numbers = [int(re.search(r"(?m)^#\+ question: (\d+)$", text)[1]) for text in questions()]
    assert len(numbers) > 60
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    answers = tomllib.loads((ROOT / ".comity.toml").read_text())["questions"]
    assert {path.stem for path in (ROOT / "queries").glob("*.rq")} == set(answers)
    assert all(len(given["answer"]) > 2 for given in answers.values())


def test_every_term_is_asked_for():
    graph = ontology()
    asked = {rdflib.URIRef(TERM + name) for text in questions() for name in re.findall(r"comity:(\w+)", text)}  # fmt: skip
    terms = {s for kind in KINDS for s in graph.subjects(RDF.type, kind) if s.startswith(TERM)}
    terms -= set(graph.subjects(OWL.deprecated, None))
    assert len(terms) > 400
    reached = {term for term in terms if wider(graph, term) & asked}
    ends = {o for term in reached for p in (SCHEMA.domainIncludes, SCHEMA.rangeIncludes, RDFS.domain, RDFS.range) for o in graph.objects(term, p)}  # fmt: skip
    unasked = {t.removeprefix(TERM) for t in terms if not wider(graph, t) & (asked | ends)}
    assert unasked == set().union(*UNASKED.values())

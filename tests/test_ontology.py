"""The ontology as others meet it: its languages, its prefixes, its alignments and its JSON-LD context."""

import json
import re

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from comity.builder import dossier, inference, load
from comity.builder.context import context
from comity.namespace import Namespace
from conftest import ROOT, read

TERM = "https://w3id.org/comity/ontology/"
FOLDER = ROOT / "ontology"
WITHOUT_EXAMPLE = {
    "Live": "no source of the dossier was seen to be readable",
}
ALIGNMENTS = sorted((FOLDER / "alignments").glob("*.ttl"))
PREFIX = re.compile(r"^@prefix ([\w-]*): <([^>]+)> \.$", re.MULTILINE)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme)


@pytest.fixture(scope="module")
def ontology():
    return read(*FOLDER.glob("*.ttl"))


@pytest.fixture(scope="module")
def terms(ontology):
    found = {s for kind in KINDS for s in ontology.subjects(RDF.type, kind)}
    return {term for term in found if str(term).startswith(TERM)}


def test_every_term_has_its_card_in_three_languages(ontology, terms):
    assert len(terms) > 250
    for term in terms:
        labels = {label.language for label in ontology.objects(term, RDFS.label)}
        assert labels == {"en", "ru", "be"}, term
        assert len(list(ontology.objects(term, SKOS.definition))) == 1, term


def test_every_term_has_an_example_or_a_reason(ontology, terms):
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    without = {term for term in terms - schemes if (term, SKOS.example, None) not in ontology}
    assert {str(term).removeprefix(TERM) for term in without} == set(WITHOUT_EXAMPLE)


def test_one_file_imports_every_other(ontology):
    whole = rdflib.URIRef(TERM)
    others = {s for s in ontology.subjects(RDF.type, OWL.Ontology)} - {whole}
    assert set(ontology.objects(whole, OWL.imports)) == others
    assert len(others) == len(list(FOLDER.glob("*.ttl"))) - 1


def test_prefixes_are_spelt_alike_in_every_file():
    spelt = dict(PREFIX.findall((FOLDER / "prefixes.ttl").read_text()))
    files = [*FOLDER.rglob("*.ttl"), *(ROOT / "data").rglob("*.ttl")]
    foreign = {path for path in ALIGNMENTS}
    assert len(files) > 150
    for path in files:
        own = dict(PREFIX.findall(path.read_text()))
        if path in foreign:
            own = {name: iri for name, iri in own.items() if name in spelt}
        assert own.items() <= spelt.items(), path


@pytest.mark.parametrize("path", ALIGNMENTS, ids=lambda path: path.stem)
def test_an_alignment_leads_from_our_terms_to_its_vocabulary(path, terms, ontology):
    graph = read(path)
    own = {s for s in graph.subjects() if (s, RDF.type, OWL.Ontology) not in graph}
    assert own
    assert own <= terms
    assert not {s for s in own if (s, OWL.deprecated, None) in ontology}
    used = re.sub(r"(?m)^@prefix.*$", "", path.read_text())
    for prefix, namespace in PREFIX.findall(path.read_text()):
        assert re.search(rf"\b{prefix}:", used), (prefix, namespace)


def test_the_alignments_together_leave_the_graph_consistent():
    parts = load.load(dossier.read_dossier(ROOT))
    plain, aligned = (
        set(inference.infer(parts["ontology"] + more, parts["data"]).inferred)
        for more in ([], parts["alignments"])
    )
    own = {
        triple
        for triple in aligned
        if triple.predicate.value == str(RDF.type) and triple.object.value.startswith(TERM)
    }
    assert plain < aligned
    assert own <= plain
    assert not [triple for triple in aligned if triple.predicate.value == str(OWL.sameAs)]


def test_the_context_reads_json_as_turtle():
    parts = load.load(dossier.read_dossier(ROOT))
    document = {
        **context(parts["ontology"], Namespace()),
        "@id": "https://example.org/treaty",
        "@type": "Treaty",
        "signedOn": "1999-12-08",
        "establishes": "https://example.org/union",
        "covers": {"en": "trade"},
    }
    written = f"""@prefix comity: <{TERM}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://example.org/treaty> a comity:Treaty ; comity:signedOn "1999-12-08"^^xsd:date ;
            comity:establishes <https://example.org/union> ; comity:covers "trade"@en ."""
    assert triples(json.dumps(document), ox.RdfFormat.JSON_LD) == triples(
        written, ox.RdfFormat.TURTLE
    )


def triples(text, syntax):
    return {quad.triple for quad in ox.parse(input=text, format=syntax)}

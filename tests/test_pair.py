"""The general ontology on two states that do not exist: every term has an example there or in the dossier, and answers."""

import csv
import io
import re
import shutil

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

import comity
from conftest import ROOT, read, run

ID = "https://w3id.org/comity/id/"
TERM = "https://w3id.org/comity/ontology/"
PAIR = ROOT / "tests" / "pair"
ANSWERS = PAIR / "answers"
NAMED = re.compile(r"([\w-]+):([\w./-]+), in the dossier of two invented states")
ARCADIA = {"state": f"{ID}country/arcadia"}
ARGUMENTS = {
    "boundaries-and-zones": ARCADIA,
    "life-of-a-treaty": {"instrument": f"{ID}treaty/river-1890"},
    "missions-of-a-state": ARCADIA,
    "recognitions": {"state": f"{ID}country/ruritania", "polity": f"{ID}country/freedonia"},
}
MEMBERSHIP_BY, RULE = URIRef(TERM + "membershipBy"), URIRef(TERM + "Rule")
WITHOUT_ROWS = {"disputed-territories-typed-as-countries"}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    shutil.copytree(PAIR / "data", folder / "data")
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def snapshot(dossier, tmp_path_factory):
    with comity.build(dossier, tmp_path_factory.mktemp("home")) as built:
        yield built


@pytest.fixture(scope="module")
def ontology():
    return read(*(ROOT / "ontology").glob("*.ttl"))


@pytest.fixture(scope="module")
def data():
    return read(*(PAIR / "data").glob("*.ttl"))


def test_another_pair_of_states_needs_nothing_of_belarus_and_russia(dossier):
    done = run("check", dossier)
    assert done.returncode == 0, done.stdout
    assert "no fault" in done.stdout
    text = "".join(path.read_text() for path in (ROOT / "ontology").glob("*.ttl"))
    assert not re.search(r"owl:(hasValue|onProperty|someValuesFrom) (country|body):", text)


def examples(ontology):
    for term, example in ontology.subject_objects(SKOS.example):
        if found := NAMED.fullmatch(str(example)):
            yield term, URIRef(f"{ID}{found[1]}/{found[2]}")


def test_an_example_from_the_two_invented_states_is_there_and_uses_its_term(ontology, data):
    found = list(examples(ontology))
    assert len(found) > 120
    for term, thing in found:
        uses = (
            (thing, RDF.type, term) in data
            or any((thing, lower, None) in data for lower in below(ontology, term))
            or (thing, None, term) in data
            or any(
                (thing, inverse, None) in data for inverse in ontology.objects(term, OWL.inverseOf)
            )
        )
        assert uses or is_found_by_rule(ontology, data, term, thing), (term, thing)


def is_found_by_rule(ontology, data, term, thing):
    """Say whether a rule finds that *thing* is of the class *term*, or has the value *term* by its class."""
    if (term, MEMBERSHIP_BY, RULE) in ontology:
        return True
    kinds = [kind for own in data.objects(thing, RDF.type) for kind in above(ontology, own)]
    values = {v for kind in kinds for v in ontology.objects(kind, OWL.hasValue)}
    return term in {*kinds, *values}


def below(ontology, term):
    return ontology.transitive_subjects(RDFS.subPropertyOf, term)


def above(ontology, kind):
    return ontology.transitive_objects(kind, RDFS.subClassOf)


def test_every_canned_question_for_another_pair_has_its_expected_answer():
    assert set(ARGUMENTS) | WITHOUT_ROWS <= {path.stem for path in ANSWERS.glob("*.csv")}
    assert len(list(ANSWERS.glob("*.csv"))) > 20


@pytest.mark.parametrize("name", sorted(path.stem for path in ANSWERS.glob("*.csv")))
def test_a_question_answers_as_expected(name, snapshot):
    asked = snapshot.engine.canned(name, ARGUMENTS.get(name, {}), results="csv")
    body = snapshot.engine.answer(asked).body.decode()
    found, wanted = (
        {tuple(row) for row in csv.reader(io.StringIO(text))}
        for text in (body, (ANSWERS / f"{name}.csv").read_text())
    )
    assert found == wanted
    assert (len(wanted) == 1) == (name in WITHOUT_ROWS)


SIDES = {
    "a disputed area put into one state": (
        "states.ttl",
        "area:sarn-bank comity:inCountry country:ruritania .",
        "A disputed area is in no country",
    ),
    "the claim of one side alone": (
        "states.ttl",
        "area:ford a comity:DisputedArea . territorial-claim:arcadia-ford a comity:TerritorialClaim ; comity:claimedBy country:arcadia ; comity:claimedArea area:ford ; comity:reportedBy claim:area-sarn-bank .",
        "has that of another too",
    ),
    "a state that one denies and nobody recognises": (
        "states.ttl",
        "country:ford a comity:State . recognition:ford a comity:Recognition ; comity:recogniser country:arcadia ; comity:recognised country:ford ; comity:recognitionKind comity:Withheld ; comity:reportedBy claim:area-sarn-bank .",
        "only beside the recognition of another",
    ),
}


@pytest.mark.parametrize("what", SIDES)
def test_a_shape_guards_against_taking_a_side(what, dossier, tmp_path):
    name, said, sentence = SIDES[what]
    spoilt = shutil.copytree(dossier, tmp_path / "spoilt")
    with (spoilt / "data" / name).open("a") as file:
        file.write("\n" + said + "\n")
    done = run("check", spoilt)
    assert done.returncode == 1
    assert sentence in " ".join(done.stdout.split())


def test_a_partly_recognised_state_is_a_state_all_the_same(snapshot):
    freedonia = f"<{ID}country/freedonia>"
    asked = f"ASK {{ {freedonia} a <{TERM}State> . ?r <{TERM}recognised> {freedonia} ; <{TERM}recognitionKind> <{TERM}Withheld> }}"
    assert next(snapshot.query(asked))["answer"].value == "true"


def test_a_treaty_passes_on_to_a_successor(snapshot):
    asked = f"SELECT ?party {{ <{ID}treaty/river-1890> <{TERM}boundParty> ?party }}"
    bound = {row["party"].value.rsplit("/", 1)[1] for row in snapshot.query(asked)}
    assert bound == {"arcadia", "old-arcadia", "ruritania"}
    asked = f"ASK {{ <{ID}country/arcadia> <{TERM}successorOf> <{ID}country/old-arcadia> }}"
    assert next(snapshot.query(asked))["answer"].value == "true"


OWN = """@prefix ex: <https://example.org/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix comity: <https://w3id.org/comity/ontology/> .

ex:FerryCount a skos:Concept ; rdfs:label "number of ferries"@en , "число паромов"@ru , "колькасць паромаў"@be ;
    skos:definition "number of ferries that run"@en SCHEME .
ex:RiverDispute a owl:Class ; rdfs:label "river dispute"@en , "спор о реке"@ru , "спрэчка пра раку"@be ;
    skos:definition "dispute over a river"@en ; comity:membershipBy comity:Rule ; rdfs:subClassOf comity:Dispute .
"""
USED = """
<https://w3id.org/comity/id/observation/ferries> a comity:Observation ; comity:observedFor country:arcadia ;
    comity:observedMeasure <https://example.org/terms/FerryCount> ; comity:reportedBy claim:area-sarn-bank .
"""


@pytest.mark.parametrize(
    ("scheme", "more", "sentence"),
    [
        ("; skos:inScheme comity:ObservedMeasures", "", None),
        ("", "", "is a concept of comity:ObservedMeasures"),
        (
            "; skos:inScheme comity:ObservedMeasures",
            "dispute:sarn a <https://example.org/terms/RiverDispute> .",
            "A class whose members a rule finds is never asserted",
        ),
    ],
    ids=["a measure of its own", "a measure of no scheme", "a class of a rule, asserted"],
)
def test_a_dossier_may_have_terms_of_its_own(scheme, more, sentence, dossier, tmp_path):
    own = shutil.copytree(dossier, tmp_path / "own")
    (own / "data" / "terms").mkdir()
    (own / "data" / "terms" / "river.ttl").write_text(OWN.replace("SCHEME", scheme))
    with (own / "data" / "states.ttl").open("a") as file:
        file.write(USED + more.replace("dispute:", "<https://w3id.org/comity/id/dispute/").replace("sarn a", "sarn> a"))  # fmt: skip
    done = run("check", own)
    assert done.returncode == (1 if sentence else 0), done.stdout
    if sentence:
        assert sentence in " ".join(done.stdout.split())

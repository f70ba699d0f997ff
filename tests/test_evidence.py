"""Evidence of each statement: how it is read, told, held to what it is cited for, and kept by writes."""

import hashlib
import json
import shutil

import pytest

import comity
from comity.builder.work import Options
from comity.checks import evidence, reading, table
from comity.commits.commit_worker import CommitWorker
from comity.errors import ComityError
from comity.query.commit_log import Update
from comity.settings import Settings
from conftest import ROOT, SAMPLE, TOKEN, plain, run, serving
from support.writing import Writer, assert_as_built

pytestmark = pytest.mark.slow

GRAPH = "https://w3id.org/comity/graph/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = """@prefix claim: <https://w3id.org/comity/id/claim/> .
@prefix comity: <https://w3id.org/comity/ontology/> .
@prefix country: <https://w3id.org/comity/id/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix event: <https://w3id.org/comity/id/event/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix passage: <https://w3id.org/comity/id/passage/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix source: <https://w3id.org/comity/id/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TEXT = "In 1905 Ruritania banned the import of Arcadian tea. Arcadia paid 5 million crowns."
EVENTS = """
country:arcadia a comity:State ; rdfs:label "Arcadia"@en ; comity:reportedBy claim:chronicle .
country:ruritania a comity:State ; rdfs:label "Ruritania"@en , "Руритания"@ru .
event:ban a comity:ImportBan ; rdfs:label "Ban on tea"@en ; comity:initiator country:ruritania ; comity:target country:arcadia ;
    comity:beginEarliest "1905-05-04"^^xsd:date ; comity:beginLatest "1905-05-04"^^xsd:date ; comity:reportedBy claim:gazette , claim:chronicle .
"""
ANNOTATED = """
[] a owl:Axiom ; owl:annotatedSource event:ban ; owl:annotatedProperty comity:beginEarliest ; owl:annotatedTarget "1905-05-04"^^xsd:date ; comity:reportedBy claim:gazette .
[] a owl:Axiom ; owl:annotatedSource event:ban ; owl:annotatedProperty comity:beginLatest ; owl:annotatedTarget "1905-05-04"^^xsd:date ; comity:reportedBy claim:gazette ; comity:disputedBy claim:almanac .
"""
CLAIMS = """
claim:gazette a comity:ReportedFact ; comity:statement "The ban began on 4 May 1905"@en ; comity:givesDate "1905-05-04"^^xsd:date ;
    comity:epistemicStatus comity:AssertedBySource ; comity:statedIn source:gazette .
claim:chronicle a comity:ReportedFact ; comity:statement "Ruritania banned Arcadian tea"@en ;
    comity:epistemicStatus comity:AssertedBySource ; comity:supportedBy passage:ban .
claim:almanac a comity:ReportedFact ; comity:statement "The ban began on 5 May 1905"@en ; comity:givesDate "1905-05-05"^^xsd:date ;
    comity:contradicts claim:gazette ; comity:epistemicStatus comity:AssertedBySource ; comity:statedIn source:gazette .
source:gazette a comity:Source ; dcterms:title "Gazette"@en ; comity:publishedOn "1906"^^xsd:gYear ; comity:linkStatus comity:NotRecorded .
source:chronicle a comity:Source ; dcterms:title "Chronicle"@en ; comity:sha256 "TEXT" ; comity:linkStatus comity:NotRecorded .
passage:ban a comity:Passage , oa:SpecificResource ; comity:passageOf source:chronicle ; oa:hasSource source:chronicle ;
    comity:sha256 "PART" ; oa:hasSelector passage:ban-selector .
passage:ban-selector a oa:TextPositionSelector ; oa:start "0"^^xsd:nonNegativeInteger ; oa:end "52"^^xsd:nonNegativeInteger .
"""
CASES = {
    "statement-without-evidence": ("event:ban a", "event:tea a comity:Event ; comity:initiator country:arcadia .\nevent:ban a", "comity:initiator is country/arcadia"),
    "evidence-gives-another-value": ('claim:gazette a comity:ReportedFact ; comity:statement "The ban began on 4 May 1905"@en ; comity:givesDate "1905-05-04"', 'claim:gazette a comity:ReportedFact ; comity:statement "The ban began on 4 May 1905"@en ; comity:givesDate "1905-05-06"', "is 1905-05-04, and claim/gazette, which is its evidence, gives 1905-05-06"),
    "thing-without-evidence": ("event:ban a", 'event:tea a comity:Event ; rdfs:label "Tea"@en .\nevent:ban a', "no statement about it has evidence"),
    "source-before-the-event": ('"1906"^^xsd:gYear', '"1904"^^xsd:gYear', "is 1905-05-04, and source/gazette, in which claim/gazette says so, is of 1904-01-01 to 1904-12-31"),
    "annotation-of-nothing": ("event:ban a comity:ImportBan", "[] a owl:Axiom ; owl:annotatedSource event:ban ; owl:annotatedProperty comity:target ; owl:annotatedTarget country:ruritania ; comity:reportedBy claim:gazette .\nevent:ban a comity:ImportBan", "it is of comity:target country/ruritania, which its file does not state of event/ban, which has country/arcadia there"),
    "evidence-against": ("comity:reportedBy claim:gazette ; comity:disputedBy claim:almanac", "comity:reportedBy claim:gazette ; comity:disputedBy claim:gazette", "claim/gazette is evidence that comity:beginLatest is"),
    "passage-names-it-not": ("comity:target country:arcadia", "comity:target country:sylvania", "does not name country/sylvania"),
}  # fmt: skip
MALFORMED = {
    "two targets": ('owl:annotatedTarget "1905-05-04"^^xsd:date ; comity:reportedBy claim:gazette .', 'owl:annotatedTarget "1905-05-04"^^xsd:date , "1905-05-05"^^xsd:date ; comity:reportedBy claim:gazette .', "2 values of owl:annotatedTarget"),
    "no property": ("owl:annotatedProperty comity:beginEarliest ; ", "", "0 values of owl:annotatedProperty"),
    "a literal as subject": ("owl:annotatedSource event:ban ; owl:annotatedProperty comity:beginEarliest", 'owl:annotatedSource "ban" ; owl:annotatedProperty comity:beginEarliest', "no triple"),
    "nothing said": ("; comity:reportedBy claim:gazette .\n[]", ".\n[]", "says nothing of its triple"),
    "an inferred triple": ('owl:annotatedProperty comity:beginEarliest ; owl:annotatedTarget "1905-05-04"^^xsd:date', "owl:annotatedProperty <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ; owl:annotatedTarget comity:Measure", "its file does not state"),
    "another's language": ('owl:annotatedProperty comity:beginEarliest ; owl:annotatedTarget "1905-05-04"^^xsd:date', 'owl:annotatedProperty rdfs:label ; owl:annotatedTarget "Ban on tea"@de', "its file does not state"),
}  # fmt: skip


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def written(root, old="", new=""):
    """Write the dossier with *old* replaced by *new*, once, where it stands."""
    claims = CLAIMS.replace("TEXT", sha256(TEXT)).replace("PART", sha256(TEXT[:52]))
    for name, text in (("events", EVENTS + ANNOTATED), ("claims-of-sources", claims)):
        (root / "data" / f"{name}.ttl").write_text(PREFIXES + text.replace(old, new, 1))
    assert not old or old in EVENTS + ANNOTATED + claims
    return root


def findings(root):
    return table.check(root, Options(texts=[root / "chronicle.txt"])).findings


@pytest.fixture
def dossier(tmp_path):
    """Three files of evidence under the ontology and shapes of the repository."""
    root = tmp_path / "dossier"
    shutil.copytree(ROOT / "ontology", root / "ontology")
    shutil.copytree(SAMPLE / "queries", root / "queries")
    (root / "data").mkdir()
    (root / "chronicle.txt").write_text(TEXT)
    (root / ".comity.toml").write_text('off = ["described-nowhere", "example-of-nothing"]')
    return written(root)


def kinds(found):
    checks = (*evidence.CHECKS, *reading.CHECKS)
    return {f.check for f in found if f.check in {check.name for check in checks}}


def test_evidence_that_holds_passes(dossier):
    assert kinds(findings(dossier)) == set()


def test_each_check_has_its_case():
    assert {check.name for check in (*evidence.CHECKS, *reading.CHECKS)} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_case_breaks_exactly_its_check_and_tells_where_and_both_values(name, dossier):
    old, new, words = CASES[name]
    if "sylvania" in new:
        new += " .\ncountry:sylvania a comity:State ; rdfs:label \"Sylvania\"@en .\nevent:ban a comity:ImportBan"  # fmt: skip
    found = [f for f in findings(written(dossier, old, new)) if f.check in CASES]
    assert kinds(found) == {name}, [str(f) for f in found]
    assert any(words in f.problem for f in found), [f.problem for f in found]
    assert all(f.file.startswith("data/") and f.line and f.remedy for f in found)


PAID = """
<https://w3id.org/comity/id/amount/paid> a comity:MonetaryAmount ; rdfs:label "Payment"@en ; comity:amount 5000000.0 ;
    comity:currency comity:USD ; comity:reportedBy claim:paid .
claim:paid a comity:ReportedFact ; comity:statement "Arcadia paid"@en ; comity:givesQuantity "QUANTITY" ;
    comity:epistemicStatus comity:AssertedBySource ; comity:statedIn source:gazette .
"""


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("5000000 USD", None),
        ("4000000 USD", "gives 4000000 USD"),
        ("5000000 EUR", "gives 5000000 EUR"),
        ("much", "gives no quantity"),
    ],
)
def test_a_number_is_the_one_that_its_claim_gives(quantity, said, dossier):
    text = PREFIXES + PAID.replace("QUANTITY", quantity)
    (dossier / "data" / "amounts.ttl").write_text(text)
    found = [f for f in findings(dossier) if f.check == "evidence-gives-another-value"]
    assert bool(found) == bool(said), [str(f) for f in found]
    for finding in found:
        assert "comity:amount is 5000000.0 USD" in finding.problem
        assert said in finding.problem
        assert finding.file == "data/amounts.ttl"
        assert finding.line
        assert "givesQuantity" in finding.remedy


@pytest.mark.parametrize("name", MALFORMED)
def test_an_annotation_of_no_statement_is_told_in_one_sentence(name, dossier, tmp_path):
    old, new, words = MALFORMED[name]
    root = written(dossier, old, new)
    (found,) = [f for f in findings(root) if f.check == "annotation-of-nothing"]
    assert words in found.problem
    built = run("build", root, home=tmp_path / "home")
    assert built.returncode == 1
    assert "Traceback" not in built.stderr
    assert "[annotation-of-nothing]" in built.stderr


def test_what_a_reader_has_read_is_no_longer_warned_of(dossier):
    old, new, _ = CASES["passage-names-it-not"]
    new += " .\ncountry:sylvania a comity:State ; rdfs:label \"Sylvania\"@en .\n[] a owl:Axiom ; owl:annotatedSource event:ban ; owl:annotatedProperty comity:target ; owl:annotatedTarget country:sylvania ; comity:readOn \"2026-11-29\"^^xsd:date .\nevent:ban a comity:ImportBan"  # fmt: skip
    assert kinds(findings(written(dossier, old, new))) == set()


def claims_of(snapshot, prop):
    rows = plain(
        snapshot.query(
            f"""PREFIX comity: <https://w3id.org/comity/ontology/> PREFIX event: <https://w3id.org/comity/id/event/>
        SELECT ?claim {{ GRAPH <{GRAPH}evidence> {{ << event:ban comity:{prop} ?value >> comity:reportedBy ?claim }} }}"""
        )
    )
    return {row["claim"].rsplit("/", 1)[1] for row in rows}


def test_the_nearest_evidence_counts(dossier, tmp_path):
    with comity.build(dossier, tmp_path / "home") as snapshot:
        assert claims_of(snapshot, "initiator") == {"gazette", "chronicle"}
        assert claims_of(snapshot, "beginEarliest") == {"gazette"}
        proof = snapshot.why("event:ban", "comity:beginEarliest", f'"1905-05-04"^^<{XSD}date>')
        assert [row["claim"].rsplit("/", 1)[1] for row in proof.evidence] == ["gazette"]


def test_an_annotation_is_no_fact(dossier, tmp_path):
    """It stands in its graph alone: not among what holds, and nothing is inferred of it."""
    with comity.build(dossier, tmp_path / "home") as snapshot:
        axiom = "?axiom a <http://www.w3.org/2002/07/owl#Axiom>"
        for choice in ({}, {"contested": "exclude"}, {"entailment": "none"}):
            assert next(plain(snapshot.query(f"ASK {{ {axiom} }}", **choice)))["answer"] == "false"
        graph = f"SELECT ?axiom {{ GRAPH <{GRAPH}events> {{ {axiom} }} }}"
        assert len(list(plain(snapshot.query(graph)))) == 2
        blank = "SELECT ?claim { ?claim <https://w3id.org/comity/ontology/reports> ?node FILTER(isBlank(?node)) }"
        assert list(plain(snapshot.query(blank))) == []


def test_a_contested_statement_goes_alone(dossier, tmp_path):
    """The claim of the latest begin is contradicted on it; the same claim still stands for the earliest."""
    query = "SELECT ?p ?o { <https://w3id.org/comity/id/event/ban> ?p ?o }"
    with comity.build(dossier, tmp_path / "home") as snapshot:
        with_all, without = (
            {(row["p"], row["o"]) for row in plain(snapshot.query(query, contested=choice))}
            for choice in ("include", "exclude")
        )
    gone = with_all - without
    assert {p.rsplit("/", 1)[1] for p, _ in gone} == {"beginLatest"}
    assert without < with_all


def test_what_is_inferred_from_what_is_contested_goes_with_it(dossier, tmp_path):
    old = "comity:target country:arcadia"
    text = (dossier / "data/events.ttl").read_text()
    annotation = "\n[] a owl:Axiom ; owl:annotatedSource country:arcadia ; owl:annotatedProperty comity:sharesBorderWith ; owl:annotatedTarget country:ruritania ; comity:reportedBy claim:gazette ; comity:disputedBy claim:almanac .\n"
    text += "country:arcadia comity:sharesBorderWith country:ruritania ." + annotation
    (dossier / "data/events.ttl").write_text(text)
    assert old in text
    query = "ASK { <https://w3id.org/comity/id/country/ruritania> <https://w3id.org/comity/ontology/sharesBorderWith> ?other }"
    with comity.build(dossier, tmp_path / "home") as snapshot:
        answers = [
            next(plain(snapshot.query(query, contested=c)))["answer"]
            for c in ("include", "exclude")
        ]
    assert answers == ["true", "false"]


@pytest.fixture
def writer(dossier, tmp_path, token_file):
    home = tmp_path / "home"
    with serving(dossier, home, "--writable", "--token-file", str(token_file)) as (client, _):
        yield Writer(client, TOKEN), home


def exported(home, name="events"):
    return (home / "current" / "dossier" / "data" / f"{name}.ttl").read_text()


def test_what_is_read_from_the_graph_store_is_written_back_with_its_annotations(writer, tmp_path):
    speaker, home = writer
    graph = GRAPH + "events"
    for number in range(2):
        text = speaker.client.get("/graph-store", "text/turtle", graph=graph).text
        assert text.count("owl:Axiom") == 2
        assert speaker.put(text, graph).status in (200, 204)
        changed = text + f'\n<{graph}> rdfs:comment "edition {number}"@en .\n'
        assert speaker.put(changed, graph).status in (200, 204)
    kept = exported(home)
    lines = kept.splitlines()
    first = lines.index(next(line for line in lines if line.startswith("[] a owl:Axiom")))
    assert lines[first - 1].endswith("claim:gazette .")
    assert [line.split("comity:", 1)[1].split(" ")[0] for line in lines[first : first + 2]] == [
        "beginEarliest",
        "beginLatest",
    ]
    assert_as_built(home, tmp_path)


def test_a_statement_that_goes_takes_its_annotation_along(writer, tmp_path):
    speaker, home = writer
    reply = speaker.update(
        f"""PREFIX comity: <https://w3id.org/comity/ontology/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        DELETE DATA {{ GRAPH <{GRAPH}events> {{ <https://w3id.org/comity/id/event/ban> comity:beginLatest "1905-05-04"^^xsd:date }} }}"""
    )
    assert reply.status == 200, reply.text
    assert exported(home).count("owl:Axiom") == 1
    assert "beginLatest" not in exported(home)
    assert_as_built(home, tmp_path)


def test_an_annotation_of_nothing_is_refused_with_what_to_do(writer):
    speaker, home = writer
    before = exported(home)
    reply = speaker.update(
        f"""PREFIX comity: <https://w3id.org/comity/ontology/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        INSERT DATA {{ GRAPH <{GRAPH}events> {{ [] a owl:Axiom ; owl:annotatedSource <https://w3id.org/comity/id/event/ban> ;
          owl:annotatedProperty comity:target ; owl:annotatedTarget <https://w3id.org/comity/id/country/ruritania> ;
          comity:reportedBy <https://w3id.org/comity/id/claim/gazette> }} }}"""
    )
    assert reply.status == 422, reply.text
    detail = json.loads(reply.body)["detail"]
    assert "does not state of event/ban" in detail
    assert "mend the value" in detail
    assert exported(home) == before


def test_twenty_writes_leave_what_a_build_of_their_files_makes(dossier, tmp_path):
    """Contradictions, annotations, names in other scripts and languages come and go."""
    home = tmp_path / "home"
    assert run("build", dossier, home=home).returncode == 0
    claims, events = f"<{GRAPH}claims-of-sources>", f"<{GRAPH}events>"
    words = """PREFIX claim: <https://w3id.org/comity/id/claim/> PREFIX comity: <https://w3id.org/comity/ontology/>
        PREFIX event: <https://w3id.org/comity/id/event/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX country: <https://w3id.org/comity/id/country/> """
    denial = "claim:almanac comity:contradicts claim:gazette"
    label = 'event:ban rdfs:label "Запрет на чай"@ru'
    said = '[] a owl:Axiom ; owl:annotatedSource event:ban ; owl:annotatedProperty rdfs:label ; owl:annotatedTarget "Запрет на чай"@ru ; comity:reportedBy claim:gazette'
    drop = "DELETE { ?axiom ?p ?o } WHERE { ?axiom owl:annotatedTarget 'Запрет на чай'@ru ; ?p ?o }"
    steps = [
        f"DELETE DATA {{ GRAPH {claims} {{ {denial} }} }}",
        f"INSERT DATA {{ GRAPH {claims} {{ {denial} }} }}",
        f"INSERT DATA {{ GRAPH {events} {{ {label} . {said} }} }}",
        f"WITH {events} {drop}",
        f"DELETE DATA {{ GRAPH {events} {{ {label} }} }}",
    ]
    with CommitWorker(home, Settings()) as committing:
        for step in steps * 4:
            if step.startswith(f"DELETE DATA {{ GRAPH {claims}"):
                with pytest.raises(ComityError, match="contradicts no claim"):
                    committing.commit(Update("alice", words + step))
            else:
                committing.commit(Update("alice", words + step))
    assert_as_built(home, tmp_path)


def test_a_perspective_is_what_the_claimant_states(dossier, tmp_path):
    (dossier / "data/claims").mkdir()
    text = """country:arcadia comity:sharesBorderWith country:ruritania ; comity:reportedBy claim:said .
[] a owl:Axiom ; owl:annotatedSource country:arcadia ; owl:annotatedProperty comity:sharesBorderWith ; owl:annotatedTarget country:ruritania ; comity:reportedBy claim:said .
"""
    (dossier / "data/claims/arcadia.ttl").write_text(PREFIXES + text)
    said = f"""claim:said a comity:AttributedClaim ; comity:statement "We are neighbours"@en ; comity:allegedBy country:arcadia ;
        comity:contentIn <{GRAPH}claims/arcadia> ; comity:epistemicStatus comity:Attributed ; comity:statedIn source:gazette ."""
    path = dossier / "data/claims-of-sources.ttl"
    path.write_text(path.read_text() + said)
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    with comity.build(dossier, tmp_path / "home") as snapshot:
        facts, seen = (
            {tuple(row.values()) for row in plain(snapshot.query(query, perspectives=heard))}
            for heard in ((), ("arcadia",))
        )
    added = {p.rsplit("/", 1)[1] for _, p, _ in seen - facts}
    assert added == {"sharesBorderWith", "reportedBy"}


def test_another_claimants_claim_is_no_evidence_of_what_one_says(dossier):
    (dossier / "data/claims").mkdir()
    text = "country:arcadia comity:sharesBorderWith country:ruritania ; comity:reportedBy claim:gazette .\n"
    (dossier / "data/claims/arcadia.ttl").write_text(PREFIXES + text)
    (found,) = [f for f in findings(dossier) if f.check == "evidence-against"]
    assert "its content does not" in found.problem


def test_the_page_of_a_thing_says_who_says_each_statement(dossier, tmp_path):
    with serving(dossier, tmp_path / "home") as (client, _):
        page = client.get("/about/id/event/ban", "text/html").text
        assert "The ban began on 4 May 1905" in page
        assert "Ruritania banned Arcadian tea" in page
        assert "&ne;" in page or "≠" in page
        why = client.get(
            "/why", "text/html", subject="event:ban", predicate="comity:initiator", object="country:ruritania"
        ).text  # fmt: skip
    assert "characters 0 to 52" in why


def test_a_blank_node_has_its_annotations_in_its_file(dossier, tmp_path):
    text = (dossier / "data/events.ttl").read_text()
    text += "\n_:part comity:initiator country:arcadia ; comity:reportedBy claim:gazette .\n[] a owl:Axiom ; owl:annotatedSource _:part ; owl:annotatedProperty comity:initiator ; owl:annotatedTarget country:arcadia ; comity:reportedBy claim:chronicle .\n"
    (dossier / "data/events.ttl").write_text(text)
    assert "annotation-of-nothing" not in kinds(findings(dossier))
    with comity.build(dossier, tmp_path / "home") as snapshot:
        rows = plain(
            snapshot.query(
                f"SELECT ?claim {{ GRAPH <{GRAPH}evidence> {{ ?r <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?node ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> <https://w3id.org/comity/ontology/initiator> ; <https://w3id.org/comity/ontology/reportedBy> ?claim FILTER(isBlank(?node)) }} }}"
            )
        )
        assert [row["claim"].rsplit("/", 1)[1] for row in rows] == ["chronicle"]

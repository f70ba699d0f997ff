"""The table of checks: each row has a dossier that breaks it, and what is found is told alike to readers and machines."""

import json
import os
import re
import shutil
import urllib.request
from collections import Counter

import pyoxigraph as ox
import pytest

from comity.builder.work import Options
from comity.checks import evidence, pitfalls, reading, table
from comity.finding import Severity, counted
from conftest import SAMPLE, run, serving

pytestmark = pytest.mark.slow

TREATY, STATES = "data/treaties/concord-1901.ttl", "data/states/states.ttl"
SHAPES, QUERY = "ontology/shapes/treaty.ttl", "queries/neighbours.rq"
PLAIN = "<https://w3id.org/comity/id/x> <http://www.w3.org/2000/01/rdf-schema#label> "


def put(name, text=f'{PLAIN}"x"@en .\n'):
    def spoil(root):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return spoil


def add(name, text):
    return lambda root: (root / name).write_text((root / name).read_text() + "\n" + text)


def swap(name, old, new):
    def spoil(root):
        text = (root / name).read_text()
        assert old in text
        (root / name).write_text(text.replace(old, new))

    return spoil


def link(name, target):
    return lambda root: os.symlink(target, root / name)


def refer(root):
    dataset = "<https://w3id.org/comity/dataset> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/conformsTo> <https://w3id.org/comity/ontology/0.2.0> ."
    put("data/dataset.ttl", dataset)(root)
    shutil.copy(root / QUERY, root / "queries/timeline.rq")


EVIDENCE = [check.name for check in (*evidence.CHECKS, *reading.CHECKS)]
"""Their cases are those of test_evidence."""
CASES = {
    "description": (put("data/dataset.ttl", "<urn:x> a <http://www.w3.org/ns/dcat#Dataset> ."), "data/dataset.ttl, line 1"),
    "beside": (lambda root: link(".beside/again", root.resolve())((root / ".beside").mkdir() or root), ".beside/again/data"),
    "own-question": (refer, "queries/timeline.rq"),
    "not-readable": (link("data/gone.ttl", "nowhere.ttl"), "data/gone.ttl"),
    "circle-of-links": (link("data/round", ".."), "data/round"),
    "file-name": (put("data/a b.ttl"), "data/a b.ttl"),
    "taken-graph": (put("data/inferred.ttl"), "data/inferred.ttl"),
    "one-graph-twice": (put("data/states/states.nt"), "data/states/states.nt"),
    "not-read": (put("data/x.csv"), "data/x.csv"),
    "stray-file": (put("data/photo.jpeg", b"\xff"), "data/photo.jpeg"),
    "syntax": (swap(TREATY, "comity:hasParty country", "comity:hasParty , country"), f"{TREATY}, line 11"),
    "named-graph": (put("data/x.trig", f'<http://e/g> {{ {PLAIN}"x"@en }}'), "data/x.trig"),
    "unknown-check": (put(".comity.toml", 'off = ["class-nam"]'), "class-name?"),
    "essential-check": (put(".comity.toml", 'off = ["syntax"]'), "syntax"),
    "configured-question": (put(".comity.toml", "[questions.neighbors]"), "neighbours?"),
    "query-header": (swap(QUERY, "#+ tags:", "#+ labels:"), QUERY),
    "query-syntax": (swap(QUERY, "SELECT", "SELEKT"), f"{QUERY}, line"),
    "query-reaches-out": (swap(QUERY, "WHERE {", "WHERE { SERVICE <http://e/> { ?a ?b ?c }"), QUERY),
    "query-undeclared-term": (swap(QUERY, "comity:sharesBorderWith", "comity:sharesBoderWith"), "comity:sharesBorderWith?"),
    "query-unbound-variable": (swap(QUERY, "SELECT ", "SELECT ?nobody "), "?nobody"),
    "undeclared-term": (swap(TREATY, "comity:signedOn", "comity:signdOn"), f"{TREATY}, line 12"),
    "unknown-datatype": (swap(TREATY, "xsd:date", "xsd:dat"), f"{TREATY}, line 12"),
    "unknown-import": (swap("ontology/sample.ttl", "a owl:Ontology ;", "a owl:Ontology ; owl:imports <http://e/o> ;"), "line 9"),
    "swrl-rule": (put("ontology/r.ttl", "[] a <http://www.w3.org/2003/11/swrl#Imp> ."), "ontology/r.ttl"),
    "unreadable-name": (add(STATES, 'country:arcadia rdfs:label "\\u0007\\u0008"@fr .'), f"{STATES}, line"),
    "long-name": (add(STATES, f'country:arcadia rdfs:label "{"very " * 1000}long"@fr .'), "5,004 characters"),
    "wrong-kind-of-thing": (add("ontology/sample.ttl", "comity:signedOn <https://schema.org/domainIncludes> comity:Country ."), f"{TREATY}, line 12"),
    "described-twice": (put("data/again.ttl", "@prefix c: <https://w3id.org/comity/ontology/> .\n<https://w3id.org/comity/id/country/arcadia> a c:Country ."), f"{STATES}, line"),
    "outside-the-profile": (add("ontology/sample.ttl", "comity:hasParty a owl:ReflexiveProperty ."), "comity:hasParty"),
    "no-shapes": (lambda root: shutil.rmtree(root / "ontology/shapes"), "no shapes"),
    "malformed-shape": (swap(SHAPES, "    sh:path comity:hasParty ;\n", ""), f"{SHAPES}, line"),
    "shape-of-nothing": (swap(SHAPES, "sh:targetClass comity:Treaty", "sh:targetClass comity:Treety"), "comity:Treaty?"),
    "shape-without-target": (add(SHAPES, "shape:Lone a sh:NodeShape ; sh:nodeKind sh:IRI ."), "shape:Lone"),
    "not-run": (add(SHAPES, "shape:Treaty-hasParty sh:rule [ a sh:TripleRule ] ."), f"{SHAPES}, line"),
    "shape": (swap(TREATY, "country:arcadia , country:ruritania", "country:arcadia"), TREATY),
    "shape-after-reasoning": (add(STATES, "country:atlantis a comity:Country ."), "country/atlantis"),
    "contradiction": (swap(STATES, "sharesBorderWith country:ruritania", "sharesBorderWith country:arcadia"), f"{STATES}, line 12"),
    "class-without-members": (add("ontology/sample.ttl", "comity:Both a owl:Class ; rdfs:subClassOf comity:Country , comity:Treaty ."), "comity:Both"),
    **dict.fromkeys(EVIDENCE, (None, "")),
    "passage": (None, ""),
    "text-of-no-source": (None, ""),
}  # fmt: skip
UNSEEN = ["", "   ", "\u200b", "\u0301", "\u0000\u001f", "Arcadia\u202eairut", "a\u0007b"]
PITFALLS = {pitfall.check.name for pitfall in pitfalls.pitfalls()}


def findings(root):
    return table.check(root, Options()).findings


def test_every_check_has_a_case_that_breaks_it():
    names = [check.name for check in table.CHECKS]
    assert len(names) == len(set(names))
    assert set(names) == set(CASES) | PITFALLS
    assert not set(CASES) & PITFALLS


@pytest.mark.parametrize("name", [name for name, (spoil, _) in CASES.items() if spoil])
def test_a_check_finds_what_breaks_it_and_says_where(name, dossier):
    spoil, words = CASES[name]
    before = {str(finding) for finding in findings(dossier)}
    spoil(dossier)
    found = [f for f in findings(dossier) if f.check == name and str(f) not in before]
    assert found, [str(f) for f in findings(dossier)]
    assert any(words in str(finding) for finding in found), [str(f) for f in found]
    assert all("\n" not in str(finding) for finding in found)


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_can_see_is_no_name(text, dossier):
    add(STATES, f"country:arcadia rdfs:label {json.dumps(text)}@fr .")(dossier)
    assert "unreadable-name" in {finding.check for finding in findings(dossier)}


@pytest.mark.parametrize("text", ["Ґ", "北", "№ 5", "…", "عربي", "a\u0301"])
def test_a_name_in_any_script_is_one(text, dossier):
    add(STATES, f"country:arcadia rdfs:label {json.dumps(text)}@fr .")(dossier)
    assert "unreadable-name" not in {finding.check for finding in findings(dossier)}


@pytest.mark.parametrize("name", [name for name, (spoil, _) in CASES.items() if spoil])
def test_what_is_an_error_and_nothing_else_keeps_a_dossier_from_being_published(
    name, dossier, tmp_path
):
    CASES[name][0](dossier)
    gravest = max((f.severity for f in findings(dossier)), default=Severity.ADVICE)
    checked, built = run("check", dossier), run("build", dossier, home=tmp_path / "home")
    assert "Traceback" not in checked.stderr + built.stderr
    assert (checked.returncode, built.returncode) == (
        (1, 1) if gravest == Severity.ERROR else (0, 0)
    )


@pytest.mark.parametrize(
    "name", ["a%b", "a<b", "a>b", 'a"b', "a\\b", "a^b", "a|b", "a{b", "a}b", "a\nb", "a#b", "a?b", "a`b", "a\tb", "a\u00a0b"]
)  # fmt: skip
def test_a_file_whose_name_is_no_iri_has_one_sentence(name, dossier, tmp_path):
    put(f"data/{name}.ttl")(dossier)
    for done in (run("check", dossier), run("build", dossier, home=tmp_path / "home")):
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert "[file-name]" in done.stderr


def test_a_name_that_is_no_text_has_one_sentence(dossier):
    with open(os.fsencode(dossier / "data") + b"/caf\xe9.ttl", "w") as file:
        file.write("")
    done = run("check", dossier)
    assert done.returncode == 1
    assert "caf\\xe9.ttl" in done.stdout


def test_letters_of_any_script_may_name_a_file(dossier):
    put("data/мінск.ttl")(dossier)
    assert run("check", dossier).returncode == 0


def triples(suffix):
    quads = ox.parse(input=f'{PLAIN}"x"@en .', format=ox.RdfFormat.TURTLE)
    names = {"rdf": "rdf", "owl": "rdf", "xml": "rdf"}
    syntax = ox.RdfFormat.from_extension(names.get(suffix.lower(), suffix.lower()))
    return ox.serialize((quad.triple for quad in quads), format=syntax)


@pytest.mark.parametrize("suffix", ["ttl", "TTL", "nt", "rdf", "owl", "xml", "jsonld", "trig", "nq", "n3", "Nt"])  # fmt: skip
def test_every_syntax_of_rdf_is_read(suffix, dossier, tmp_path):
    put(f"data/x.{suffix}", triples(suffix))(dossier)
    home = tmp_path / "home"
    assert run("build", dossier, home=home).returncode == 0
    asked = "SELECT ?name { <https://w3id.org/comity/id/x> ?p ?name }"
    (tmp_path / "q.rq").write_text(asked)
    done = run("query", tmp_path / "q.rq", "--dossier", dossier, "--format", "csv", home=home)
    assert done.stdout.split() == ["name", "x"], done.stderr


@pytest.mark.parametrize("name", ["data/x.ttl", QUERY, TREATY])
def test_a_byte_order_mark_is_passed_over(name, dossier):
    path = dossier / name
    before = path.read_bytes() if path.exists() else triples("ttl")
    path.write_bytes("\ufeff".encode() + before)
    assert run("check", dossier).returncode == 0, run("check", dossier).stdout


def test_a_linked_folder_is_read(dossier, tmp_path):
    (dossier / "ontology/shapes").rename(tmp_path / "shapes")
    link("ontology/shapes", tmp_path / "shapes")(dossier)
    swap(TREATY, "country:arcadia , country:ruritania", "country:arcadia")(dossier)
    assert "two parties or more" in run("check", dossier).stdout


OWL = {
    "OWL/XML": '<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>',
    "functional": "Prefix(:=<http://e/>)\nOntology(<http://e/o>)",
    "Manchester": "Prefix: : <http://e/>\nOntology: <http://e/o>",
}


@pytest.mark.parametrize("name", OWL)
def test_a_syntax_of_owl_that_is_no_rdf_is_recognised(name, dossier):
    put("ontology/x.owl", OWL[name])(dossier)
    done = run("check", dossier)
    assert done.returncode == 1
    assert f"ontology/x.owl: it is {name if name == 'OWL/XML' else 'the ' + name}" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sh:minCount", "sh:minCont", "did you mean sh:minCount?"),
        ("sh:minCount 2", "sh:minCount 2 , 3", "sh:minCount twice"),
        ("sh:path comity:hasParty", "sh:path comity:hasParty , comity:partyTo", "sh:path twice"),
        ("sh:targetClass", "sh:targetClas", "did you mean sh:targetClass?"),
        ("http://www.w3.org/ns/shacl#", "http://www.w3.org/ns/shacl/", "did you mean sh:"),
        ("sh:minCount 2", "sh:ignoredProperties comity:partyTo", "no list"),
        ("sh:minCount 2", 'sh:pattern "[a"', "no regular expression"),
        ("sh:minCount 2", 'sh:sparql [ sh:select "SELECT nonsense" ]', "SPARQL cannot be asked"),
        (
            "sh:minCount 2",
            'sh:sparql [ sh:select "SELECT $this { SERVICE <http://e/> { $this ?p ?o } }" ]',
            "SERVICE",
        ),
    ],
)
def test_a_misspelt_shape_is_found(old, new, words, dossier):
    swap(SHAPES, old, new)(dossier)
    done = run("check", dossier, "--all")
    assert words in done.stdout
    assert re.search(rf"{SHAPES}, line \d+: ", done.stdout)


def test_a_wrong_datatype_says_which_is_wanted_and_which_was_found(dossier):
    add(SHAPES, 'shape:Treaty-day a sh:PropertyShape ; sh:targetClass comity:Treaty ; sh:path comity:signedOn ; sh:datatype <http://www.w3.org/2001/XMLSchema#date> ; sh:severity sh:Violation ; sh:message "A day."@en .')(dossier)  # fmt: skip
    swap(TREATY, '"1901-05-04"^^xsd:date', '"1901-05-04"')(dossier)
    done = run("check", dossier)
    assert '(found "1901-05-04" without ^^xsd:date)' in done.stdout
    assert f"{TREATY}, line 12" in done.stdout


def test_a_fault_hides_no_other(dossier):
    for name in ("unknown-import", "undeclared-term", "shape-after-reasoning", "query-syntax"):
        CASES[name][0](dossier)
    found = {finding.check for finding in findings(dossier)}
    assert {"unknown-import", "undeclared-term", "shape-after-reasoning", "query-syntax"} <= found


def test_the_configuration_says_what_a_dossier_is_known_for(dossier):
    CASES["unknown-import"][0](dossier)
    add("ontology/sample.ttl", "comity:lower a owl:Class ; <http://e/o/known> 1 .")(dossier)
    assert run("check", dossier).returncode == 1
    put(".comity.toml", 'imports = ["http://e/o"]\noff = ["class-name", "missing-label"]')(dossier)
    done = run("check", dossier)
    assert done.returncode == 0, done.stdout
    assert "class-name:" not in done.stdout
    assert "class-name, missing-label switched off" in done.stdout


def test_success_says_what_was_looked_at(dossier):
    swap(
        STATES, "dcterms:source <https://w3id.org/comity/id/source/atlas>", 'dcterms:source "atlas"'
    )(dossier)
    done = run("check", dossier)
    assert (done.returncode, done.stdout) == (0, "8 files, 5 shapes, 2 queries: no fault.\n")


def test_findings_of_a_kind_are_counted_and_told_once(dossier):
    add(STATES, "\n".join(f"country:c{n} a comity:Country ." for n in range(30)))(dossier)
    done, every = run("check", dossier), run("check", dossier, "--all")
    assert "error        30  shape-after-reasoning" in done.stdout
    assert done.stdout.count("[shape-after-reasoning]") == 1
    assert "and 29 more like it" in done.stdout
    assert every.stdout.count("[shape-after-reasoning]") == 30


def test_one_is_not_told_as_many():
    assert [counted(n, "finding") for n in (0, 1, 3)] == ["0 findings", "1 finding", "3 findings"]


def test_the_table_is_told():
    done = run("check", "--list")
    assert len(done.stdout.splitlines()) == len(table.CHECKS)
    assert "error    undeclared-term" in done.stdout


@pytest.fixture
def spoilt(dossier):
    for name in ("undeclared-term", "no-shapes", "query-undeclared-term", "outside-the-profile"):
        CASES[name][0](dossier)
    return dossier


def test_machines_are_told_the_same_findings(spoilt):
    wanted = Counter((f.check, f.file, f.line) for f in findings(spoilt))
    rows = json.loads(run("check", spoilt, "--format", "json").stdout)
    assert Counter((r["check"], r["file"], r["line"] or 0) for r in rows["findings"]) == wanted
    results = json.loads(run("check", spoilt, "--format", "sarif").stdout)["runs"][0]["results"]
    assert Counter(r["ruleId"] for r in results) == Counter(name for name, *_ in wanted.elements())
    text = run("check", spoilt, "--format", "turtle").stdout
    quads = list(ox.parse(input=text, format=ox.RdfFormat.TURTLE))
    assert sum(q.predicate.value.endswith("#result") for q in quads) == wanted.total()


def test_sarif_has_what_its_readers_need(spoilt):
    log = json.loads(run("check", spoilt, "--format", "sarif").stdout)
    (part,) = log["runs"]
    rules = {rule["id"] for rule in part["tool"]["driver"]["rules"]}
    assert log["version"] == "2.1.0"
    assert rules == {check.name for check in table.CHECKS}
    for result in part["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        for place in result.get("locations", ()):
            physical = place["physicalLocation"]
            assert (spoilt / physical["artifactLocation"]["uri"]).is_file()
            assert physical.get("region", {"startLine": 1})["startLine"] > 0
    assert any("region" in str(result) for result in part["results"])


def test_the_sample_has_nothing_that_keeps_it_from_being_published():
    assert not [f for f in findings(SAMPLE) if f.severity == Severity.ERROR]


@pytest.mark.parametrize("suffix", ["nt", "rdf", "jsonld"])
def test_a_write_replaces_a_file_of_any_syntax_by_one_of_turtle(suffix, dossier, tmp_path):
    put(f"data/x.{suffix}", triples(suffix))(dossier)
    put(".comity.toml", 'off = ["missing-label"]')(dossier)
    home = tmp_path / "home"
    with serving(dossier, home, "--writable") as (client, _):
        body = f'{PLAIN}"y"@en .'.encode()
        request = urllib.request.Request(client.base + "/graph/x", data=body, method="PUT")
        request.add_header("Content-Type", "text/turtle")
        reply = client.send(request)
        assert reply.status in (200, 204), reply.text
    kept = home / "current" / "dossier"
    assert sorted(path.name for path in (kept / "data").glob("x.*")) == ["x.ttl"]
    assert (kept / ".comity.toml").read_text() == 'off = ["missing-label"]'


def test_a_write_is_held_to_the_same_checks(dossier, tmp_path):
    with serving(dossier, tmp_path / "home", "--writable") as (client, _):
        body = b"<https://w3id.org/comity/id/x> a <https://w3id.org/comity/ontology/Treety> ."
        request = urllib.request.Request(client.base + "/graph/x", data=body, method="PUT")
        request.add_header("Content-Type", "text/turtle")
        reply = client.send(request)
    assert reply.status == 422
    assert "did you mean comity:Treaty?" in reply.text
    assert "[undeclared-term]" in reply.text

"""From an inferred triple to its proof, and each step of every proof an instance of its rule."""

import json

import pytest

import comity
from comity.builder import dossier, load, reason
from comity.errors import NotFound
from comity.reasoner.rules import RULES
from comity.vocabulary import RDF, RDFS
from conftest import ROOT, SAMPLE, run

TABLE = {}
for each in RULES:
    TABLE.setdefault(each.name, []).append(each)
TYPE, BELOW = RDF + "type", RDFS + "subClassOf"


@pytest.fixture(scope="module")
def closure():
    parts = load.load(dossier.read(ROOT))
    return reason.close(parts["ontology"], parts["data"]).closure


def unify(pattern, triple, bound):
    for word, value in zip(pattern, triple, strict=True):
        if word.startswith("?"):
            if bound.setdefault(word, value) != value:
                return False
        elif word != value:
            return False
    return True


def is_instance_of_table(rule, conclusion, premises):
    bound = {}
    return (
        len(rule.premises) == len(premises)
        and all(unify(p, t, bound) for p, t in zip(rule.premises, premises, strict=True))
        and any(unify(pattern, conclusion, dict(bound)) for pattern in rule.conclusions)
    )


def is_instance_of_list(name, conclusion, premises):
    axiom, *others = premises
    cells = [t for t in others if t[1] in (RDF + "first", RDF + "rest")]
    first = {s: o for s, p, o in cells if p == RDF + "first"}
    rest = {s: o for s, p, o in cells if p == RDF + "rest"}
    members, cell = [], axiom[2]
    while cell != RDF + "nil":
        members.append(first[cell])
        cell = rest[cell]
    used = [t for t in others if t not in cells]
    c, (s, p, o) = axiom[0], conclusion
    match name:
        case "prp-spo2":
            ends = [t[0] for t in used] + [used[-1][2]]
            links = [(ends[i], link, ends[i + 1]) for i, link in enumerate(members)]
            return used == links and conclusion == (ends[0], c, ends[-1])
        case "cls-int1":
            return {(s, TYPE, d) for d in members} == set(used) and (p, o) == (TYPE, c)
        case "cls-int2":
            return used == [(s, TYPE, c)] and p == TYPE and o in members
        case "cls-uni":
            return used == [(s, TYPE, used[0][2])] and used[0][2] in members and (p, o) == (TYPE, c)
        case "scm-int":
            return (s, p) == (c, BELOW) and o in members
        case "scm-uni":
            return s in members and (p, o) == (BELOW, c)
        case "cls-oo":
            return s in members and (p, o) == (TYPE, c)
    return False


def test_every_step_of_every_proof_is_an_instance_of_its_rule(closure):
    # blank nodes and literals are told apart by their numbers, everything else by its IRI
    name = {
        n: term.value if str(term).startswith("<") else n
        for n, term in enumerate(closure.terms.terms)
    }
    checked = 0
    for triple, step in closure.steps.items():
        if step is None:
            continue
        conclusion = tuple(name[n] for n in triple)
        premises = [tuple(name[n] for n in premise) for premise in step.premises]
        rules = TABLE.get(step.rule, [])
        assert any(is_instance_of_table(r, conclusion, premises) for r in rules) or (
            not rules and is_instance_of_list(step.rule, conclusion, premises)
        ), (step.rule, closure.rdf(triple))
        checked += 1
    assert checked > 4000


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    with comity.build(ROOT, tmp_path_factory.mktemp("why")) as built:
        yield built


def test_a_proof_leads_to_lines_sources_and_characters(snapshot):
    proof = snapshot.why("dispute:gas-2004", "comity:involvesState", "country:russia")
    assert proof.rule == "prp-spo2"
    leaves = {leaf.triple[0].rsplit("/", 1)[-1].rstrip(">"): leaf for leaf in proof.leaves()}
    assert leaves["gas-2004"].place.startswith("data/disputes/gas-2004.ttl, line ")
    assert {
        "source": "https://w3id.org/comity/id/source/belarus-russia-relations",
        "start": "5603",
        "end": "5638",
    } in leaves["gas-2004"].evidence


def test_every_inferred_triple_of_the_snapshot_has_a_proof_down_to_files(snapshot):
    rows = list(
        snapshot.query(
            "SELECT ?s ?p ?o { GRAPH <https://w3id.org/comity/graph/inferred> { ?s ?p ?o } FILTER(isIRI(?o)) } LIMIT 300"
        )
    )
    assert len(rows) == 300
    for row in rows:
        proof = snapshot.why(*(f"<{row[name]}>" for name in "spo"))
        assert proof.rule
        assert all(leaf.place for leaf in proof.leaves())


def test_what_does_not_hold_or_is_trivial_says_so(snapshot):
    with pytest.raises(NotFound, match="does not hold"):
        snapshot.why("territory:abkhazia", "a", "comity:Country")
    with pytest.raises(NotFound, match="holds of everything"):
        snapshot.why("country:belarus", "owl:sameAs", "country:belarus")


def test_the_command_proves_as_text_and_as_json(home):
    triple = ("country:ruritania", "comity:sharesBorderWith", "country:arcadia")
    text = run("why", *triple, home=home)
    assert "[by prp-symp]" in text.stdout
    assert "asserted in data/states/states.ttl, line" in text.stdout
    assert (
        json.loads(run("why", *triple, "--format", "json", home=home).stdout)["rule"] == "prp-symp"
    )
    failed = run("why", "country:ruritania", "a", "comity:Treaty", home=home)
    assert failed.returncode == 1
    assert "does not hold" in failed.stderr


def test_the_server_proves_as_page_and_as_json(client):
    triple = {
        "subject": "country:ruritania",
        "predicate": "comity:sharesBorderWith",
        "object": "country:arcadia",
    }
    reply = client.get("/why", "application/json", **triple)
    assert json.loads(reply.body)["rule"] == "prp-symp"
    assert "follows by prp-symp" in client.get("/why", "text/html", **triple).text
    assert client.get("/why", "application/json", subject="country:ruritania").status == 400
    assert (
        client.get("/why", "application/json", **{**triple, "object": "country:nowhere"}).status
        == 404
    )


def test_a_snapshot_by_owlrl_keeps_no_proofs(tmp_path):
    assert run("build", SAMPLE, "--reasoner", "owlrl", home=tmp_path).returncode == 0
    done = run(
        "why", "country:ruritania", "comity:sharesBorderWith", "country:arcadia", home=tmp_path
    )
    assert done.returncode == 1
    assert "keeps no proofs" in done.stderr

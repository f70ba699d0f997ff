"""Tools that give grounds: why something holds, who says so, and who says otherwise."""

from comity.agents.naming import iri_of, short, short_term
from comity.agents.outputs import Grounded, Matters, Side, Step, Steps
from comity.agents.paging import cursor, fitting, position
from comity.agents.published_graph import Graph, words_of
from comity.agents.sources import Grounds, claims, sources, term
from comity.errors import NotFound
from comity.proofs.proof import Proof
from comity.query.view import View
from comity.reading import proof as proofs
from comity.reading.accounts import parted
from comity.reading.asking import value
from comity.reading.evidence import Evidence

WHOLE = words_of(View())
GROUNDS, SOURCES = 7000, 4000
"""How large what is told and its sources may be, in bytes of JSON."""
CONTESTED = """
SELECT DISTINCT ?claim WHERE {
  ?claim comity:contradicts ?other %s
} ORDER BY ?claim"""
ABOUT = "{ ?claim comity:aboutEntity <%(iri)s> } UNION { ?claim comity:reports <%(iri)s> } UNION { <%(iri)s> comity:reportedBy ?claim } UNION { BIND(<%(iri)s> AS ?claim) }"


def why(graph: Graph, subject: str, predicate: str, object: str) -> Steps:
    """Return the proof of a statement, the conclusion first, with the claims behind what it rests on.

    Raises:
        BadQuery: one of the three is no term.
        NotFound: it does not hold; the sentence says what comes near.
    """
    reader = graph.reader()
    proof = graph.engine().why(subject, predicate, object)
    behind = [row["claim"] for leaf in proof.leaves() for row in leaf.evidence]
    evidence = Evidence(reader, [], behind)
    told = [
        _step(evidence, step)
        for step in proofs.steps(reader, graph.ontology(), proof)
        if step.words and not step.is_again
    ]
    shown = fitting(told, GROUNDS)
    link = graph.link("why", {"subject": subject, "predicate": predicate, "object": object})
    return Steps(
        steps=shown, sources=fitting(sources(evidence.sources(), graph.namespace), SOURCES), view=WHOLE, link=link,
        truncated=len(shown) < len(told),
    )  # fmt: skip


def _step(evidence: Evidence, step: proofs.Step) -> Step:
    told = Step(depth=step.depth, says=step.words, by=_by(step.step))
    if step.step.evidence:
        told["claims"] = claims(evidence, [row["claim"] for row in step.step.evidence])
    return told


def _by(step: Proof) -> str:
    return f"rule {step.rule}" if step.rule else f"asserted in {step.location or 'the data'}"


def evidence(
    graph: Graph, subject: str, predicate: str = "", object: str = "", at: str = ""
) -> Grounded:
    """Return the statements of *subject*, or one of them, each with who says so and how it stands.

    Raises:
        BadQuery: one of the three is no term.
        NotFound: nobody states such a thing.
    """
    iri, relation, thing = (
        iri_of(subject, graph.namespace),
        predicate and iri_of(predicate, graph.namespace),
        term(object, graph.namespace),
    )
    call = {"subject": iri, "predicate": relation, "object": thing}
    begin = position(graph.snapshot, call, at)
    found = Evidence(graph.reader(), [iri])
    whole = [
        (" ".join((short(s, graph.namespace), short(p, graph.namespace), short_term(o, graph.namespace))), found.standing(by, contested=(s, p, o) in found.contested).word, by)
        for (s, p, o), by in found.by_triple.items()
        if s == iri and relation in ("", p) and thing in ("", o)
    ]  # fmt: skip
    if not whole:
        named = " ".join(filter(None, (short(iri, graph.namespace), relation and short(relation, graph.namespace), thing and short_term(thing, graph.namespace))))  # fmt: skip
        raise NotFound(f"No claim says {named} …; where it is inferred, why has its proof.")
    grounds, end = Grounds(found), begin
    while end < len(whole) and grounds.size < GROUNDS // 2:
        grounds.add(*whole[end])
        end += 1
    statements, behind, told = grounds.given()
    answer = Grounded(
        evidence=statements, claims=behind, sources=fitting(told, SOURCES), view=WHOLE,
        link=graph.link("api/evidence-of", {"thing": iri}), truncated=end < len(whole),
    )  # fmt: skip
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, call, end)
    return answer


def contested(graph: Graph, thing: str = "", at: str = "") -> Matters:
    """Return the matters that sources do not agree on, of *thing* or of all, each as sides of equal standing.

    Raises:
        BadQuery: it is no IRI.
        NotFound: nothing that is said of it is contested.
    """
    reader, iri = graph.reader(), iri_of(thing, graph.namespace) if thing else ""
    begin = position(graph.snapshot, {"contested": iri}, at)
    rows = reader.rows(CONTESTED % (ABOUT % {"iri": iri} if iri else ""))
    evidence = Evidence(reader, [], [value(row, "claim") for row in rows])
    pairs, _ = parted(reader, evidence, [value(row, "claim") for row in rows])
    if not pairs:
        raise NotFound(f"Nothing that is said of {short(iri, graph.namespace) if iri else 'anything'} is contested here.")  # fmt: skip
    told = [[_side(evidence, side.title, [s.account.iri for s in side.sayings]) for side in pair] for pair in pairs[begin:]]  # fmt: skip
    shown = fitting(told, GROUNDS)
    end = begin + len(shown)
    answer = Matters(
        matters=shown, sources=fitting(sources(evidence.sources(), graph.namespace), SOURCES), view=WHOLE,
        link=graph.link("api/contested-matters"), truncated=end < len(pairs),
    )  # fmt: skip
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, {"contested": iri}, end)
    return answer


def _side(evidence: Evidence, title: str, iris: list[str]) -> Side:
    return Side(who=title, says=claims(evidence, iris))

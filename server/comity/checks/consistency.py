"""What follows: that the data do not contradict the ontology, and that each class can have members."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from comity.builder import inference
from comity.builder.work import Work
from comity.errors import Inconsistent, SourceError
from comity.finding import NOWHERE, Check, Finding, Severity, errors, sentence
from comity.finding import refuse as refuse_all
from comity.proofs.clash import excluding, exclusion
from comity.proofs.proof import Names, Proof
from comity.reasoner.closure import Closure
from comity.vocabulary import shortened

CONTRADICTION = Check("contradiction", Severity.ERROR, "the data contradict the ontology")
EMPTY = Check("class-without-members", Severity.WARNING, "a class can have no member")
CHECKS, ADVISED = (CONTRADICTION,), (EMPTY,)


def look(work: Work) -> Iterator[Finding]:
    """Find contradictions in what follows from the dossier."""
    try:
        work.outcome = inference.infer(
            work.quads["ontology"], work.quads["data"], work.options.reasoner
        )
    except Inconsistent as error:
        work.refused = error
        yield from contradictions(work, error)


def require(work: Work, closure: Closure) -> None:
    """Refuse a closure that contradicts itself, as `look` and `refuse` do.

    Raises:
        Inconsistent: it does.
    """
    try:
        inference.require_consistent(closure)
    except Inconsistent as error:
        work.refused = error
        refuse(work, contradictions(work, error))


def contradictions(work: Work, error: Inconsistent) -> Iterator[Finding]:
    """Say each contradiction with the statements that exclude each other, those of the data first."""
    stands = {_names(quad): quad for quad in [*work.quads["data"], *work.quads["ontology"]]}
    proofs = [proof for proof in error.proofs if isinstance(proof, Proof)]
    if not proofs:
        yield CONTRADICTION.finding(str(error), location=NOWHERE)
    for proof in proofs:
        yield _contradiction(work, proof, stands)


def _contradiction(work: Work, proof: Proof, stands: dict[Names, Quad]) -> Finding:
    facts = {id(quad) for quad in work.quads["data"]}
    leaves = [
        (leaf, stands.get(leaf.triple) if len(leaf.triple) == 3 else None)
        for leaf in excluding(proof)
    ]
    leaves.sort(key=lambda pair: id(pair[1]) not in facts)
    places = [work.places.at(quad) if quad else NOWHERE for _, quad in leaves]
    told_so = exclusion(proof, [leaf for leaf, _ in leaves], places)
    location = next((work.places.at(quad) for _, quad in leaves if quad), NOWHERE)
    return CONTRADICTION.finding(f"the data contradict the ontology: {told_so}", f"take one of them away (rule {proof.rule})", location, cause=str(proof.rule))  # fmt: skip


def _names(quad: Quad) -> Names:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def refuse(work: Work, findings: Iterable[Finding]) -> None:
    """Refuse what contradicts itself.

    Raises:
        Inconsistent: it does; the error carries the proofs.
    """
    found = errors(findings)
    if found and work.refused is not None:
        raise Inconsistent(sentence(found, work.between), work.refused.proofs)
    refuse_all(found, SourceError, work.between)


def advise(work: Work) -> Iterator[Finding]:
    """Find classes that can have no member."""
    for term, contradiction in inference.unsatisfiable(work.quads["ontology"]):
        yield EMPTY.finding(f"it can have no member: {contradiction.rstrip('.')}", "take away what excludes it", work.places.of(term), shortened(term))  # fmt: skip

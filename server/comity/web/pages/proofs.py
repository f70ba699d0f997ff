"""Why something holds, in words first."""

from flask import Response

from comity.proofs.proof import Proof
from comity.reading import proof as proofs
from comity.reading.names import names
from comity.reading.words import say
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.pages.vocabulary import known_terms


def page(proof: Proof) -> Response:
    """Show a proof, the conclusion first."""
    asked = reader()
    sources = {row["source"] for leaf in proof.leaves() for row in leaf.evidence if "source" in row}
    steps = proofs.steps(asked, known_terms(asked), proof)
    return layout.page(
        "why.html",
        proof=proof,
        steps=steps,
        names=names(asked, sources),
        title=say("Why: {words}", words=steps[0].words),
    )

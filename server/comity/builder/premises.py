"""What an inferred triple was derived from: its rule, and the asserted triples that its proof rests on."""

from collections.abc import Iterator

from pyoxigraph import Triple

from comity.reasoner.closure import Closure


class Premises:
    """Follows the proofs of a closure, by its triples in RDF."""

    def __init__(self, closure: Closure) -> None:
        self._closure = closure
        self._numbers = {closure.rdf(number): number for number in closure.steps}

    def rule(self, triple: Triple) -> str:
        """Return the W3C name of the rule that *triple* follows by; of an asserted one, nothing."""
        step = self._closure.steps[self._numbers[triple]]
        return step.rule if step else ""

    def leaves(self, triple: Triple) -> Iterator[Triple]:
        """Yield the asserted triples that the proof of *triple* rests on, one perhaps several times."""
        waiting = [self._numbers[triple]]
        while waiting:
            number = waiting.pop()
            step = self._closure.steps[number]
            if step is None:
                yield self._closure.rdf(number)
            else:
                waiting += step.premises

"""The SHACL gate: what the data files must contain, and what must hold after reasoning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from pyoxigraph import NamedNode, Quad, Triple

from comity.builder import results, validators
from comity.builder.origins import Origins
from comity.builder.results import Result, Term
from comity.builder.targets import Targets
from comity.errors import NotConforming
from comity.vocabulary import shortened

SHOWN = 5
SHOWN_ORIGINS = 3


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation: its results, in the order of their sentences."""

    results: tuple[Result, ...]
    sentences: tuple[str, ...]

    @property
    def graph(self) -> list[Triple]:
        """The W3C report, with the triples that each result rests on."""
        return list(results.written(self.results))

    @property
    def violations(self) -> tuple[str, ...]:
        """A sentence for each result that keeps the data from being published."""
        return self._told(True)

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each result that does not."""
        return self._told(False)

    def _told(self, violation: bool) -> tuple[str, ...]:
        pairs = zip(self.results, self.sentences, strict=True)
        return tuple(told for result, told in pairs if result.is_violation is violation)

    def raise_for_violations(self, when: str) -> None:
        """Refuse data that break a shape.

        Raises:
            NotConforming: there are violations; the sentence names the first of them; the error carries the report.
        """
        if self.violations:
            more = len(self.violations) - SHOWN
            rest = f" And {more} more." if more > 0 else ""
            raise NotConforming(
                f"{len(self.violations)} violation(s) of the shapes {when}: "
                + " ".join(self.violations[:SHOWN])
                + rest,
                results.turtle(self.results).decode(),
            )


NONE = Report((), ())


def validate(
    data: Sequence[Quad | Triple],
    shapes: Sequence[Quad | Triple],
    *,
    place: Callable[[str], str] = lambda _: "",
    origins: Callable[[set[Term]], Origins] | None = None,
    validator: str = "shacl",
) -> Report:
    """Validate *data* against *shapes*; nothing is inferred and nothing fetched.

    Args:
        data: the graph to validate; names of graphs are passed over, here and in *shapes*.
        shapes: the shapes to hold it to.
        place: says where the node of an IRI is described, to begin a sentence with.
        origins: gives the origins of the triples in which some nodes stand; without it, none are told.
        validator: shacl, or pyshacl, the reference.

    Raises:
        SourceError: the shapes are not well formed.

    Source: SHACL §3.4 https://www.w3.org/TR/shacl/#validation-definition
    """
    found = results.read(validators.report(data, shapes, validator))
    if not found:
        return NONE
    if origins is not None:
        known, targets = origins({result.focus for result in found}), Targets(shapes, data)
        found = [_grounded(result, known, targets) for result in found]
    told = sorted(((_sentence(result, place), result) for result in found), key=itemgetter(0))
    return Report(tuple(result for _, result in told), tuple(sentence for sentence, _ in told))


def _grounded(result: Result, known: Origins, targets: Targets) -> Result:
    grounds = targets.grounds(result, known.about(result.focus))
    return replace(result, origins=tuple(map(known.of, grounds)))


def _sentence(result: Result, place: Callable[[str], str]) -> str:
    where = place(result.focus.value) if isinstance(result.focus, NamedNode) else ""
    found = f" (found {shortened(result.value.value)})" if result.value is not None else ""
    shape = shortened(result.shape.value) if isinstance(result.shape, NamedNode) else "no name"
    origins = "; ".join(map(str, result.origins[:SHOWN_ORIGINS]))
    rests = f" {origins}." if origins else ""
    return f"{where}{shortened(result.focus.value)}: {_message(result)}{found} [{shape}]{rests}"


def _message(result: Result) -> str:
    """Return what the shape says, in English if it can; else the constraint that is broken."""
    if not result.messages:
        component = result.component.value.removesuffix("ConstraintComponent")
        return f"It breaks the constraint {shortened(component)}."
    english = [message for message in result.messages if message.language == "en"]
    return (english or result.messages)[0].value

"""What a reader takes for so: with or without what is inferred, contested, or claimed by somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from comity.errors import BadQuery, NotFound
from comity.vocabulary import ASSERTED, UNCONTESTED, UNCONTESTED_ASSERTED

BASES = {
    ("rl", "include"): "",
    ("none", "include"): ASSERTED,
    ("rl", "exclude"): UNCONTESTED,
    ("none", "exclude"): UNCONTESTED_ASSERTED,
}
Asked = Mapping[str, str | Sequence[str]]
"""Parameters of a request by name, of which one may be given several times."""
CHOICES = {"entailment": ("rl", "none"), "contested": ("include", "exclude")}


@dataclass(frozen=True, slots=True)
class View:
    """The reader's choice; it is the same for every reading path.

    Attributes:
        entailment: rl, with what OWL 2 RL derives, or none, only what the files say.
        contested: include, or exclude, without what only a contested claim reports on.
        perspectives: claimants whose graphs are read as if they were so.
    """

    NAMES: ClassVar = (*CHOICES, "perspective")
    """What the choices are called where a reader makes them."""

    entailment: str = "rl"
    contested: str = "include"
    perspectives: tuple[str, ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, Sequence[str]]) -> "View":
        """Read the choices among *given*, what a reader says by name; of what is said twice the first counts."""
        chosen = {name: given[name][0] for name in CHOICES if given.get(name)}
        return cls(**chosen, perspectives=tuple(given.get("perspective", ())))

    def asked(self) -> Asked:
        """Return the choices that are not the usual ones, as a reader makes them: what `read` reads."""
        usual = View()
        chosen = {name: getattr(self, name) for name in CHOICES}
        changed = {name: text for name, text in chosen.items() if text != getattr(usual, name)}
        return {**changed, "perspective": self.perspectives} if self.perspectives else changed

    def graphs(self, claimants: Mapping[str, str]) -> tuple[str, ...]:
        """Return the graphs to read as the default graph; "" stands for the store's own, () for it alone.

        Args:
            claimants: the graph of each of those whose claims have one, by name.

        Raises:
            BadQuery: a choice is none of those that there are.
            NotFound: nobody of that name is among *claimants*.
        """
        for name, choices in CHOICES.items():
            if (given := getattr(self, name)) not in choices:
                raise BadQuery(
                    f"The parameter {name} is {given!r}; it must be {' or '.join(choices)}."
                )
        for claimant in self.perspectives:
            if claimant not in claimants:
                heard = ", ".join(claimants) or "nobody"
                raise NotFound(
                    f"Nobody called {claimant} claims anything here; those who are heard: {heard}."
                )
        base = BASES[self.entailment, self.contested]
        if not base and not self.perspectives:
            return ()
        return (base, *(claimants[claimant] for claimant in self.perspectives))


def require_plain(view: View, dataset: str) -> None:
    """Refuse a choice beside a dataset that the client gives by *dataset*: only one of the two can say what is read.

    Raises:
        BadQuery: the view is not the one that is read where nothing is chosen.
    """
    if view != View():
        raise BadQuery(
            f"The request names its dataset by {dataset} and chooses by entailment, contested or perspective too; do one of the two, a graph such as {ASSERTED} has what a choice reads."
        )

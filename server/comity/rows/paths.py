"""Property paths, their inverses moved down to the single steps.

Source: SPARQL 1.1 §9.1 https://www.w3.org/TR/sparql11-query/#pp-language
"""

from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Step:
    """One statement with this predicate, from its object to its subject where it is gone against."""

    predicate: ox.NamedNode
    is_inverse: bool = False

    def __str__(self) -> str:
        return f"^{self.predicate}" if self.is_inverse else str(self.predicate)


@dataclass(frozen=True, slots=True)
class Other:
    """One statement with none of these predicates, forward or against; None where that way is not gone."""

    forward: frozenset[ox.NamedNode] | None
    against: frozenset[ox.NamedNode] | None

    def __str__(self) -> str:
        ahead = sorted(map(str, self.forward or ()))
        back = sorted(f"^{iri}" for iri in self.against or ())
        return f"!({'|'.join(ahead + back)})"


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths gone one after another."""

    parts: tuple["Path", ...]

    def __str__(self) -> str:
        return f"({'/'.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Paths of which one is gone."""

    parts: tuple["Path", ...]

    def __str__(self) -> str:
        return f"({'|'.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path gone as often as its sign lets: `*`, `+` or `?`."""

    part: "Path"
    sign: str

    def __str__(self) -> str:
        return f"({self.part}){self.sign}"


Path = Step | Other | Sequence | Alternative | Repeated


def inverse(path: Path) -> Path:
    """Return *path* as it is gone from its end to its begin."""
    match path:
        case Step():
            return Step(path.predicate, not path.is_inverse)
        case Other():
            return Other(path.against, path.forward)
        case Sequence():
            return Sequence(tuple(map(inverse, reversed(path.parts))))
        case Alternative():
            return Alternative(tuple(map(inverse, path.parts)))
        case Repeated():
            return Repeated(inverse(path.part), path.sign)

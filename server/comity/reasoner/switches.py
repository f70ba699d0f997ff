"""Where a method is chosen by size: each such choice in one place, so that tests can draw all of them at random.

A closure is the same whatever they are; only time and memory depend on them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Switches:
    """Counts at which another method takes over.

    Attributes:
        few: pairs that are new in a transitive relation, up to which they are joined with all there is.
        shallow: rounds in which a transitive relation is closed edge by edge, before its circles are looked for.
        wide: how many times as many rows as pairs such a round may have.
        narrow: rows that such a round may have in any case.
        dense: nodes up to which what each reaches is a row of bits.
        chunk: rows that are concluded from at once.
        marked: keys from which on members are looked up by marks, and not by search.
        mirrored: rows from which on a pair is looked up in the order in which the rows stand.
        ratio: how many times as large as the next each sorted part of a relation is.
        short: kinds of terms up to which their codes have two bytes.
        circle: classes, or properties, that are equal from which on they are joined through one of them.
        order: 1 to join the smallest relation first, -1 the largest.
    """

    few: float = 256
    shallow: float = 4
    wide: float = 8
    narrow: float = 2**16
    dense: float = 8192
    chunk: int = 2**20
    marked: float = 2**15
    mirrored: float = 2**12
    ratio: float = 4
    short: float = 2**16
    circle: float = 16
    order: int = 1


SWITCHES = Switches()


@contextmanager
def switched(**values: float) -> Iterator[None]:
    """Have some of the switches at other *values* for a while."""
    before = {name: getattr(SWITCHES, name) for name in values}
    try:
        for name, value in values.items():
            setattr(SWITCHES, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(SWITCHES, name, value)

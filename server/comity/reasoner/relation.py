"""Relations as columns: the pairs of one predicate, or the members of one class, with how each of them follows.

What is added stays as a batch, which a rule reads from where it has
left off; the same keys stand sorted in a few parts, each some times as large as the next, for joins.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from comity.proofs.instance import Triple
from comity.reasoner.keys import Columns, Keys, Mask, Places, flip, merged, standing
from comity.reasoner.switches import SWITCHES

ASSERTED = -1
NOWHERE = -1


@dataclass(slots=True)
class Batch:
    """Keys that one firing of one rule has added.

    Attributes:
        keys: sorted, without duplicates.
        origin: the number of the instance that they follow by, one for all or one each; ASSERTED for none.
        witness: what the variables are that the conclusion does not have: shape (keys, variables); None for none.
        time: when it was added, by the engine's clock.
    """

    keys: Keys
    origin: int | Columns
    witness: Columns | None
    time: int

    def drop(self, places: Places) -> None:
        """Take out the keys at *places*."""
        self.keys = np.delete(self.keys, places)
        self.witness = None if self.witness is None else np.delete(self.witness, places, axis=0)
        self.origin = (
            self.origin if isinstance(self.origin, int) else np.delete(self.origin, places)
        )

    def origins(self) -> Columns:
        """Return the origin of each key."""
        return np.full(len(self.keys), self.origin, np.int32)


@dataclass(slots=True)
class Relation:
    """The pairs of one predicate, or the members of one class.

    Attributes:
        predicate: number of the predicate.
        class_: number of the class, for the members of a class; NOWHERE for pairs.
        readers: called when something is added.
    """

    predicate: int
    class_: int = NOWHERE
    batches: list[Batch] = field(default_factory=list)
    time: int = NOWHERE
    size: int = 0
    readers: list[Callable[[], None]] = field(default_factory=list)
    _parts: list[Keys] = field(default_factory=list)
    _flipped: list[Keys] = field(default_factory=list)
    _unflipped: list[Keys] | None = None

    @property
    def is_class(self) -> bool:
        """Whether these are the members of a class."""
        return self.class_ != NOWHERE

    def parts(self) -> list[Keys]:
        """Return the keys, sorted, in a few parts."""
        return self._parts

    def flipped(self) -> list[Keys]:
        """Return the keys with object before subject, sorted, in a few parts."""
        if self._unflipped is None:
            self._flipped, self._unflipped = [flip(part) for part in self._parts], []
        for keys in self._unflipped:
            _push(self._flipped, flip(keys))
        self._unflipped = []
        return self._flipped

    def all(self) -> Keys:
        """Return all keys, sorted."""
        if len(self._parts) > 1:
            self._parts[:] = [merged(self._parts)]
        return self._parts[0] if self._parts else np.empty(0, np.int64)

    def since(self, time: int, but: int | None = None) -> Keys:
        """Return the keys added after *time*, sorted, but for those whose origin is *but*."""
        if time < 0 and but is None:
            return self.all()
        found = []
        for batch in reversed(self.batches):
            if batch.time <= time:
                break
            if isinstance(batch.origin, int):
                if batch.origin != but:
                    found.append(batch.keys)
            else:
                found.append(batch.keys[batch.origin != but])
        return merged(found)

    def has(self, keys: Keys, flipped: bool = False) -> Mask:
        """Say of each of *keys* whether it is here; *flipped*, whether its pair is with its halves exchanged."""
        found = np.zeros(len(keys), np.bool_)
        for part in self.flipped() if flipped else self._parts:
            if not len(part):
                continue
            if self.is_class and len(keys) > SWITCHES.marked:
                found |= _marked(part, keys)
                continue
            places = np.searchsorted(part, keys)
            places[places == len(part)] = 0  # never equal: beyond the largest
            found |= part[places] == keys
        return found

    def add(self, keys: Keys, origin: int, witness: Columns | None, time: int) -> int:
        """Add those of *keys*, sorted and without duplicates, that are not here; return how many."""
        if self._parts:
            new = ~self.has(keys)
            if not new.all():
                keys = keys[new]
                witness = None if witness is None else witness[new]
        if len(keys):
            self.append(Batch(keys, origin, witness, time))
        return len(keys)

    def append(self, batch: Batch) -> None:
        """Take a batch of keys none of which is here."""
        self.batches.append(batch)
        self.time, self.size = batch.time, self.size + len(batch.keys)
        _push(self._parts, batch.keys)
        if self._unflipped is not None:
            self._unflipped.append(batch.keys)
        for wake in self.readers:
            wake()

    def find(self, key: int) -> tuple[Batch, int] | None:
        """Return the batch in which *key* stands, and its place there; None where it is not here."""
        for batch in self.batches:
            index = int(np.searchsorted(batch.keys, key))
            if index < len(batch.keys) and batch.keys[index] == key:
                return batch, index
        return None

    def where(self, keys: Keys) -> Iterator[tuple[Batch, Mask, Places]]:
        """Yield each batch that has some of *keys*, which of *keys* these are, and their places in it."""
        for batch in self.batches:
            inside, places = standing(batch.keys, keys)
            if len(places):
                yield batch, inside, places

    def follows(self, keys: Keys, origin: int, witness: Columns | None) -> Mask:
        """Say of each of *keys* whether it is here by *origin* with *witness*."""
        found = np.zeros(len(keys), np.bool_)
        for batch, inside, places in self.where(keys):
            by = (
                batch.origin == origin
                if isinstance(batch.origin, int)
                else batch.origin[places] == origin
            )
            if witness is not None and batch.witness is not None:
                by = by & (batch.witness[places, : witness.shape[1]] == witness[inside]).all(axis=1)
            found[inside] |= by
        return found

    def state(self, keys: Keys) -> None:
        """Have those of *keys* that are here by a rule as asserted."""
        for batch, _, places in self.where(keys):
            batch.origin = batch.origins()
            batch.origin[places] = ASSERTED

    def remove(self, keys: Keys) -> None:
        """Take *keys*, sorted, out, with how they follow."""
        for batch, _, places in list(self.where(keys)):
            batch.drop(places)
            self.size -= len(places)
        self.batches = [batch for batch in self.batches if len(batch.keys)]
        flipped = self.flipped() if self._unflipped is not None else []
        self._parts = [np.delete(part, standing(part, keys)[1]) for part in self._parts]
        self._flipped = [np.delete(part, standing(part, flip(keys))[1]) for part in flipped]


def _marked(members: Keys, keys: Keys) -> Mask:
    """Say of each of *keys* whether it is one of *members*: faster than a search where there are many of either."""
    last = int(members[-1])
    marks = np.zeros(last + 2, np.bool_)
    marks[members] = True
    found: Mask = marks[np.minimum(keys, last + 1)]
    return found


def _push(parts: list[Keys], keys: Keys) -> None:
    parts.append(keys)
    while len(parts) > 1 and len(parts[-2]) < SWITCHES.ratio * len(parts[-1]):
        parts[-2:] = [merged(parts[-2:])]


def triples_of(relation: Relation, keys: Iterable[int]) -> Iterator[Triple]:
    """Yield *keys* of *relation* as triples of numbers."""
    for key in keys:
        if relation.is_class:
            yield int(key), relation.predicate, relation.class_
        else:
            yield int(key) >> 32, relation.predicate, int(key) & 0xFFFFFFFF

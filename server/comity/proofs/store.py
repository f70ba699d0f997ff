"""Proofs on disk: columns that are read where they lie, so that one proof costs a few look-ups, however many there are.

The folder has the forms of all terms with where each begins and their order by form; for each relation, sorted, the
keys of its triples with the instance each follows by (negative for an asserted one), the values of the variables that
the conclusion does not have, and the file and line an asserted one stands at; the instances and the paths as JSON.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.proofs.instance import RuleInstance, Triple, filled
from comity.proofs.proof import TYPE, Names, Proof, Reason, prove

ARRAYS = ("starts", "order", "relations", "keys", "origins", "witnesses", "places")
READ = ("keys", "origins", "witnesses")
"""What a step is told from."""
Array = NDArray[Any]
KEPT = 2**14
"""How many numbers of terms are remembered, a count."""


def write(
    folder: Path,
    forms: Sequence[str],
    instances: Sequence[RuleInstance],
    paths: Sequence[str],
    **arrays: Array,
) -> None:
    """Write proofs into *folder*, which is made.

    Args:
        forms: N-Triples forms by the numbers of terms.
        instances: by their numbers.
        paths: of files, by their numbers.
        arrays: `relations`, shape (n, 4): predicate, class or -1, first row, row after the last; and by row
            `keys`, `origins`, `witnesses` (shape (n, most variables)), `places` (file and line, 0 for none).
    """
    folder.mkdir()
    encoded = [term.encode() for term in forms]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    arrays["starts"] = np.concatenate(([0], np.cumsum(lengths)))
    arrays["order"] = np.array(sorted(range(len(encoded)), key=encoded.__getitem__), np.int32)
    (folder / "forms").write_bytes(b"".join(encoded))
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", arrays[name])
    rows = [(i.rule, i.premises, i.conclusion, i.trivial) for i in instances]
    (folder / "instances.json").write_text(json.dumps({"instances": rows, "paths": list(paths)}))


def _mapped(array: Array) -> Array:
    """Return *array* as one that is quick to look into, and still lies where it is."""
    return np.asarray(array)


class Store:
    """The proofs of one snapshot."""

    def __init__(self, folder: Path) -> None:
        self._arrays = {name: _mapped(np.load(folder / f"{name}.npy", "r")) for name in ARRAYS}
        self._forms: Array = np.asarray(np.memmap(folder / "forms", np.uint8, "r"))
        self.number = lru_cache(KEPT)(self._number)
        """Gives the number of a term, -1 where there is none."""
        stored = json.loads((folder / "instances.json").read_text())
        self._instances, self._paths = stored["instances"], stored["paths"]
        self._type = self.number(TYPE)
        self._ranges = {
            (int(p), int(c)): (int(a), int(b)) for p, c, a, b in self._arrays["relations"]
        }

    def term(self, number: int) -> str:
        """Return what is written for a term."""
        return self._form(number).decode()

    def _form(self, number: int) -> bytes:
        starts = self._arrays["starts"]
        return self._forms[starts[number] : starts[number + 1]].tobytes()

    def _number(self, term: str) -> int:
        """Return the number of a term, -1 where there is none."""
        order, wanted = self._arrays["order"], term.encode()
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self._form(int(order[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        return int(order[low]) if low < len(order) and self._form(int(order[low])) == wanted else -1

    def proof(self, names: Names) -> Proof | None:
        """Return the proof of a triple, with the places of what is asserted; None where it does not hold."""
        if self._row(self.numbers(names)) is None:
            return None
        proof = prove(names, self._reason)
        for leaf in proof.leaves():
            file, line = self._place(leaf.triple)
            leaf.file, leaf.line = (self._paths[file], line) if line else ("", 0)
        return proof

    def __len__(self) -> int:
        """How many triples there are, asserted ones included."""
        return len(self._arrays["keys"])

    def steps(self) -> Iterator[tuple[Triple, tuple[Triple, ...]]]:
        """Yield each conclusion with the premises of the step that its proof ends with."""
        instances: dict[int, RuleInstance] = {}
        for (p, c), (low, high) in self._ranges.items():
            rows = zip(*(self._arrays[n][low:high].tolist() for n in READ), strict=True)
            for key, origin, witness in rows:
                if origin >= 0:
                    triple = (key, p, c) if c >= 0 else (key >> 32, p, key & 0xFFFFFFFF)
                    instance = instances.get(origin) or self._instance(origin)
                    instances[origin] = instance
                    yield triple, instance.premises_of(triple, witness[: len(instance.witnesses)])

    def concluding(self, triple: Triple) -> Iterator[tuple[str, list[Triple]]]:
        """Yield each instance that could conclude *triple*: its rule, and what it would need besides its axioms."""
        for rule, premises, conclusion, trivial in self._instances:
            bound = dict(zip(conclusion or (), triple, strict=False))
            if conclusion and all(
                variable in (value, min(variable, -1)) for variable, value in bound.items()
            ):
                patterns = [tuple(p) for index, p in enumerate(premises) if index not in trivial]
                yield rule, [filled(p, bound) for p in patterns if min(p) < 0]

    def matching(self, pattern: Triple) -> Iterator[Triple]:
        """Yield the triples of *pattern*, in which a negative number is a variable; its predicate is none."""
        s, p, o = pattern
        if p == self._type and o >= 0:
            yield from ((int(key), p, o) for key in self._keys(p, o) if s < 0 or key == s)
        elif p >= 0:
            keys = self._keys(p, -1)
            if s >= 0:
                keys = keys[np.searchsorted(keys, s << 32) : np.searchsorted(keys, (s + 1) << 32)]
            elif o >= 0:
                keys = keys[keys & 0xFFFFFFFF == o]
            pairs = ((int(key) >> 32, int(key) & 0xFFFFFFFF) for key in keys)
            yield from ((x, p, y) for x, y in pairs if o in (y, min(o, -1)) and (s != o or x == y))

    def _keys(self, predicate: int, class_: int) -> Array:
        low, high = self._ranges.get((predicate, class_), (0, 0))
        keys: Array = self._arrays["keys"][low:high]
        return keys

    def numbers(self, names: Names | tuple[()]) -> Triple:
        """Return a triple as numbers, -1 for a term that is not there."""
        s, p, o = map(self.number, names)
        return s, p, o

    def _row(self, triple: Triple) -> int | None:
        s, p, o = triple
        low, high = self._ranges.get((p, o if p == self._type else -1), (0, 0))
        key = s if p == self._type else s << 32 | o
        row = low + int(np.searchsorted(self._arrays["keys"][low:high], key))
        return row if min(triple) >= 0 and row < high and self._arrays["keys"][row] == key else None

    def _reason(self, names: Names) -> Reason | None:
        triple = self.numbers(names)
        row = self._row(triple)
        origin = -1 if row is None else int(self._arrays["origins"][row])
        if origin < 0:
            return None
        instance = self._instance(origin)
        witness = self._arrays["witnesses"][row][: len(instance.witnesses)].tolist()
        premises = instance.premises_of(triple, witness)
        rule = instance.rule
        return Reason(rule, tuple(self.written(premise) for premise in premises), instance.trivial)

    def _instance(self, number: int) -> RuleInstance:
        rule, premises, conclusion, trivial = self._instances[number]
        return RuleInstance(rule, tuple(map(tuple, premises)), tuple(conclusion), tuple(trivial))

    def written(self, triple: Triple) -> Names:
        """Return a triple in N-Triples forms, with ?1, ?2 … for variables."""
        s, p, o = (self.term(number) if number >= 0 else f"?{-number}" for number in triple)
        return s, p, o

    def _place(self, names: Names | tuple[()]) -> tuple[int, int]:
        row = self._row(self.numbers(names))
        file, line = (0, 0) if row is None else self._arrays["places"][row].tolist()
        return file, line

"""What rests on a triple: the conclusions whose proofs, as they are kept, use it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from comity.proofs.instance import Triple
from comity.proofs.proof import Names
from comity.proofs.store import Store

Uses = Mapping[Triple, Sequence[Triple]]


def uses(store: Store) -> Uses:
    """Return for each triple the conclusions that follow from it in one step, of the proofs in *store*."""
    found: dict[Triple, list[Triple]] = defaultdict(list)
    for conclusion, premises in store.steps():
        for premise in premises:
            found[premise].append(conclusion)
    return found


def resting(store: Store, known: Uses, names: Names) -> tuple[int, int]:
    """Return how many conclusions follow from a triple in one step, and how many in any number of them.

    Some may follow in another way too, of which no proof is kept: they would not all go with the triple.
    """
    start = store.numbers(names)
    first = set(known.get(start, ()))
    seen, waiting = set(first), list(first)
    while waiting:
        for conclusion in known.get(waiting.pop(), ()):
            if conclusion not in seen:
                seen.add(conclusion)
                waiting.append(conclusion)
    return len(first), len(seen - {start})

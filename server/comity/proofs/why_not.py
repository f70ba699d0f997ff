"""What is missing for a triple that does not hold: a rule that concludes it, and all of its premises but one."""

from collections.abc import Iterator

from comity.proofs.instance import Triple, filled, variables
from comity.proofs.proof import Names
from comity.proofs.store import Store

TRIED, STEPS = 200, 5000
"""How many triples are tried for one premise, and for all of them together: a stranger asks for this."""


def missing(store: Store, names: Names) -> tuple[str, Names] | None:
    """Return the rule and the one premise that *names*, which does not hold, would follow by; None for no such.

    Where several rules come near, it is the one with the most premises that do hold. What is left open in the
    premise is written as a variable. That anything would hold of something that is the same is passed over.
    """
    found = max(
        _near(store, store.numbers(names), iter(range(STEPS))),
        key=lambda near: near[0],
        default=None,
    )
    return None if found is None else (found[1], store.written(found[2]))


def _near(store: Store, triple: Triple, steps: Iterator[int]) -> Iterator[tuple[int, str, Triple]]:
    for rule, premises in store.concluding(triple) if min(triple) >= 0 else ():
        for index, premise in enumerate(() if rule.startswith("eq-") else premises):
            rest = [*premises[:index], *premises[index + 1 :]]
            bound = next(_solutions(store, rest, {}, steps), None) if rest else None
            if bound is not None:
                yield len(rest), rule, filled(premise, bound)


def _solutions(
    store: Store, patterns: list[Triple], bound: dict[int, int], steps: Iterator[int]
) -> Iterator[dict[int, int]]:
    """Yield what the variables of *patterns* may be, those with the fewest variables joined first."""
    if not patterns:
        yield bound
        return
    pattern = min(patterns, key=lambda p: len(variables([filled(p, bound)])))
    rest = [other for other in patterns if other is not pattern]
    wanted = filled(pattern, bound)
    for number, triple in enumerate(store.matching(wanted)):
        if number == TRIED or next(steps, None) is None:
            return
        found = {
            variable: value for variable, value in zip(wanted, triple, strict=True) if variable < 0
        }
        yield from _solutions(store, rest, bound | found, steps)

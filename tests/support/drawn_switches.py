"""All switches of the reasoner's methods, drawn at random from what makes each method take over at once to what is usual."""

from dataclasses import fields

from hypothesis import strategies as st

from comity.reasoner.switches import Switches

USUAL = {field.name: field.default for field in fields(Switches)}
LEAST = {"shallow": 0, "narrow": 0, "wide": 0, "ratio": 1.5, "order": -1}
"""What is the least of a switch, where that is not 1."""


def between(name, usual):
    """Draw a switch: its least, a little more, or what is usual."""
    least = LEAST.get(name, 1)
    if name == "order":
        return st.sampled_from([least, usual])
    return st.one_of(st.just(least), st.integers(1, 6).map(lambda n: least + n), st.just(usual))


SWITCHES = st.fixed_dictionaries({name: between(name, usual) for name, usual in USUAL.items()})


def at_random(chance):
    """Draw all of them by a source of chance, for graphs too large for hypothesis."""
    found = {}
    for name, usual in USUAL.items():
        least = LEAST.get(name, 1)
        few = [least, usual] if name == "order" else [least, least + chance.randint(1, 6), usual]
        found[name] = chance.choice(few)
    return found

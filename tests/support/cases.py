"""How many generated cases a differential test tries: a few in the suite, as many as COMITY_CASES says in a long run."""

import os
import random


def examples(usual):
    """Return how many cases a property-based test tries; `usual` where nothing is said."""
    return int(os.environ.get("COMITY_CASES", usual))


def cases(usual):
    """Yield as many seeded sources of chance."""
    for seed in range(examples(usual)):
        yield random.Random(seed)

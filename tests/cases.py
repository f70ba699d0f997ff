"""How many generated cases a differential test tries: a few in the suite, as many as COMITY_CASES says in a long run."""

import os
import random


def cases(usual):
    """Yield as many seeded sources of chance; `usual` where nothing is said."""
    for seed in range(int(os.environ.get("COMITY_CASES", usual))):
        yield random.Random(seed)

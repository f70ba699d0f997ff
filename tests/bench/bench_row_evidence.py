"""Evidence of rows beside the queries that give them, in one run: of one row of each canned query, and of all rows at once.

    python tests/bench/bench_row_evidence.py [--rounds 9]

Each canned query is asked of the published dossier with its example; it is measured in the process that answers it,
past every cache of answers: the query itself, the evidence of its first row, and its rows with their evidence. What is
printed are medians over the rounds in milliseconds, and two ratios: that of the evidence of a row, less 20 ms, to the query,
which is to be 3 at most; and that of the rows with evidence, a hundred at most, to the same rows without, which is to be
10 at most. The first time is apart: then the query is parsed.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import comity
from comity.query.request import Trace
from comity.rows.answer import evidence

ROOT = Path(__file__).parents[2]
ROWS = 100
MARGIN = 0.020
COUNT = iter(range(10**9))


def fresh(question):
    """Return *question* with another text, so that no cache of answers knows it; its parse does not count then."""
    return replace(question, max_bytes=question.max_bytes + next(COUNT))


def median(rounds, ask):
    """Return the first duration of *ask*, and the median of the rest, in seconds."""
    spent = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - start)
    return spent[0], statistics.median(spent[1:])


def limited(question):
    """Return *question* for a hundred rows at most."""
    return (
        replace(question, text=f"{question.text}\nLIMIT {ROWS}")
        if "LIMIT" not in question.text
        else question
    )


def measured(snapshot, query, rounds):
    engine = snapshot.engine
    question = engine.canned(query.name, dict(query.example))
    rows = json.loads(engine.answer(question).body)
    if "boolean" in rows or not rows["results"]["bindings"]:
        return None
    row = {name: written(term) for name, term in rows["results"]["bindings"][0].items()}
    few = limited(question)
    traced = replace(few, trace=Trace(None, engine.settings.evidence_statements))
    _, plain = median(rounds, lambda: engine.answer(fresh(question)))
    first, one = median(rounds, lambda: evidence(engine, fresh(question), row))
    _, hundred = median(rounds, lambda: engine.answer(fresh(few)))
    _, every = median(rounds, lambda: engine.answer(fresh(traced)))
    count = min(len(rows["results"]["bindings"]), ROWS)
    return count, plain, first, one, (one - MARGIN) / plain, hundred, every, every / hundred


def written(term):
    """Return a term of an answer in N-Triples."""
    if term["type"] == "uri":
        return f"<{term['value']}>"
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    text = json.dumps(term["value"], ensure_ascii=False)
    if "xml:lang" in term:
        return f"{text}@{term['xml:lang']}"
    return f"{text}^^<{term['datatype']}>" if "datatype" in term else text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    table, empty = [], []
    with tempfile.TemporaryDirectory() as home, comity.build(ROOT, home) as snapshot:
        for name, query in snapshot.engine.queries.items():
            found = measured(snapshot, query, rounds)
            (table.append((name, *found)) if found else empty.append(name))
    print(f"load of the machine: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}")
    print(f"{'query':42} rows   query   first     one  ratio   rows  +evidence  ratio")
    for name, count, plain, first, one, ratio, hundred, every, other in table:
        times = f"{plain * 1e3:7.2f} {first * 1e3:7.1f} {one * 1e3:7.2f} {ratio:6.1f}"
        print(f"{name:42} {count:4} {times} {hundred * 1e3:7.2f} {every * 1e3:9.1f} {other:6.1f}")
    print(f"of no row with these examples: {', '.join(empty)}")
    for what, index, most in (("one row", 5, 3), ("all rows", 8, 10)):
        ratios = [row[index] for row in table]
        over = [row[0] for row in table if row[index] > most]
        print(
            f"{what}: median ratio {statistics.median(ratios):.1f}, largest {max(ratios):.1f}; above {most}: {', '.join(over) or 'none'}"
        )


if __name__ == "__main__":
    main()

"""A writable server after very many commits: every index answers, and what it holds is bounded."""

import pytest

from bench.bench_endurance import run

pytestmark = pytest.mark.slow


def assert_sound(rows, kept):
    assert all(row["every_index_answers"] for row in rows)
    first, last = rows[len(rows) // 2], rows[-1]
    assert last["snapshots"] <= kept + 2
    assert last["descriptors"] <= first["descriptors"] + 5
    assert last["disk_mib"] <= first["disk_mib"] * 1.5


def test_fifty_commits_leave_every_index_answering():
    assert_sound(list(run(50, "--keep", "10")), 10)


def test_three_hundred_commits_leave_every_index_answering():
    assert_sound(list(run(300, "--keep", "50")), 50)

"""Whether a query names its dataset, and whether it has the same answer each time."""

import pytest

from comity.query.dataset import names_dataset
from comity.query.determinism import is_deterministic


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("SELECT * FROM <x:g> { ?s ?p ?o }", True),
        ("select * from named <x:g> { }", True),
        ("SELECT*FROM<x:g>{}", True),
        ("SELECT * { ?from ?p 'FROM' }", False),
        ("SELECT * # FROM <x:g>\n{ ?s ?p ?o }", False),
        ("SELECT * { <x:FROM> ?p ?o }", False),
        ("PREFIX from: <x:> SELECT * { from:a ?p ?o }", True),
    ],
)
def test_a_dataset_is_named_outside_of_braces(text, does):
    assert names_dataset(text) == does


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT (NOW() AS ?n) {}", False),
        ("SELECT (rand() AS ?n) {}", False),
        ("SELECT (UUID() AS ?n) {}", False),
        ("SELECT ('NOW()' AS ?n) {}", False),
        ("SELECT * { ?s ?p ?o } # now()", False),
        ("CONSTRUCT { [] ?p ?o } { ?s ?p ?o }", False),
    ],
)
def test_chance_and_time_are_noticed(text, is_so):
    """A word for them counts wherever it stands: too careful costs a validator, too bold an answer."""
    assert is_deterministic(text) == is_so

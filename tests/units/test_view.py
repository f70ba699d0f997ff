"""What a reader takes for so, from what the reader says to the graphs that are read."""

import pytest

from comity.errors import BadQuery, NotFound
from comity.query.view import View, require_plain
from comity.vocabulary import ASSERTED, UNCONTESTED, UNCONTESTED_ASSERTED

HEARD = {"a": "urn:claims:a", "b": "urn:claims:b"}


def test_nothing_said_is_everything():
    assert View.read({}) == View()
    assert View().graphs({}) == ()


@pytest.mark.parametrize(
    ("given", "graphs"),
    [
        ({"entailment": ["none"]}, (ASSERTED,)),
        ({"contested": ["exclude"]}, (UNCONTESTED,)),
        ({"entailment": ["none"], "contested": ["exclude"]}, (UNCONTESTED_ASSERTED,)),
        ({"perspective": ["a", "b"]}, ("", "urn:claims:a", "urn:claims:b")),
        ({"entailment": ["none", "rl"]}, (ASSERTED,)),
        ({"query": ["x"], "entailment": []}, ()),
    ],
)
def test_a_choice_is_a_list_of_graphs(given, graphs):
    assert View.read(given).graphs(HEARD) == graphs


def test_what_is_no_choice_is_refused_by_name():
    with pytest.raises(BadQuery, match=r"entailment is 'rdfs'; it must be rl or none"):
        View(entailment="rdfs").graphs({})
    with pytest.raises(NotFound, match=r"Nobody called c .* heard: a, b\."):
        View(perspectives=("c",)).graphs(HEARD)
    with pytest.raises(BadQuery, match="names its dataset by FROM"):
        require_plain(View(contested="exclude"), "FROM")
    require_plain(View(), "FROM")

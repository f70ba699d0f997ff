"""The errors there are: as drawn, as classes, and as statuses of HTTP."""

import inspect
import re

import pytest

from comity import errors
from comity.web.problems import STATUS, status_of

CLASSES = {
    name: kind
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, errors.ComityError)
}
NEVER = {"BadInput", "SnapshotError", "Diverged", "ServeError", "WriteError", "QueryError"}
"""What no request can cause, and the two that only others are made of."""


def drawn():
    """Yield each error of the drawing with the one that it hangs from."""
    above = ["ComityError"]
    for line in errors.__doc__.splitlines():
        if found := re.match(r"([│ ]*)[├└]── (\w+)", line):
            depth = len(found[1]) // 4 + 1
            above[depth:] = [found[2]]
            yield found[2], above[depth - 1]


def test_the_drawing_is_of_the_classes():
    tree = dict(drawn())
    assert len(tree) > 20
    assert tree == {
        name: kind.__mro__[1].__name__ for name, kind in CLASSES.items() if name != "ComityError"
    }


@pytest.mark.parametrize("name", sorted(CLASSES.keys() - NEVER - {"ComityError"}))
def test_every_error_of_a_request_has_a_status(name):
    assert CLASSES[name] in STATUS
    made = CLASSES[name].__new__(CLASSES[name])
    assert status_of(made) == STATUS[CLASSES[name]]


def test_an_error_below_another_has_its_status():
    class Narrower(errors.BadQuery):
        pass

    assert status_of(Narrower("x")) == STATUS[errors.BadQuery]
    assert status_of(errors.SnapshotError("x")) is None


def test_a_problem_of_no_type_is_called_by_its_status(client):
    reply = client.get("/sparql", query="SELECT nonsense")
    assert '"title": "Bad Request"' in reply.text
    assert '"error": "BadQuery"' in reply.text

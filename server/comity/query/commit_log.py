"""What travels between the server and the process that commits: what is to be written, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL Update.

    Attributes:
        author: whose token it came with.
        text: the request, one operation or several.
        using, using_named: the dataset that its WHERE clauses read, where the protocol gives one; else empty.
    """

    author: str
    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphWrite:
    """The content of one graph, to be put in its place or added to it.

    Attributes:
        author: whose token it came with.
        graph: its IRI.
        parts: serialised triples, each with the short name of its format.
        replaces: whether they take the place of what the graph has.
        match: the versions of which the graph must have one for this to be done, "*" for any; None for no condition.
        none_match: the versions of which it may have none, "*" for any; None for no condition.
        must_exist: whether a graph that is not there is an error.
        context: the address under which the server gives its JSON-LD context.
    """

    author: str
    graph: str
    parts: tuple[tuple[bytes, str], ...] = ()
    replaces: bool = False
    match: tuple[str, ...] | None = None
    none_match: tuple[str, ...] | None = None
    must_exist: bool = False
    context: str = ""


Write = Update | GraphWrite


def version(digest: str) -> str:
    """Return the version of a graph whose file has *digest*."""
    return digest[:32]


@dataclass(frozen=True, slots=True)
class Committed:
    """What came of a write: the folder of the snapshot that has it, and what it changed.

    Attributes:
        snapshot: the folder; that of the current snapshot where nothing changed.
        added, removed: counts of quads in the graphs of the dossier.
        inferred, retracted: counts of inferred triples that came and went.
        existed: whether the graph that was written was there before.
        seconds: how long each step took.
    """

    snapshot: str
    added: int
    removed: int
    inferred: int
    retracted: int
    existed: bool
    seconds: dict[str, float]


Commit = Callable[[Write], Committed]
"""Does a write, or raises why it is not done; the web is given one and knows no more of who commits."""

"""The published graph as the tools see it: who is asked, and where an answer stays for good."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from comity.errors import NotFound
from comity.namespace import Namespace
from comity.query.engine import Engine
from comity.query.view import Asked, View
from comity.reading.asking import Reader, Rows, read_rows
from comity.reading.ontology import Ontology, of_snapshot
from comity.search.finding import opened
from comity.search.index import FILE

BASE: ContextVar[str] = ContextVar("base", default="")
"""Scheme and host that a client reached the server by; empty where it speaks over standard input."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What is published now.

    Attributes:
        engine: returns the engine of the current snapshot.
    """

    engine: Callable[[], Engine]

    def reader(self, view: View | None = None) -> Reader:
        """Return who reads the current snapshot in *view*."""
        asked, chosen = self.engine(), view or View()

        def ask(question: str) -> Rows:
            return read_rows(asked.answer(asked.question(question, view=chosen)).body)

        return Reader(ask, claimants=asked.claimants, namespace=asked.namespace)

    @property
    def namespace(self) -> Namespace:
        """What the graphs and things of the current snapshot are called."""
        return self.engine().namespace

    @property
    def snapshot(self) -> str:
        """The name of the current snapshot."""
        return self.engine().snapshot.path.name

    def link(self, path: str, arguments: Asked | None = None) -> str:
        """Return the address at which an answer of this snapshot stays, without a host where none is known."""
        query = f"?{urlencode(arguments, doseq=True)}" if arguments else ""
        return f"{BASE.get()}/snapshots/{self.snapshot}/{quote(path.lstrip('/'))}{query}"

    def link_of(self, iri: str) -> str:
        """Return the address of the page of *iri*; of the search for it where it has no page of its own."""
        path = self.namespace.path_of(iri)
        return self.link(path) if path else self.link("search", {"q": iri})

    def ontology(self) -> Ontology:
        """Return what the ontology's files state."""
        return of_snapshot(self.reader(), self.snapshot)

    @contextmanager
    def index(self) -> Iterator[sqlite3.Connection]:
        """Open the index of names and texts.

        Raises:
            NotFound: the snapshot has none.
        """
        path = self.engine().snapshot.path / FILE
        if not path.is_file():
            raise NotFound("This snapshot has no index to search; build it again.")
        with opened(path) as found:
            yield found


def words_of(view: View) -> str:
    """Tell in words what is taken for so."""
    parts = [
        "with what is inferred" if view.entailment == "rl" else "only what is asserted",
        "contested statements included"
        if view.contested == "include"
        else "contested statements left out",
    ]
    if view.perspectives:
        parts.append(f"as {' and '.join(view.perspectives)} would have it")
    return ", ".join(parts)

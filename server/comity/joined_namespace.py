"""The namespace of several dossiers in one snapshot: the first as if it were alone, the others each under a mark of its own."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from comity.namespace import BESIDE, SHARED, Namespace, begins
from comity.vocabulary import GRAPH

MARK = "~"


@dataclass(frozen=True)
class JoinedNamespace(Namespace):
    """The names of a dossier and of those that stand beside it.

    On a server the thing `country/x` of the dossier *oslo* is at `/id/~oslo/country/x`, and its short name is
    `~oslo/country/x`.

    Attributes:
        beside: the names of the others and their bases.
        aliases: IRIs of states that another speaks of, and what they are read as.
    """

    beside: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    @cached_property
    def others(self) -> dict[str, Namespace]:
        """The namespaces of the others, by their marks."""
        return {MARK + name: Namespace(base) for name, base in self.beside}

    @property
    def datasets(self) -> tuple[str, ...]:
        """The IRIs of all dossiers that it is of."""
        return (self.dataset, *(other.dataset for other in self.others.values()))

    def is_graph(self, iri: str) -> bool:
        """Tell whether *iri* is named as the graphs of one of the dossiers are."""
        return super().is_graph(iri) or any(o.is_graph(iri) for o in self.others.values())

    def graph_of(self, path: PurePosixPath) -> str:
        """Return the IRI of the graph that a file is, of another dossier in the folder that has its name."""
        if path.is_relative_to(BESIDE):
            return self.others[MARK + path.parts[1]].graph_of(PurePosixPath(*path.parts[2:]))
        return super().graph_of(path)

    def file_of(self, iri: str) -> PurePosixPath | None:
        """Return the file that the graph *iri* is, of whichever dossier."""
        for mark, other in self.others.items():
            if iri.startswith(other.graph) and (path := other.file_of(iri)):
                return BESIDE / mark.removeprefix(MARK) / path
        return super().file_of(iri)

    def path_of(self, iri: str) -> str | None:
        """Return where a server answers for *iri*: of another dossier behind its mark."""
        for mark, other in self.others.items():
            if iri.startswith(other.base) and not iri.startswith(SHARED):
                head, _, rest = iri.removeprefix(other.base).partition("/")
                return f"{head}/{mark}/{rest}" if rest else None
        return super().path_of(iri)

    def at(self, path: str) -> tuple[str, ...]:
        """Return the IRIs that a server can answer for at *path*; a state of two dossiers has one."""
        head, _, rest = path.partition("/")
        mark, _, rest = rest.partition("/")
        if mark in self.others:
            return (self.meant(f"{self.others[mark].base}{head}/{rest}"),)
        return super().at(path)

    def meant(self, iri: str) -> str:
        """Return what *iri* is read as."""
        return dict(self.aliases).get(iri, iri)

    def full(self, short: str) -> str:
        """Return the IRI of the thing that *short* means."""
        mark, _, rest = short.partition("/")
        if mark in self.others:
            return self.meant(self.others[mark].full(rest))
        return self.meant(super().full(short))

    def shortened(self, iri: str) -> str:
        """Return *iri* as short as `full` reads it."""
        for mark, other in self.others.items():
            if other.space_of(iri):
                return f"{mark}/{iri.removeprefix(other.things)}"
        return super().shortened(iri)

    def is_graph_of(self, variable: str, folder: str) -> str:
        """Return a condition of SPARQL: that *variable* is a graph of *folder* of one of the dossiers."""
        graphs = (self.graph, *(other.graph for other in self.others.values()), GRAPH)
        return begins(variable, [f"{graph}{folder}/" for graph in graphs])

    def is_thing(self, variable: str) -> str:
        """Return a condition of SPARQL: that *variable* is a thing of one of the dossiers."""
        return begins(variable, [self.things, *(other.things for other in self.others.values())])

    def space_of(self, iri: str) -> str:
        """Return how the things of the dossier begin that *iri* is one of; nothing where it is of none."""
        found = (other.space_of(iri) for other in self.others.values())
        return super().space_of(iri) or next(filter(None, found), "")

    def told(self, text: str) -> str:
        """Return *text*, which is prose, with the IRIs of things and graphs as a reader is told them."""
        for mark, other in self.others.items():
            text = text.replace(other.things, f"{mark}/")
        return super().told(text)

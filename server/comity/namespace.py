"""The namespace of a dossier: all of its IRIs from its base, a file's path ↔ its graph's IRI, an IRI ↔ its path on a server."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from comity.vocabulary import BASE, CLAIMS, DERIVED, PREFIXES, prefixed
from comity.vocabulary import GRAPH as COMITY_GRAPHS

ELSEWHERE = PurePosixPath("data", "elsewhere")
"""Where a graph whose name is not the dossier's has its file: the name, percent-encoded."""
PACKAGE = PurePosixPath(".comity")
"""Where a snapshot keeps what comes with Comity: the published ontology and the general questions."""
BESIDE = PurePosixPath(".beside")
"""Where a folder has the dossiers that are published with the one in it: a folder each, by its name."""
NAME_BYTES, PATH_BYTES = 255, 1024
PART = re.compile(r"\w[\w.~-]*")
"""What a folder or file of a dossier may be called, its marks aside: letters and digits of any script, and a few signs."""
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
KIND = re.compile(r"[a-z][a-z0-9-]*(?=/)")
ENDING = ".ttl"
SHARED = (
    BASE + "ontology",
    BASE + "shape",
    BASE + "graph/ontology/",
    BASE + "graph/shapes/",
    *DERIVED,
)
"""What the IRIs of Comity's own begin with, which every server answers for."""


@dataclass(frozen=True)
class Namespace:
    """The names of a dossier whose IRIs begin with *base*; those of the ontology and of the graphs of a build are Comity's."""

    base: str = BASE

    @property
    def dataset(self) -> str:
        """The IRI of the dossier as a dataset."""
        return self.base + "dataset"

    @property
    def graph(self) -> str:
        """How the IRIs of its graphs begin."""
        return self.base + "graph/"

    @property
    def things(self) -> str:
        """How the IRIs of its things begin."""
        return self.base + "id/"

    @property
    def datasets(self) -> tuple[str, ...]:
        """The IRIs of all dossiers that it is of."""
        return (self.dataset,)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that its texts use, those of the kinds of things aside."""
        return PREFIXES | {"graph": self.graph}

    def is_graph(self, iri: str) -> bool:
        """Tell whether *iri* is named as the graphs of the dossier are, or those that come with Comity."""
        return iri.startswith((self.graph, COMITY_GRAPHS))

    def is_of_itself(self, iri: str) -> bool:
        """Tell whether *iri* is no thing that a dossier is about, but a file of it, or the dossier."""
        return self.is_graph(iri) or iri.startswith(self.datasets)

    def graph_of(self, path: PurePosixPath) -> str:
        """Return the IRI of the graph that a dossier's file is.

        Args:
            path: relative to the dossier's root, `data/treaties/x.ttl` or `ontology/shapes/x.ttl`.
        """
        if path.is_relative_to(PACKAGE):
            return Namespace().graph_of(path.relative_to(PACKAGE))
        if path.parent == ELSEWHERE and ABSOLUTE.fullmatch(name := unquote(path.stem)):
            return name
        head, *rest = path.with_suffix("").parts
        if head == "ontology" and (rest[0] != "shapes" or len(rest) == 1):
            rest = [head, *rest]
        return self.graph + "/".join(rest)

    def file_of(self, iri: str) -> PurePosixPath | None:
        """Return the file of a dossier that the graph *iri* is; None where it can be none.

        It is the inverse of `graph_of`: whatever that would not read back as *iri* is no file.
        """
        path = None if self.is_made(iri) else self._file(iri)
        if path is None or len(str(path).encode()) > PATH_BYTES or self.graph_of(path) != iri:
            return None
        return path if all(len(part.encode()) <= NAME_BYTES for part in path.parts) else None

    def is_made(self, iri: str) -> bool:
        """Tell whether the graph *iri* is one that a build makes, or would be answered for at the address of one."""
        return iri in DERIVED or BASE + iri.removeprefix(self.base) in DERIVED

    def _file(self, iri: str) -> PurePosixPath | None:
        if not iri.startswith(self.graph):
            if iri.startswith(COMITY_GRAPHS):
                return None
            return ELSEWHERE / (quote(iri, safe="") + ENDING)
        head, *rest = parts = iri.removeprefix(self.graph).split("/")
        if not all(map(_is_part, parts)) or any(part.endswith(ENDING) for part in parts[:-1]):
            return None
        folders = {"ontology": ("ontology", *rest), "shapes": ("ontology", "shapes", *rest)}
        path = PurePosixPath(*folders.get(head, ("data", *parts)))
        return path.with_name(path.name + ENDING) if rest or head not in folders else None

    def path_of(self, iri: str) -> str | None:
        """Return where a server answers for *iri*, as a path without its leading slash; None where it does not."""
        if iri.startswith(self.base) and iri != self.base:
            return iri.removeprefix(self.base)
        return iri.removeprefix(BASE) if iri.startswith(SHARED) else None

    def at(self, path: str) -> tuple[str, ...]:
        """Return the IRIs that a server can answer for at *path*, which has no leading slash, the likeliest first."""
        is_shared = (BASE + path).startswith(SHARED)
        return tuple(dict.fromkeys((self.base + path, *([BASE + path] if is_shared else []))))

    def thing(self, iri: str) -> tuple[str, str] | None:
        """Return kind and name of the thing *iri*; None where it is none of the dossier's."""
        rest = iri.removeprefix(self.things)
        kind = KIND.match(rest) if rest != iri else None
        return (kind[0], rest[kind.end() + 1 :]) if kind else None

    def full(self, short: str) -> str:
        """Return the IRI of the thing that *short* means: `treaty:union-1997`, or `treaty/union-1997`."""
        return self.things + short.replace(":", "/", 1)

    def meant(self, iri: str) -> str:
        """Return what *iri* is read as, which is another only where several dossiers are published together."""
        return iri

    def shortened(self, iri: str) -> str:
        """Return *iri* as a prefixed name where a prefix fits, else what `full` reads, else the IRI itself."""
        return prefixed(iri, self.prefixes).removeprefix(self.things)

    def shortened_in(self, text: str) -> str:
        """Return *text*, which is SPARQL, with its IRIs as a reader is told them."""
        return re.sub(r"<([^<>\s]+)>", lambda found: self.shortened(found[1]), text)

    def is_graph_of(self, variable: str, folder: str) -> str:
        """Return a condition of SPARQL: that *variable* is a graph of *folder*, be it the dossier's or Comity's."""
        return begins(variable, [f"{one}{folder}/" for one in (self.graph, COMITY_GRAPHS)])

    def is_thing(self, variable: str) -> str:
        """Return a condition of SPARQL: that *variable* is a thing of the dossier."""
        return begins(variable, [self.things])

    def space_of(self, iri: str) -> str:
        """Return how the things of the dossier begin that *iri* is one of; nothing where it is none."""
        return self.things if iri.startswith(self.things) else ""

    def told(self, text: str) -> str:
        """Return *text*, which is prose, with the IRIs of things and graphs as a reader is told them."""
        beginning = rf"(?<![\w<\"/]){re.escape(self.base)}(id/|graph/)(?=[\w%])"
        return re.sub(beginning, lambda found: "graph:" if found[1] == "graph/" else "", text)


def begins(variable: str, spaces: Iterable[str]) -> str:
    """Return a condition of SPARQL: that the IRI *variable* begins with one of *spaces*."""
    return " || ".join(f'STRSTARTS(STR({variable}), "{one}")' for one in dict.fromkeys(spaces))


def is_claims(graph: str) -> bool:
    """Tell whether *graph* is one of what somebody claims, of whichever dossier."""
    return CLAIMS in graph


def is_of_claims(path: PurePosixPath) -> bool:
    """Tell whether the file at *path* of a dossier is of what somebody claims."""
    return "/data/claims/" in f"/{path.as_posix()}"


def claimant_of(graph: str) -> str:
    """Return whose claims a graph has, as a reader names them."""
    return graph.rpartition(CLAIMS)[2]


def claimants(files: Iterable[str], namespace: Namespace) -> dict[str, str]:
    """Return the graphs of those whose claims have one among *files*, by the name of the file.

    Of two dossiers that have one of a name each, the second is told by its number, as ministry~2.
    """
    found: dict[str, str] = {}
    paths = filter(is_of_claims, map(PurePosixPath, files))
    for path in sorted(paths, key=lambda path: (path.is_relative_to(BESIDE), path)):
        graph = namespace.graph_of(path)
        name = claimant_of(graph)
        same = [other for other in found.values() if claimant_of(other) == name]
        found[f"{name}~{len(same) + 1}" if same else name] = graph
    return found


def _is_part(name: str) -> bool:
    """Tell whether a folder or file may be called *name*: a mark, as of a vowel or an accent, belongs to its letter."""
    plain = "".join(sign for sign in name if not unicodedata.category(sign).startswith("M"))
    return PART.fullmatch(plain) is not None and plain[0] == name[0]

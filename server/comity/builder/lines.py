"""Where in a dossier's files a thing is described: its file and line, for a sentence to begin with."""

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from comity.builder.dossier import Dossier, SourceFile


class Places:
    """Finds the file and line at which an IRI is a subject."""

    def __init__(self, dossier: Dossier, quads: Iterable[Quad]) -> None:
        self._files = {file.graph: file for file in dossier.files}
        self._graphs: dict[str, str] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
                self._graphs.setdefault(quad.subject.value, quad.graph_name.value)

    def of(self, iri: str) -> str:
        """Return `path, line n: ` for *iri*, or nothing where no file describes it."""
        file = self._files.get(self._graphs.get(iri, ""))
        return f"{file.path}, line {line_of(file, iri)}: " if file else ""


def line_of(file: SourceFile, iri: str) -> int:
    """Return the first line of *file* that begins with *iri*, else the first that names it, else 1."""
    name = re.escape(re.split(r"[/#]", iri)[-1])
    subject = re.compile(rf"(<{re.escape(iri)}>|[\w-]*:{name})(?![\w-])")
    mention = re.compile(rf"(?<![\w-]){name}(?![\w-])|<{re.escape(iri)}>")
    lines = file.content.decode("utf-8", "replace").splitlines()
    for found in (subject.match, mention.search):
        for number, line in enumerate(lines, 1):
            if found(line):
                return number
    return 1

"""The texts of sources that are at hand: those given, and those that a sheet of sources names."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from comity.authoring.names import iri
from comity.authoring.passages import count, digest
from comity.authoring.quotations import Text
from comity.authoring.rows import Row, text_of
from comity.authoring.statements import Statements
from comity.errors import SourceError
from comity.vocabulary import TERM


def read_text(path: Path) -> str:
    """Return a text as its characters are counted: read as UTF-8, line ends as they are.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as a UTF-8 text ({error}); name the text that passages point into, saved as UTF-8.") from error  # fmt: skip


class TextsAtHand:
    """Finds the text of a source: by the SHA-256 that the dossier has of it, or that its row says."""

    def __init__(self, paths: Iterable[Path], digests: Mapping[str, str]) -> None:
        """Take the files given, and the digests of sources and passages by their IRIs."""
        self._texts = {digest(text): Text(text) for text in map(read_text, paths)}
        self._digests = dict(digests)

    def of(self, source: str) -> Text | None:
        """Return the text of a source, if it is at hand."""
        return self._texts.get(self._digests.get(source, ""))

    def digest_of(self, subject: str) -> str:
        """Return the digest that the dossier has of a source or a passage; empty for none."""
        return self._digests.get(subject, "")

    def add(self, row: Row, said: Statements) -> None:
        """Take the text that a row about a source names, from the folder of its sheet, and say its digest and length."""
        for cell in row.cells:
            if cell.column.value == "file":
                try:
                    text = read_text(row.sheet.file.parent / text_of(cell.value))
                except SourceError as error:
                    said.faults.append(f"{cell.place}: {error}")
                    continue
                found = digest(text)
                self._texts.setdefault(found, Text(text))
                self._digests[row.iri] = found
                said.say(row.iri, TERM + "sha256", Literal(found))
                said.say(row.iri, TERM + "characterCount", count(len(text)))


def digests(triples: Iterable[Triple]) -> dict[str, str]:
    """Return the SHA-256 that *triples* have of each source and passage, by its IRI."""
    wanted = NamedNode(iri("comity:sha256"))
    return {t.subject.value: t.object.value for t in triples if t.predicate == wanted and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)}  # fmt: skip

"""What became of passages that were looked for, in words, and the files that they change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from comity.authoring.changes import Change
from comity.authoring.marked_text import marked_spans
from comity.authoring.passage_files import PassagesOfSource
from comity.authoring.passage_renewal import Renewal, renewal
from comity.authoring.quotations import Span, Text
from comity.authoring.texts import read_text
from comity.builder.dossier import Dossier
from comity.errors import BadInput

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Done:
    """The files that change, a line for each passage, and whether some could not be found."""

    changes: list[Change]
    lines: list[str]
    is_incomplete: bool = False


def added(
    dossier: Dossier, path: Path, named: str, quotes: Sequence[str], marked: Path | None
) -> Done:
    """Add the passages that words, or marks in a copy, name.

    Raises:
        BadInput: words are not in the text, or in several places; or none are named.
        SourceError: a text cannot be read.
    """
    text = Text(read_text(path))
    wanted = [("", _one(text, words)) for words in quotes]
    if marked:
        wanted += marked_spans(read_text(marked), text.text)
    if not wanted:
        raise BadInput("No passage is named; say --quote with its words, or --marked with a copy that has [[name| words ]].")  # fmt: skip
    changes, found = PassagesOfSource(dossier, named, text.text).add(wanted)
    return Done(changes, [_told(text, passage, span) for passage, span in found])


def renewed(dossier: Dossier, path: Path, named: str, old: Path | None) -> Done:
    """Find the passages of a source again in a new edition of its text.

    Raises:
        BadInput: the source has none, or the old text is another.
        SourceError: a text cannot be read.
    """
    text = Text(read_text(path))
    of_source = PassagesOfSource(dossier, named, text.text)
    passages = of_source.all()
    if not passages:
        raise BadInput(f"{of_source.source.value} has no passages; there is nothing to renew.")
    found = renewal(passages, text.text, read_text(old) if old else None)
    changes = of_source.moved([*found.moved, *found.changed])
    return Done(changes, [*_lines(text, found)], bool(found.lost or found.several))


def _one(text: Text, words: str) -> Span:
    """Return the only place of *words*."""
    found = text.find(words)
    if len(found) == 1:
        return found[0]
    shown = words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"
    if not found:
        raise BadInput(f"The words {shown!r} are not in the text; mend them, or name the text that has them.")  # fmt: skip
    places = "; ".join(map(text.around, found))
    raise BadInput(f"The words {shown!r} stand in {len(found)} places: {places}; quote more of them, or mark a copy.")  # fmt: skip


def _told(text: Text, passage: NamedNode, span: Span) -> str:
    words = " ".join(text.text[span.start : span.end].split())
    near = f", nearly: {words}" if span.is_near else ""
    return f"<{passage.value}>: {span}{near}"


def _lines(text: Text, found: Renewal) -> Iterator[str]:
    for passage, span in found.moved:
        yield f"moved <{passage.iri.value}>: {passage.span} → {span}"
    for passage, span in found.changed:
        yield f"changed {_told(text, passage.iri, span)}"
    for passage, spans in found.several:
        yield f"open <{passage.iri.value}>: its words stand in {len(spans)} places: {'; '.join(map(text.around, spans))}"
    for passage in found.lost:
        yield f"lost <{passage.iri.value}>, {passage.span} of the old text: its words are not in the new one; quote others for the claims that it supports, or take it out."
    yield f"{len(found.kept)} stay, {len(found.moved)} moved, {len(found.changed)} changed, {len(found.several)} open, {len(found.lost)} lost."

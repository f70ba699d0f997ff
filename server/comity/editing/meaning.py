"""What a name means that stands in a document: for whoever hovers, and whoever goes to where it is described."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.workspace import TextDocument

from comity.builder.locations import location_of
from comity.builder.package import on_disk
from comity.editing.diagnostics import span
from comity.editing.documents import Word, iri_of, prefixes, word_at
from comity.editing.index import Entry, Spot
from comity.editing.open_dossier import OpenDossier
from comity.finding import counted
from comity.vocabulary import shortened


def _entry_at(
    document: TextDocument, position: types.Position, dossier: OpenDossier
) -> tuple[Word, Entry] | None:
    """Return the name at *position* and what the dossier says of it; None where there is no such name."""
    word = word_at(document.source, document.offset_at_position(position))
    entry = dossier.find(iri_of(word.text, prefixes(document.source))) if word else None
    return (word, entry) if word and entry else None


def hover(
    document: TextDocument, position: types.Position, dossier: OpenDossier
) -> types.Hover | None:
    """Return what the name at *position* means, as Markdown: its label and classes, its definition, and its use."""
    found = _entry_at(document, position, dossier)
    if found is None:
        return None
    word, entry = found
    parts = (_head(entry), entry.definition, _use(entry), f"`{entry.iri}`")
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(filter(None, parts)))
    return types.Hover(content, span(document, word.start, word.end))


def _head(entry: Entry) -> str:
    classes = ", ".join(f"`{shortened(name)}`" for name in dict.fromkeys(entry.types))
    return " ".join(filter(None, (f"**{entry.label}**" if entry.label else "", classes)))


def _use(entry: Entry) -> str:
    files = len({file.path for file, _ in entry.uses})
    used = f"{counted(len(entry.uses), 'time')} in {counted(files, 'file')}"
    described = "" if entry.described else "Described nowhere in this dossier. "
    return f"{described}Used {used if entry.uses else 'nowhere in it'}."


def definition(
    document: TextDocument, position: types.Position, dossier: OpenDossier
) -> types.Location | None:
    """Return where the name at *position* is described; None where it is not."""
    found = _entry_at(document, position, dossier)
    described = found[1].described if found else None
    return _place(dossier.root, described) if described else None


def uses(
    document: TextDocument, position: types.Position, dossier: OpenDossier, and_description: bool
) -> list[types.Location]:
    """Return where the name at *position* is used, and before that where it is described if that is wanted."""
    found = _entry_at(document, position, dossier)
    if found is None:
        return []
    entry = found[1]
    described = [entry.described] if and_description and entry.described else []
    return [_place(dossier.root, spot) for spot in (*described, *entry.uses)]


def _place(root: Path, spot: Spot) -> types.Location:
    """Return where *spot* of the dossier at *root* is."""
    file, offset = spot
    at = location_of(file, offset)
    start = types.Position(at.line - 1, at.column - 1)
    return types.Location(on_disk(root, file.path).as_uri(), types.Range(start, start))


def path_of(uri: str) -> Path | None:
    """Return the file that *uri* is; None where it is none of this machine.

    Source: RFC 8089 https://www.rfc-editor.org/rfc/rfc8089
    """
    parts = urlsplit(uri)
    return Path(unquote(parts.path)).resolve() if parts.scheme == "file" else None

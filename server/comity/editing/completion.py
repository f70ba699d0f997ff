"""What may stand where one writes: names of things and terms, and prefixes.

Source: Language Server Protocol 3.17, completion https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_completion
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lsprotocol import types
from pygls.workspace import TextDocument

from comity.editing.diagnostics import declaration, span
from comity.editing.documents import Word, place, prefixes, word_at
from comity.editing.index import Entry
from comity.editing.open_dossier import OpenDossier

KINDS = {
    "class": types.CompletionItemKind.Class,
    "property": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
}
MOST = 500
"""How many names are offered at once; whoever goes on writing gets the others."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A name that is begun in a document, and the namespaces that are known there, by prefix."""

    document: TextDocument
    word: Word
    namespaces: Mapping[str, str]

    @property
    def range(self) -> types.Range:
        return span(self.document, self.word.start, self.word.end)

    def declared(self, prefix: str) -> list[types.TextEdit]:
        """Return the change that declares *prefix*, where the document does not."""
        if prefix in prefixes(self.document.source):
            return []
        return [declaration(self.document, prefix, self.namespaces[prefix])]


def completions(
    document: TextDocument, position: types.Position, dossier: OpenDossier
) -> types.CompletionList:
    """Return what may stand at *position*: names of the prefix that is written there, else prefixes."""
    text, offset = document.source, document.offset_at_position(position)
    found = word_at(text, offset)
    word = Word(text[found.start : offset], found.start, offset) if found else Word("", offset, offset)  # fmt: skip
    begun = _Begun(document, word, {**dossier.prefixes, **prefixes(text)})
    prefix, is_name, local = word.text.partition(":")
    if not is_name:
        items = [_prefix(begun, name) for name in sorted(begun.namespaces)]
        return types.CompletionList(is_incomplete=False, items=items)
    namespace = begun.namespaces.get(prefix)
    entries = [*dossier.within(namespace + local)] if namespace else []
    wanted = place(text, word.start)
    entries.sort(key=lambda entry: (entry.kind != wanted, entry.iri))
    items = [*_names(begun, prefix, entries[:MOST])]
    return types.CompletionList(is_incomplete=len(entries) > MOST, items=items)


def _prefix(begun: _Begun, prefix: str) -> types.CompletionItem:
    return types.CompletionItem(
        label=f"{prefix}:",
        kind=types.CompletionItemKind.Module,
        detail=begun.namespaces[prefix],
        text_edit=types.TextEdit(begun.range, f"{prefix}:"),
        additional_text_edits=begun.declared(prefix),
    )


def _names(begun: _Begun, prefix: str, entries: list[Entry]) -> Iterator[types.CompletionItem]:
    """Yield *entries* of the namespace of *prefix*, in their order."""
    namespace, declared = begun.namespaces[prefix], begun.declared(prefix)
    for number, entry in enumerate(entries):
        name = f"{prefix}:{entry.iri.removeprefix(namespace)}"
        written = f"<{entry.iri}>" if "/" in name else name
        yield types.CompletionItem(
            label=written,
            kind=KINDS[entry.kind],
            detail=entry.label,
            documentation=entry.definition or None,
            sort_text=f"{number:04}",
            filter_text=name,
            text_edit=types.TextEdit(begun.range, written),
            additional_text_edits=declared,
        )

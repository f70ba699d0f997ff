"""The language server: what `check` finds while one writes, completion, hover, definition, uses, fixes, the house style.

Source: Language Server Protocol 3.17 https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

import asyncio
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from comity.builder.package import on_disk
from comity.builder.positions import Unplaced
from comity.editing import completion, diagnostics, meaning
from comity.editing.formatting import laid_out
from comity.editing.open_dossier import OpenDossier, root_of
from comity.errors import ComityError
from comity.finding import Finding
from comity.version import VERSION

Found = TypeVar("Found")
PAUSE_SECONDS = 0.3
"""How long nobody writes before the dossier is looked at."""


class _AtPosition(Protocol):
    text_document: types.TextDocumentIdentifier
    position: types.Position


class Server(LanguageServer):
    """Serves one editor."""

    def __init__(self) -> None:
        super().__init__("comity", VERSION)
        self.dossiers: dict[Path, OpenDossier] = {}
        self._shown: dict[Path, set[str]] = {}
        self._looking: dict[Path, asyncio.Task[None]] = {}

    def dossier_of(self, uri: str) -> tuple[Path, OpenDossier] | None:
        """Return the file that *uri* is and its dossier; None where it is of none."""
        path = meaning.path_of(uri)
        root = root_of(path) if path else None
        if path is None or root is None:
            return None
        return path, self.dossiers.setdefault(root, OpenDossier(root))

    def changed(self, uri: str, is_open: bool = True) -> None:
        """Take up the text of a document, and look at its dossier when nobody has written for a while."""
        found = self.dossier_of(uri)
        if found is None:
            return
        path, dossier = found
        if is_open:
            dossier.put(path, self.document(uri).source)
        else:
            dossier.drop(path)
        if waiting := self._looking.get(dossier.root):
            waiting.cancel()
        self._looking[dossier.root] = asyncio.ensure_future(self._look(dossier))

    def document(self, uri: str) -> TextDocument:
        """Return a document as the editor has it, else as it is on disk."""
        if uri in self.workspace.text_documents:
            return self.workspace.get_text_document(uri)
        path = meaning.path_of(uri)
        text = path.read_text("utf-8", "replace") if path and path.is_file() else ""
        return TextDocument(uri, text, position_codec=self.workspace.position_codec)

    def asked(
        self,
        params: _AtPosition,
        answer: Callable[..., Found],
        *more: object,
    ) -> Found | None:
        """Return what *answer* says of a position; nothing where the document is of no dossier."""
        found = self.dossier_of(params.text_document.uri)
        return found and answer(
            self.document(params.text_document.uri), params.position, found[1], *more
        )

    async def _look(self, dossier: OpenDossier) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            findings = await asyncio.to_thread(dossier.look)
        except ComityError as error:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, str(error)))
            return
        self._publish(dossier, findings)

    def _publish(self, dossier: OpenDossier, findings: list[Finding]) -> None:
        """Show the findings of each file, and none for the files that have none any more."""
        found = diagnostics.by_file(findings)
        found[str(dossier.first)] = found.pop("", []) + found[str(dossier.first)]
        before = self._shown.get(dossier.root, set())
        self._shown[dossier.root] = {file for file, about in found.items() if about}
        for file in sorted(before | self._shown[dossier.root]):
            uri = on_disk(dossier.root, PurePosixPath(file)).as_uri()
            document = self.document(uri)
            shown = [diagnostics.diagnostic(finding, document) for finding in found.get(file, [])]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown))


def _changed(server: Server, params: Any) -> None:
    server.changed(params.text_document.uri)


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.changed(params.text_document.uri, is_open=False)


def _watched(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    for change in params.changes:
        server.changed(change.uri, is_open=change.uri in server.workspace.text_documents)


def _complete(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    return server.asked(params, completion.completions)


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    return server.asked(params, meaning.hover)


def _definition(server: Server, params: types.DefinitionParams) -> types.Location | None:
    return server.asked(params, meaning.definition)


def _references(server: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    return server.asked(params, meaning.uses, params.context.include_declaration)


def _fixes(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    found = server.dossier_of(params.text_document.uri)
    document = server.document(params.text_document.uri)
    known = found[1].prefixes if found else {}
    ours = (d for d in params.context.diagnostics if d.source == diagnostics.SOURCE)
    return [fix for one in ours for fix in diagnostics.fixes(document, one, known)]


def _format(server: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    """Write a document in the house style; one that is no Turtle just now stays as it is."""
    document = server.document(params.text_document.uri)
    try:
        whole = diagnostics.span(document, 0, len(document.source))
        return [types.TextEdit(whole, laid_out(document.source))]
    except (SyntaxError, Unplaced):
        return None


FEATURES = (
    (types.TEXT_DOCUMENT_DID_OPEN, _changed, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, _changed, None),
    (types.TEXT_DOCUMENT_DID_SAVE, _changed, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, _closed, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _watched, None),
    (types.TEXT_DOCUMENT_COMPLETION, _complete, types.CompletionOptions(trigger_characters=[":"])),
    (types.TEXT_DOCUMENT_HOVER, _hover, None),
    (types.TEXT_DOCUMENT_DEFINITION, _definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, _references, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, _fixes, types.CodeActionOptions([types.CodeActionKind.QuickFix])),
    (types.TEXT_DOCUMENT_FORMATTING, _format, None),
)  # fmt: skip


def language_server() -> Server:
    """Return a language server; its `start_io` has it speak over standard input and output."""
    made = Server()
    for method, handler, options in FEATURES:
        made.feature(method, options)(handler)
    return made

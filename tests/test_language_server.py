"""`comity lsp` as an editor meets it: a client of the protocol over standard input and output."""

import asyncio
import time

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from comity.builder.description import ontology_version
from conftest import COMITY, ROOT

pytestmark = pytest.mark.slow

TREATY, STATES = "data/treaties/concord-1901.ttl", "data/states/states.ttl"
DATASET = """\
@prefix comity: <https://w3id.org/comity/ontology/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://example.org/a/dataset> a dcat:Dataset ;
    dcterms:title "A"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:conformsTo <%s> .

<https://example.org/a/id/country/a> a comity:State .
"""


class Editor(LanguageClient):
    """An editor with one dossier open."""

    def __init__(self, root):
        super().__init__("editor", "1")
        self.root, self.shown = root, {}

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def show(params):
            self.shown[params.uri] = params.diagnostics

    async def start(self):
        await self.start_io(*COMITY, "lsp")
        await self.initialize_async(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(), root_uri=self.root.as_uri()
            )
        )
        self.initialized(types.InitializedParams())

    def uri(self, path):
        return (self.root / path).as_uri()

    def open(self, path):
        text = (self.root / path).read_text()
        self.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri(path), "turtle", 1, text)
            )
        )
        return text

    def write(self, path, text):
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=self.uri(path), version=2),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def diagnosed(self, path, condition):
        """Wait until the diagnostics of a file are as *condition* wants them, and return them."""
        end = time.monotonic() + 30
        while not condition(self.shown.get(self.uri(path), [])):
            assert time.monotonic() < end, self.shown
            await asyncio.sleep(0.05)
        return self.shown.get(self.uri(path), [])

    async def indexed(self, path, text):
        """Wait until the dossier was looked at, by a fault that comes and goes."""
        self.write(path, text + "x")
        await self.diagnosed(path, bool)
        self.write(path, text)
        await self.diagnosed(path, lambda shown: not shown)

    def at(self, path, text, word):
        """Return the parameters of a request about where *word* ends, where *text* has it last."""
        before = text[: text.rindex(word) + len(word)]
        place = types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        return {"text_document": types.TextDocumentIdentifier(self.uri(path)), "position": place}

    async def offered(self, path, text):
        """Return what may stand at the end of *text*, which the file has now."""
        self.write(path, text)
        params = types.CompletionParams(**self.at(path, text, text[-1]))
        return (await self.text_document_completion_async(params)).items

    async def fixes(self, path, found):
        """Return the changes of a file that would mend what was *found*."""
        context = types.CodeActionContext([found])
        document = types.TextDocumentIdentifier(self.uri(path))
        params = types.CodeActionParams(document, found.range, context)
        fixes = await self.text_document_code_action_async(params)
        return [edit for fix in fixes for edit in fix.edit.changes[self.uri(path)]]


def edited(dossier, steps):
    """Run *steps* of an editor that has *dossier* open."""

    async def session():
        editor = Editor(dossier)
        await editor.start()
        try:
            await steps(editor)
        finally:
            await editor.shutdown_async(None)
            editor.exit(None)
            await editor.stop()

    asyncio.run(asyncio.wait_for(session(), 100))


def test_what_is_written_is_checked_and_a_fix_is_offered(dossier):
    async def steps(editor):
        text = editor.open(TREATY)
        wrong = text.replace("comity:signedOn", "comity:signdOn")
        editor.write(TREATY, wrong)
        (found,) = await editor.diagnosed(TREATY, bool)
        assert (found.code, found.severity) == ("undeclared-term", types.DiagnosticSeverity.Error)
        assert found.range.end == editor.at(TREATY, wrong, "comity:signdOn")["position"]
        assert await editor.fixes(TREATY, found) == [types.TextEdit(found.range, "comity:signedOn")]
        editor.write(TREATY, text)
        await editor.diagnosed(TREATY, lambda shown: not shown)

    edited(dossier, steps)


def test_a_file_that_does_not_parse_says_where_and_a_prefix_is_declared(dossier):
    async def steps(editor):
        text = editor.open(TREATY)
        await editor.indexed(TREATY, text)
        lines = [line for line in text.splitlines(True) if "prefix country" not in line]
        editor.write(TREATY, "".join(lines))
        (found,) = await editor.diagnosed(TREATY, bool)
        assert found.code == "syntax"
        (edit,) = await editor.fixes(TREATY, found)
        lines.insert(edit.range.start.line, edit.new_text)
        assert "".join(lines) == text

    edited(dossier, steps)


def test_terms_things_and_prefixes_are_completed(dossier):
    async def steps(editor):
        text = editor.open(TREATY)
        await editor.indexed(TREATY, text)
        (term,) = await editor.offered(TREATY, f"{text}\ntreaty:x comity:signed")
        assert (term.label, term.detail) == ("comity:signedOn", "was signed on")
        things = await editor.offered(TREATY, f"{text}\ntreaty:x comity:hasParty country:")
        assert [item.label for item in things] == ["country:arcadia", "country:ruritania"]
        classes = await editor.offered(TREATY, f"{text}\ntreaty:x a comity:")
        assert classes[0].kind == types.CompletionItemKind.Class
        properties = await editor.offered(TREATY, f"{text}\ntreaty:x a comity:Treaty ; comity:")
        assert properties[0].kind == types.CompletionItemKind.Property
        prefixes = await editor.offered(TREATY, f"{text}\nsko")
        (skos,) = (item for item in prefixes if item.label == "skos:")
        assert skos.additional_text_edits[0].new_text.startswith("@prefix skos: <")

    edited(dossier, steps)


def test_a_name_is_explained_and_leads_to_where_it_stands(dossier):
    async def steps(editor):
        text = editor.open(TREATY)
        await editor.indexed(TREATY, text)
        at = editor.at(TREATY, text, "country:ruritania")
        shown = await editor.text_document_hover_async(types.HoverParams(**at))
        assert "**Ruritania** `comity:Country`" in shown.contents.value
        assert "Used 3 times in 3 files." in shown.contents.value
        place = await editor.text_document_definition_async(types.DefinitionParams(**at))
        states = (editor.root / STATES).read_text()
        assert place.uri == editor.uri(STATES)
        assert states.splitlines()[place.range.start.line].startswith("country:ruritania a ")
        context = types.ReferenceContext(include_declaration=True)
        uses = await editor.text_document_references_async(types.ReferenceParams(context, **at))
        assert len(uses) == 4
        at = editor.at(TREATY, text, "comity:signedOn")
        term = await editor.text_document_definition_async(types.DefinitionParams(**at))
        assert term.uri.endswith("ontology/sample.ttl")

    edited(dossier, steps)


def test_the_house_style_is_written_and_what_does_not_parse_stays(dossier):
    async def steps(editor):
        text = editor.open(TREATY)
        options = types.FormattingOptions(4, True)
        document = types.TextDocumentIdentifier(editor.uri(TREATY))
        params = types.DocumentFormattingParams(document, options)
        editor.write(TREATY, text.replace(" ;\n    ", ";"))
        (edit,) = await editor.text_document_formatting_async(params)
        assert edit.new_text == text
        editor.write(TREATY, text + "treaty:x")
        assert await editor.text_document_formatting_async(params) is None

    edited(dossier, steps)


def test_what_is_no_dossier_is_passed_over(dossier, tmp_path):
    async def steps(editor):
        alone = tmp_path / "alone.ttl"
        alone.write_text("<x:a> <x:b> <x:c> .")
        text = editor.open(alone)
        at = editor.at(alone, text, "<x:b>")
        assert await editor.text_document_hover_async(types.HoverParams(**at)) is None
        (dossier / TREATY).write_bytes("\u00e9".encode("latin-1"))
        editor.open(STATES)
        (found,) = await editor.diagnosed(TREATY, bool)
        assert found.code == "syntax"

    edited(dossier, steps)


def test_a_term_of_the_package_leads_to_its_file(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "dataset.ttl").write_text(DATASET % ontology_version(ROOT))

    async def steps(editor):
        text = editor.open("data/dataset.ttl")
        await editor.diagnosed("data/dataset.ttl", bool)
        at = editor.at("data/dataset.ttl", text, "comity:State")
        place = await editor.text_document_definition_async(types.DefinitionParams(**at))
        assert place.uri == (ROOT / "ontology" / "state.ttl").as_uri()

    edited(tmp_path, steps)

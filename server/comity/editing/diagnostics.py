"""Findings as an editor shows them: where they are, what to do, and the change that does it.

Source: Language Server Protocol 3.17 https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lsprotocol import types
from pygls.workspace import TextDocument

from comity.builder.positions import LINE
from comity.editing.documents import insertion, prefixes, word_at
from comity.finding import Finding, Severity

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.ADVICE: types.DiagnosticSeverity.Information,
}
SUGGESTED = re.compile(r"did you mean (\S+)\? ")
UNDECLARED_PREFIX = re.compile(r"[Pp]refix '?([\w.-]+):?'?.*not been declared")
SOURCE = "comity"


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by the path of their file; those without one are under the empty path."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.file].append(finding)
    return found


def diagnostic(finding: Finding, document: TextDocument) -> types.Diagnostic:
    """Return a finding about *document* as a diagnostic, over the name that it is about if that is known."""
    parts = ": ".join(filter(None, (finding.term, finding.problem)))
    return types.Diagnostic(
        range=_range(finding, document),
        message=f"{parts}; {finding.remedy}." if finding.remedy else f"{parts}.",
        severity=SEVERITIES[finding.severity],
        code=finding.check,
        source=SOURCE,
    )


def _range(finding: Finding, document: TextDocument) -> types.Range:
    """Return the name that a finding is about, or its line, or the beginning of the document."""
    text, starts = document.source, [0, *(m.end() for m in LINE.finditer(document.source))]
    start = starts[min(max(finding.line, 1), len(starts)) - 1]
    line = LINE.split(text[start:], maxsplit=1)[0]
    word = word_at(line, finding.column - 1) if finding.column else None
    end = start + (word.end if word else len(line))
    start += max(finding.column - 1, len(line) - len(line.lstrip()))
    return span(document, min(start, end), end)


def span(document: TextDocument, start: int, end: int) -> types.Range:
    """Return the range from one character offset of *document* to another, in the units of its client."""
    at = document.client_position_at_offset
    return types.Range(at(start), at(end))


def fixes(
    document: TextDocument, found: types.Diagnostic, known: Mapping[str, str]
) -> Iterator[types.CodeAction]:
    """Yield the changes that would mend what *found* says; *known* has the dossier's namespaces by prefix."""
    if suggested := SUGGESTED.search(found.message):
        edit = types.TextEdit(found.range, suggested[1])
        yield _action(f"Write {suggested[1]}", document, found, edit)
    prefix = UNDECLARED_PREFIX.search(found.message)
    if prefix and prefix[1] in known and prefix[1] not in prefixes(document.source):
        edit = declaration(document, prefix[1], known[prefix[1]])
        yield _action(f"Declare the prefix {prefix[1]}:", document, found, edit)


def declaration(document: TextDocument, prefix: str, namespace: str) -> types.TextEdit:
    """Return the change that declares a prefix where it belongs."""
    at = insertion(document.source, prefix)
    is_query = document.uri.endswith(".rq")
    line = f"PREFIX {prefix}: <{namespace}>" if is_query else f"@prefix {prefix}: <{namespace}> ."
    return types.TextEdit(span(document, at, at), line + "\n")


def _action(
    title: str, document: TextDocument, found: types.Diagnostic, edit: types.TextEdit
) -> types.CodeAction:
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[found],
        edit=types.WorkspaceEdit(changes={document.uri: [edit]}),
        is_preferred=True,
    )

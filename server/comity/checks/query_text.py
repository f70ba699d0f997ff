"""What a SPARQL query names: its terms with their lines, and the variables that nothing binds.

Source: SPARQL 1.1 §19.8 https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.builder.positions import BASE, CHARACTER, LOCAL

TOKEN = re.compile(
    rf"""(?P<space>[ \t\r\n]+|\#[^\r\n]*)
    |(?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    |(?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
        |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    |(?P<variable>[?$][{BASE}_0-9][{BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[{BASE}](?:\.*[{CHARACTER}])*)?:(?:{LOCAL})?)
    |(?P<word>[A-Za-z]\w*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
DECIDING = ("VALUES", "FILTER", "EXISTS", "MINUS")
TERMS = ("variable", "name", "iri", "string")
SELECTING = ("SELECT", "DESCRIBE", "CONSTRUCT", "ORDER", "GROUP", "HAVING")
"""The words after which variables are used, and not bound, until a group begins."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: the kind of it, its text, and where it begins, in characters from 0."""

    kind: str
    text: str
    offset: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query, without spaces and comments."""
    for match in TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], match.start())


def terms(text: str) -> Iterator[tuple[str, int]]:
    """Yield each IRI that a query names beside its prefixes, with the offset."""
    prefixes, declaring = dict[str, str](), ""
    for token in tokens(text):
        if token.kind == "word":
            declaring = token.text.upper() if token.text.upper() in ("PREFIX", "BASE") else ""
        elif declaring == "PREFIX" and token.kind == "name":
            declaring = token.text
        elif declaring and token.kind == "iri":
            prefixes[declaring.removesuffix(":")] = token.text[1:-1]
            declaring = ""
        elif token.kind == "iri" and ":" in token.text:
            yield token.text[1:-1], token.offset
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                yield prefixes[prefix] + re.sub(r"\\(.)", r"\1", local), token.offset


@dataclass(slots=True)
class _Scope:
    """What is open: a group, in which variables are bound, or an expression, in which they are used.

    Attributes:
        binds: whether it is a group.
        bound: the variables bound in it, which those below share unless they are tests or subtractions.
        before: the word that decides what comes next.
    """

    binds: bool
    bound: set[str]
    before: str = ""


def unbound(text: str) -> dict[str, int]:
    """Return the variables of a query that are used and never bound, each with the offset of its first use.

    What is bound in EXISTS and MINUS is bound there alone.
    """
    outer, last = set[str](), Token("word", "", 0)
    scopes, used = [_Scope(False, outer)], list[tuple[str, int, set[str]]]()
    for token in tokens(text):
        scope = scopes[-1]
        if token.kind == "variable":
            if scope.binds or scope.before == "VALUES" or last.text.upper() == "AS":
                scope.bound.add(token.text[1:])
            else:
                used.append((token.text[1:], token.offset, scope.bound))
        elif token.text in ("{", "("):
            scopes.append(_opened(token.text, scope, last))
        elif token.text in ("}", ")") and len(scopes) > 1:
            scopes.pop()
        elif token.kind == "word":
            _turn(scope, token.text.upper())
        last = token
    found = dict[str, int]()
    for name, offset, bound in used:
        if name not in outer and name not in bound:
            found.setdefault(name, offset)
    return found


def _turn(scope: _Scope, word: str) -> None:
    """Follow a word: after some, variables are used until a group begins."""
    if word in SELECTING:
        scope.binds = False
    if word in SELECTING or word in DECIDING:
        scope.before = word
    elif word in ("WHERE", "FROM"):
        scope.before = ""


def _opened(sign: str, scope: _Scope, last: Token) -> _Scope:
    before, scope.before = scope.before, ""
    if sign == "{":
        bound = set[str]() if before in ("EXISTS", "MINUS") else scope.bound
        return _Scope(before not in ("CONSTRUCT", "VALUES"), bound)
    is_list = scope.binds and before != "FILTER" and (last.kind in TERMS or last.text in ".;,([{")
    return _Scope(is_list or before == "VALUES", scope.bound)

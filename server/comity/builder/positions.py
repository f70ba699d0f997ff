"""Where in a Turtle document each of its triples stands: a tokenizer of the grammar, and the order of a parser.

The terms are the engine's parser's alone. What is found here is only where it met them, triple by triple in
the order in which it tells them, so that no term needs to be read a second time.

Source: RDF 1.1 Turtle §6.5 https://www.w3.org/TR/turtle/#sec-grammar-grammar, TriG §4, N-Triples §8, N-Quads §7
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

Offsets = tuple[int, int, int]
"""Where subject, predicate and object of a triple begin, in characters from 0."""

BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
CHARACTER = f"{BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
LOCAL = (
    rf"(?:[{BASE}_0-9:]|{ESCAPED})(?:\.*(?:[{CHARACTER}:]|{ESCAPED}))*"  # a dot is no end of a name
)
NUMBER = (
    r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?[eE][+-]?[0-9]+"
    r"|\.[0-9]++(?:[eE][+-]?[0-9]+)?|[0-9]++\.[0-9]+|[0-9]++)"
)
TOKEN = re.compile(
    rf"""(?:[ \t\r\n]+|\#[^\r\n]*)*+(?:
    (?P<term><[^<>]*>|_:[{BASE}_0-9](?:\.*[{CHARACTER}])*|(?:[{BASE}](?:\.*[{CHARACTER}])*)?:(?:{LOCAL})?|{NUMBER})
    |(?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
        |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    |(?P<mark>\^\^|[].;,()[{{}}])
    |(?P<at>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
    |(?P<word>[A-Za-z]+)
    |(?P<end>\Z))""",
    re.VERBOSE | re.DOTALL,
)
DIRECTIVES = {"@prefix": 3, "@base": 2, "@version": 2, "prefix": 2, "base": 1, "version": 1}
"""The tokens that follow the word of a directive."""
LINE = re.compile(r"\r\n|[\r\n]")
NONE, DONE = -1, -2


class Unplaced(Exception):
    """The text has what this grammar has not, as the triple terms of RDF 1.2."""


class Lines:
    """Tells lines and columns of a text, both from 1; lines end at LF, CR and CRLF, and nowhere else."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE.finditer(text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character at *offset*."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def positions(text: str, with_graphs: bool = False) -> list[Offsets]:
    """Return where each triple of *text* stands, in the order in which the engine's parser yields them.

    Args:
        text: a document that is Turtle, TriG or N-Triples, without its byte order mark.
        with_graphs: whether the graph is the fourth term, as in N-Quads.

    Raises:
        Unplaced: it uses what RDF 1.1 has not.
    """
    reader = _Reader(with_graphs)
    for kind, word, offset in tokens(text):
        reader.read_token(kind, word, offset)
    return reader.found


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the tokens of *text*: the kind, the token as it is written, and where it begins, in characters from 0.

    Raises:
        Unplaced: what comes next is no token of RDF 1.1.
    """
    end = 0
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if match.start() != end:
            break
        if kind == "end":
            return
        end = match.end()
        yield kind, match[kind], match.start(kind)
    raise Unplaced(f"no token of RDF 1.1 at character {end}")


@dataclass(slots=True)
class _Frame:
    """What is open: a statement or `[` with its subject and verb, or `(` with its last cell; NONE where not yet met."""

    begins: int
    is_list: bool = False
    subject: int = NONE
    verb: int = NONE


class _Reader:
    """Follows a parser through the tokens: a triple is told as soon as its object is known to be whole.

    A string is whole when the next token is no suffix of it. Several triples that one token completes are
    told last first, as the engine does.
    """

    def __init__(self, with_graphs: bool) -> None:
        self.found: list[Offsets] = []
        self._with_graphs = with_graphs
        self._open = [_Frame(0)]
        self._told: list[Offsets] = []
        self._string = self._skip = NONE
        self._typed = False

    def read_token(self, kind: str, word: str, offset: int) -> None:
        """Go on by one token."""
        if self._skip > 0:
            self._skip -= 1
            return
        if self._string >= 0 and self._is_suffix(kind, word):
            return
        if kind == "mark":
            self._mark(word, offset)
        elif kind == "string":
            self._begin(offset)
            self._string = offset
        elif not self._is_directive(word):
            self._begin(offset)
            self._whole(offset)
        if self._told:
            self.found += reversed(self._told)
            self._told = []

    def _is_suffix(self, kind: str, word: str) -> bool:
        """Say whether a token still belongs to the string before; if it ends it, the string is whole."""
        if word == "^^":
            self._typed = True
            return True
        belongs = self._typed or kind == "at"
        offset, self._string, self._typed = self._string, NONE, False
        self._whole(offset)
        if belongs and self._told:
            self.found += reversed(self._told)
            self._told = []
        return belongs

    def _is_directive(self, word: str) -> bool:
        if len(self._open) > 1 or self._open[0].subject >= 0:
            return False
        self._skip = DIRECTIVES.get(word if word[0] == "@" else word.lower(), -1)
        return self._skip > 0 or word.lower() == "graph"

    def _mark(self, word: str, offset: int) -> None:
        frame = self._open[-1]
        match word:
            case ";":
                frame.verb = NONE
            case ".":
                frame.subject = frame.verb = NONE
            case "[":
                self._begin(offset)
                self._open.append(_Frame(offset, subject=offset))
            case "(":
                self._begin(offset)
                self._open.append(_Frame(offset, is_list=True))
            case "]":
                self._whole(self._open.pop().begins)
            case ")":
                self._close(self._open.pop(), offset)
            case "{":
                frame.subject = frame.verb = NONE
                self._open.append(_Frame(offset))
            case "}":
                self._open.pop()

    def _begin(self, offset: int) -> None:
        """Meet the first token of a term: in a list, its cell comes to be."""
        frame = self._open[-1]
        if not frame.is_list:
            return
        if frame.subject >= 0:
            self._told.append((frame.subject, frame.subject, offset))
        else:
            self._whole(frame.begins, self._open[-2])
        frame.subject = offset

    def _close(self, frame: _Frame, offset: int) -> None:
        if frame.subject >= 0:
            self._told.append((frame.subject, frame.subject, offset))
        else:
            self._whole(frame.begins)

    def _whole(self, offset: int, frame: _Frame | None = None) -> None:
        """Take the term that begins at *offset* as what the frame waits for."""
        frame = frame or self._open[-1]
        if frame.is_list:
            self._told.append((frame.subject, frame.subject, offset))
        elif frame.subject < 0:
            frame.subject = offset
        elif frame.verb == NONE:
            frame.verb = offset
        elif frame.verb != DONE:
            self._told.append((frame.subject, frame.verb, offset))
            if self._with_graphs:
                frame.verb = DONE

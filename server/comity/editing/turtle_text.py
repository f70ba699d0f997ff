"""A Turtle document as it is written: its statements, each the tokens that it has, with the comments around them.

Source: RDF 1.1 Turtle §6.5 https://www.w3.org/TR/turtle/#sec-grammar-grammar
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.builder.positions import LINE, tokens

OPENING, CLOSING = ("[", "("), ("]", ")")


@dataclass(slots=True)
class Token:
    """A token, and what stands before it.

    Attributes:
        kind: term, string, mark, at or word, as in `positions.TOKEN`; end after the last.
        text: as it is written.
        offset: where it begins, in characters from 0.
        beside: the comment that ends the line of the token before it; empty where there is none.
        above: the lines between that line and its own: comments, and blank ones as empty texts.
        is_first: whether it is the first of its line.
    """

    kind: str
    text: str
    offset: int
    beside: str = ""
    above: list[str] = field(default_factory=list)
    is_first: bool = False


def read(text: str) -> list[Token]:
    """Return the tokens of *text*, and one of the kind end for what follows them.

    Raises:
        Unplaced: it has what RDF 1.1 has not.
    """
    found, end = [], 0
    for kind, word, offset in (*tokens(text), ("end", "", len(text))):
        gap = text[end:offset]
        is_first = LINE.search(gap) is not None
        found.append(Token(kind, word, offset, *_comments(gap, end == 0), is_first))
        end = offset + len(word)
    return found


def _comments(gap: str, is_first: bool) -> tuple[str, list[str]]:
    """Return the comment that ends a line, and the lines below it: comments, and blanks, never two at once."""
    lines = [line.strip() for line in LINE.split(gap)]
    beside = "" if is_first else lines.pop(0)
    if lines and not lines[-1]:  # there the next token begins
        lines.pop()
    return beside, [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]


def statements(found: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each statement or directive, its dot among them; then the end alone."""
    depth, statement = 0, list[Token]()
    for token in found:
        statement.append(token)
        depth += (token.text in OPENING) - (token.text in CLOSING) if token.kind == "mark" else 0
        if token.kind == "end" or _ends(statement, token, depth):
            yield statement
            statement = []


def _ends(statement: list[Token], token: Token, depth: int) -> bool:
    first = statement[0].text.lower()
    if statement[0].kind == "word" and first in ("prefix", "base"):
        return len(statement) == (3 if first == "prefix" else 2)
    return depth == 0 and token.kind == "mark" and token.text == "."


def is_directive(statement: list[Token]) -> bool:
    """Tell whether it declares a prefix or a base."""
    return statement[0].text.lower().removeprefix("@") in ("prefix", "base")

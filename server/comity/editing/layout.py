"""A Turtle document in the house style, with each of its comments; what it says, and in which order, stays.

Prefixes stand by name, a property a line, an annotation of a statement in one line below it.
"""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from comity.editing.turtle_text import CLOSING, OPENING, Token, is_directive, read, statements

ANNOTATED = ("owl:annotatedSource", "<http://www.w3.org/2002/07/owl#annotatedSource>")
INDENT = "    "
ENDS = (";", ",", ".")


def in_house_style(text: str) -> str:
    """Return *text*, a Turtle document, in the house style.

    Raises:
        Unplaced: it has what RDF 1.1 has not.
    """
    found = [_plain(statement) for statement in statements(read(text))]
    written: list[str] = []
    before: list[Token] = []
    for statement in _by_prefix(found):
        first = statement[0]
        if first.beside and written:
            written[-1] += f" {first.beside}"
        written += _between(before, statement)
        if first.kind != "end":
            written += _Lines(statement).lines
        before = statement
    return "\n".join(written).strip("\n") + "\n" if any(written) else ""


def _plain(statement: list[Token]) -> list[Token]:
    """Return a statement without semicolons that part nothing, a directive in the syntax of Turtle."""
    if is_directive(statement):
        first, last = statement[0], statement[-1]
        first.text = "@" + first.text.lower().removeprefix("@")
        dot = [] if last.text == "." else [Token("mark", ".", last.offset)]
        return [*statement, *dot]
    kept: list[Token] = []
    for token, following in pairwise([*statement, statement[-1]]):
        if token.text == ";" and following.text in (";", ".", "]") and following is not token:
            following.beside = " ".join(filter(None, (token.beside, following.beside)))
            following.above = [*token.above, *following.above]
        else:
            kept.append(token)
    return kept


def _by_prefix(found: list[list[Token]]) -> list[list[Token]]:
    """Return the statements with the prefixes at their head by name, where nothing hangs on their order."""
    head = [*takewhile(lambda statement: statement[0].text == "@prefix", found)]
    names = {statement[1].text for statement in head}
    commented = [s for s in head[1:] if s[0].beside or any(s[0].above)]
    if len(names) < len(head) or commented or not head:
        return found
    above, head[0][0].above = head[0][0].above, []
    head.sort(key=lambda statement: statement[1].text)
    head[0][0].above = above
    return [*head, *found[len(head) :]]


def _between(before: list[Token], statement: list[Token]) -> list[str]:
    """Return the lines above a statement: its comments, and a blank one where it does not belong to what is before it."""
    above = statement[0].above
    if any(above):
        return above if above[0] == "" or not before else ["", *above]
    is_joined = _annotates(statement) or (is_directive(statement) and is_directive(before or statement))  # fmt: skip
    return [] if is_joined or not before else [""]


def _annotates(statement: Sequence[Token]) -> bool:
    """Tell whether a statement is an annotation of another."""
    return any(token.text in ANNOTATED for token in statement)


class _Lines:
    """Lays one statement out."""

    def __init__(self, statement: list[Token]) -> None:
        self.lines, self._depth = [""], 0
        self._is_one_line = _annotates(statement)
        self._last: Token | None = None
        for token in statement:
            self._add(token)
        if not self.lines[-1].strip():  # after a comment beside the last token
            self.lines.pop()

    def _add(self, token: Token) -> None:
        last, comments = self._last, [line for line in token.above if line] if self._last else []
        beside = token.beside if last else ""
        if token.text in CLOSING and token.kind == "mark":
            self._depth -= 1
        if beside and token.text in ENDS and not comments:
            self._put(token)
            self._comment(beside)
        else:
            if beside:
                self._comment(beside)
            if comments or self._is_new_line(token):
                self._break()
            for comment in comments:
                self._comment(comment)
            self._put(token)
        if token.text in OPENING and token.kind == "mark":
            self._depth += 1
        self._last = token

    def _is_new_line(self, token: Token) -> bool:
        """Tell whether a token begins a line: what is in brackets does where it did."""
        if self._depth or self._is_one_line or self._last is None:
            return token.is_first and self._depth > 0 and not self._is_one_line
        return self._last.kind == "mark" and self._last.text == ";"

    def _put(self, token: Token) -> None:
        is_begun = self.lines[-1].strip()
        self.lines[-1] += f"{' ' if is_begun and self._is_apart(token) else ''}{token.text}"

    def _is_apart(self, token: Token) -> bool:
        """Tell whether a blank stands before a token."""
        last = self._last
        assert last is not None, "a line is begun"
        joined = token.kind == "at" or "^^" in (token.text, last.text)
        return not joined and not (last.text in OPENING and token.text in CLOSING)

    def _comment(self, comment: str) -> None:
        self.lines[-1] += f" {comment}" if self.lines[-1].strip() else comment
        self._break()

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append(INDENT * (2 if self._depth else 1))

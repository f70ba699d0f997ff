"""A copy of a text in which passages are marked: `[[name| words ]]`, or `[[ words ]]` without a name."""

import re

from comity.authoring.quotations import Span
from comity.errors import BadInput

MARK = re.compile(r"\[\[(?:\s*([\w-]+)\s*\|)?|\]\]")
Marked = tuple[str, Span]


def marked_spans(copy: str, text: str) -> list[Marked]:
    """Return the names and the places in *text* of the passages that *copy* marks; a name may be empty.

    Blanks and line ends may differ between the two, so that blanks may stand inside the marks.

    Raises:
        BadInput: a mark is not closed or not opened, or the copy has other letters than the text.
    """
    letters, opened, found = "", list[tuple[str, int, int]](), list[tuple[str, int, int]]()
    last = 0
    for mark in MARK.finditer(copy):
        letters += _without_blanks(copy[last : mark.start()])
        last = mark.end()
        if mark[0] != "]]":
            opened.append((mark[1] or "", len(letters), mark.start()))
            continue
        if not opened:
            raise BadInput(f"The mark ]] in {_line(copy, mark.start())} closes nothing; take it away, or write [[ before the words.")  # fmt: skip
        name, start, at = opened.pop()
        if start == len(letters):
            raise BadInput(f"The mark in {_line(copy, at)} has no words; put them between [[ and ]].")  # fmt: skip
        found.append((name, start, len(letters)))
    if opened:
        raise BadInput(f"The mark [[ in {_line(copy, opened[0][2])} is not closed; write ]] behind the words.")  # fmt: skip
    letters += _without_blanks(copy[last:])
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    _hold(letters, text, places)
    return sorted(((name, Span(places[start], places[end - 1] + 1)) for name, start, end in found), key=lambda one: (one[1].start, -one[1].end))  # fmt: skip


def _hold(letters: str, text: str, places: list[int]) -> None:
    original = "".join(text[place] for place in places)
    if letters == original:
        return
    differs = next((n for n, (one, other) in enumerate(zip(letters, original, strict=False)) if one != other), min(len(letters), len(original)))  # fmt: skip
    where = _line(text, places[differs]) if differs < len(places) else "its end"
    raise BadInput(f"The marked copy differs from the text at {where}; mark a copy of that text, and change nothing else in it.")  # fmt: skip


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _line(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}"

"""The header of a sheet: which columns of its kind it has, in which languages, which of several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from comity.authoring.known_things import folded
from comity.authoring.sheet_kinds import Column, SheetKind, sheet_kinds
from comity.authoring.sheets import Faults, Sheet, Value
from comity.builder.description import LANGUAGE

WITH_LANGUAGE = re.compile(r"(.+?)\s*\(([^()]*)\)")
NUMBERED = re.compile(r"(.+?)\s*(\d+)")
CUTOFF = 0.6
Reading = tuple[Column, str, int] | str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as a sheet has it: what it means, in which language, which of several (0 for the only one)."""

    column: Column
    language: str
    number: int
    index: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell that has a value, under its heading; place is how a reader is told of it."""

    heading: Heading
    value: Value
    place: str

    @property
    def column(self) -> Column:
        """What it means."""
        return self.heading.column


def kind_of(sheet: Sheet, wanted: str = "") -> SheetKind:
    """Return the kind of a sheet: the one wanted, else that whose name its own name begins with.

    Raises:
        Faults: there is no such kind.
    """
    kinds = sheet_kinds()
    title = folded(wanted or sheet.name or sheet.file.stem)
    found = next((kind for name, kind in kinds.items() if title.startswith(name)), None)
    if found:
        return found
    near = get_close_matches(title, kinds, 1, CUTOFF)
    meant = f"did you mean {near[0]}? " if near else ""
    raise Faults([f"{sheet}: {title!r} is no kind of sheet; {meant}call it {', '.join(kinds)}, say --kind, or begin its name with _ to leave it out."])  # fmt: skip


def headings(sheet: Sheet, kind: SheetKind) -> list[Heading]:
    """Return what the columns of *sheet* mean.

    Raises:
        Faults: some mean nothing, or the same, or one that is needed is missing.
    """
    found: list[Heading] = []
    faults: list[str] = []
    for index, name in enumerate(sheet.header):
        reading = _read(name, kind) if name else ""
        if isinstance(reading, str):
            faults += [f"{sheet.place(sheet.top, index)}: {reading}."] if name else []
        elif any((h.column, h.language, h.number) == reading for h in found):
            faults.append(f"{sheet.place(sheet.top, index)}: there is a column {name!r} already; take one away, or number them.")  # fmt: skip
        else:
            found.append(Heading(*reading, index))
    has = {heading.column.name for heading in found}
    faults += [f"{sheet}: it has no column {c.name!r} ({c.about}); add it." for c in kind.columns if c.needed and c.name not in has]  # fmt: skip
    if faults:
        raise Faults(faults)
    return found


def _read(name: str, kind: SheetKind) -> Reading:
    """Return the column, the language and the number that *name* has, or what is wrong with it."""
    title, language, number = folded(name), "", 0
    if kind.column(title) is None and (found := WITH_LANGUAGE.fullmatch(title)):
        title, language = found[1], found[2]
        if not LANGUAGE.fullmatch(language):
            return f"{language!r} in {name!r} is no tag of a language; write for instance {title} (ru)"  # fmt: skip
    if kind.column(title) is None and (counted := NUMBERED.fullmatch(title)):
        title, number = counted[1], int(counted[2])
    column = kind.column(title)
    if column is None:
        return _unknown(name, title, kind)
    if language and column.value != "text" and not column.make:
        return f"{title!r} is in no language; call it {title}"
    if number and not column.many:
        return f"there is one {title!r} only; call it {title}"
    return column, language, number


def _unknown(name: str, title: str, kind: SheetKind) -> str:
    names = [column.name for column in kind.columns]
    near = get_close_matches(title, names, 1, CUTOFF)
    meant = f"did you mean {near[0]!r}? " if near else ""
    return f"{name!r} is no column of {kind.plural}; {meant}it has {', '.join(names)}"


def filled(sheet: Sheet, found: list[Heading]) -> Iterator[tuple[int, list[Filled]]]:
    """Yield the number of each row, and its cells that have a value."""
    for number, cells in sheet.rows:
        yield (
            number,
            [
                Filled(heading, cells[heading.index], sheet.place(number, heading.index))
                for heading in found
                if cells[heading.index] is not None
            ],
        )

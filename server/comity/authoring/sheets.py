"""Sheets as they are read: cells with their addresses, from CSV or Excel, and what is wrong with one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from comity.errors import BadInput

Value = str | int | float | bool | date | datetime | None
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as its file has it.

    Attributes:
        file: where it is from; name: that of the sheet in a workbook, empty in CSV.
        header: the names of its columns, as written; top: the number of their row, from 1.
        rows: the number of each row and its values, as many as the header has.
    """

    file: Path
    name: str
    top: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Value, ...]], ...] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file.name}, sheet {self.name}" if self.name else self.file.name

    def place(self, row: int, column: int) -> str:
        """Return how a reader is told of a cell; columns count from 0."""
        return f"{self}, cell {column_letters(column)}{row}"


class Faults(BadInput):
    """Cells of sheets are wrong: a line for each, all at once."""

    def __init__(self, faults: Iterable[str]) -> None:
        lines = list(faults)
        self.lines = lines
        many = f"{len(lines):,} things are wrong in the sheets, and nothing was written:\n"
        super().__init__((many if len(lines) > 1 else "") + "\n".join(lines))


def column_letters(column: int) -> str:
    """Return the letters of a column, which counts from 0: A to Z, AA …"""
    found = ""
    while column >= 0:
        column, letter = divmod(column, LETTERS)
        found = chr(ord("A") + letter) + found
        column -= 1
    return found


def tidy(value: Value) -> Value:
    """Return a value without blanks around it; a number without a part behind the point as a whole one."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def table(file: Path, name: str, grid: Iterable[tuple[int, tuple[Value, ...]]]) -> Sheet:
    """Return the sheet that a grid is: its first row that is not empty is the header, empty rows are left out.

    Raises:
        Faults: there is no header, or a value stands under none.
    """
    rows = [(number, tuple(map(tidy, cells))) for number, cells in grid]
    filled = [(number, cells) for number, cells in rows if any(c is not None for c in cells)]
    where = f"{file.name}, sheet {name}" if name else file.name
    if not filled:
        raise Faults([f"{where} is empty; its first row names the columns."])
    header = ["" if cell is None else str(cell) for cell in filled[0][1]]
    while header and not header[-1]:
        header.pop()
    cut = tuple((number, _cut(cells, header)) for number, cells in filled[1:])
    sheet = Sheet(file, name, filled[0][0], tuple(header), cut)
    outside = [
        f"{sheet.place(number, column)}: it stands under no name; name the column in row {filled[0][0]}, or clear the cell."
        for number, cells in filled[1:]
        for column, cell in enumerate(cells)
        if cell is not None and (column >= len(header) or not header[column])
    ]
    if outside:
        raise Faults(outside)
    return sheet


def _cut(cells: tuple[Value, ...], header: list[str]) -> tuple[Value, ...]:
    return (*cells, *[None] * len(header))[: len(header)]

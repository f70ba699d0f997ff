"""Empty sheets to fill: a workbook with a sheet a kind, or a CSV file a kind, and what their columns mean."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comity.authoring.packages import package
from comity.authoring.sheet_kinds import Column, SheetKind, sheet_kinds
from comity.errors import BadInput, SourceError

READ_ME = "Read me"
WORKBOOK = "dossier.xlsx"
WIDTH = 24
HINTS = (
    "A row is one thing. What is said of it needs the source that says so: its title, as in the sheet sources, or its web address.",
    "A date is a day (2010-09-15), a month (2010-09) or a year (2010).",
    "A column may be there several times, with a number: party 1, party 2, party 3. Or write several values with ; between.",
    "A title in another language has a column of its own: title (ru), title (nb).",
    "Take away the columns and sheets that you do not need. A sheet whose name begins with _ is not read.",
)


def write_templates(folder: Path, form: str) -> list[Path]:
    """Write templates into *folder*, as xlsx or csv, and return them.

    Raises:
        BadInput: one of them is there already.
        SourceError: they cannot be written.
    """
    contents = {WORKBOOK: _workbook()} if form == "xlsx" else {f"{k.plural}.csv": _csv(k) for k in sheet_kinds().values()}  # fmt: skip
    paths = [folder / name for name in contents]
    there = [path for path in paths if path.exists()]
    if there:
        raise BadInput(f"{there[0]} is there already, and nothing is written over; name another folder.")  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
    except OSError as error:
        raise SourceError(f"{error.filename} cannot be written ({error.strerror}); name another folder.") from error  # fmt: skip
    return paths


def _headings(kind: SheetKind) -> Iterator[tuple[str, Column]]:
    """Yield the names of a kind's columns; those of parts twice, as a thing between two has two."""
    for column in kind.columns:
        if column.many and column.part:
            yield from ((f"{column.name} {number}", column) for number in (1, 2))
        else:
            yield column.name, column


def _csv(kind: SheetKind) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerow([name for name, _ in _headings(kind)])
    return target.getvalue().encode("utf-8-sig")  # with a mark, so that Excel knows its letters


def _workbook() -> bytes:
    openpyxl = package("openpyxl")
    book = openpyxl.Workbook()
    _fill_read_me(book.active)
    for kind in sheet_kinds().values():
        _fill(book.create_sheet(kind.plural.capitalize()), kind)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill_read_me(sheet: Any) -> None:
    sheet.title = READ_ME
    for hint in HINTS:
        sheet.append([hint])
    sheet.append([])
    sheet.append(["sheet", "column", "what it is", "for instance"])
    for kind in sheet_kinds().values():
        for column in kind.columns:
            needed = " (needed)" if column.needed else ""
            sheet.append([kind.plural, column.name + needed, column.about, column.example])


def _fill(sheet: Any, kind: SheetKind) -> None:
    """Write the header of a kind, with what each column is as a remark on its cell."""
    remark, bold = package("openpyxl.comments").Comment, package("openpyxl.styles").Font(bold=True)
    for number, (name, column) in enumerate(_headings(kind), 1):
        cell = sheet.cell(1, number, name)
        cell.font = bold
        cell.comment = remark(column.about, "Comity")
        sheet.column_dimensions[cell.column_letter].width = WIDTH
        if column.value in ("day", "date", "begin", "end", "time"):
            sheet.column_dimensions[cell.column_letter].number_format = "@"
    sheet.freeze_panes = "A2"

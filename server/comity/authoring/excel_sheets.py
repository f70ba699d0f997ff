"""Sheets from workbooks of Excel (.xlsx), read by openpyxl; dates come as dates, by either of its epochs.

Source: ECMA-376, part 1, §18 https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from comity.authoring.packages import package
from comity.authoring.sheets import Faults, Sheet, Value, table
from comity.errors import SourceError

WORKBOOK = "xl/workbook.xml"
OLD = b"\xd0\xcf\x11\xe0"
PASSED_OVER = ("_", "Read me")
"""How names of sheets begin that are not read."""
NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What of a format of numbers is written as it is, or names a language or a colour."""
UNPACKED_BYTES = 512 * 2**20
DAMAGED = (OSError, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile, zlib.error, NotImplementedError)  # fmt: skip
"""What openpyxl raises of files that are not what their names say; SyntaxError is that of XML."""


def excel_sheets(path: Path) -> list[Sheet]:
    """Read the sheets of a workbook that are not empty.

    Raises:
        SourceError: it is no workbook, or damaged.
        Faults: cells are merged, are formulas without a value, or stand under no name.
    """
    _hold(path)
    book = _opened(path, data_only=False)
    formulas = {(s.title, c.coordinate) for s in book.worksheets for r in s.iter_rows() for c in r if c.data_type == "f"}  # fmt: skip
    if formulas:
        book = _opened(path, data_only=True)
    wanted = [sheet for sheet in book.worksheets if not sheet.title.startswith(PASSED_OVER)]
    faults = [fault for sheet in wanted for fault in _faults(path, sheet, formulas)]
    if faults:
        raise Faults(faults)
    filled = [sheet for sheet in wanted if any(any(row) for row in sheet.values)]
    if not filled:
        raise Faults([f"{path.name} is empty; the first row of a sheet names its columns."])
    return [table(path, sheet.title, _rows(sheet)) for sheet in filled]


def _hold(path: Path) -> None:
    """Refuse what cannot be a workbook before anything unpacks it."""
    try:
        begin = path.read_bytes()[:4]
        if begin == OLD:
            raise SourceError(f"{path} is of Excel 97 or has a password; save it as .xlsx without one.")  # fmt: skip
        with zipfile.ZipFile(path) as archive:
            names, size = archive.namelist(), sum(item.file_size for item in archive.infolist())
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); name a .csv or .xlsx file.") from error  # fmt: skip
    except zipfile.BadZipFile as error:
        what = "it is cut or damaged" if begin == b"PK\x03\x04" else "it is empty" if not begin else "it is something else"  # fmt: skip
        raise SourceError(f"{path} is no workbook of Excel: {what}; save it again as .xlsx.") from error  # fmt: skip
    if WORKBOOK not in names:
        raise SourceError(f"{path} is a zip, and no workbook of Excel; save the sheet as .xlsx.")
    if size > UNPACKED_BYTES:
        raise SourceError(f"{path} is {size:,} bytes when unpacked, and {UNPACKED_BYTES:,} are read; split it.")  # fmt: skip


def _opened(path: Path, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():  # of styles and the like, which nobody asked for
            warnings.simplefilter("ignore")
            return package("openpyxl").load_workbook(path, data_only=data_only)
    except DAMAGED as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise SourceError(f"{path} is a damaged workbook ({why}); open and save it again.") from error  # fmt: skip


def _faults(path: Path, sheet: Any, formulas: set[tuple[str, str]]) -> Iterator[str]:
    where = f"{path.name}, sheet {sheet.title}"
    for merged in sheet.merged_cells.ranges:
        yield f"{where}, cells {merged.coord}: they are merged; unmerge them and write the value into each."
    for title, cell in sorted(formulas):
        if title == sheet.title and sheet[cell].value is None:
            yield f"{where}, cell {cell}: it is a formula whose value the file has not kept; write the value, or save it in a spreadsheet program."
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "e":
                yield f"{where}, cell {cell.coordinate}: it is the error {cell.value}; mend its formula, or write the value."


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Value, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, tuple(map(_value, cells))


def _value(cell: Any) -> Value:
    """Return the value of a cell; of a date that is shown without its day, as Excel makes of 2010-09, the month or year."""
    value: Value = cell.value
    if isinstance(value, date):
        shown = NO_DATE.sub("", cell.number_format.lower())
        if "d" not in shown and "y" in shown:
            return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return value

"""Sheets from CSV, with commas, semicolons or tabs.

Source: RFC 4180 https://www.rfc-editor.org/rfc/rfc4180
"""

import codecs
import csv
import io
from pathlib import Path

from comity.authoring.sheets import Faults, Sheet, table
from comity.errors import SourceError

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
DELIMITERS = ",;\t"
CELL_CHARACTERS = 1_000_000


def csv_sheet(path: Path, encoding: str = "") -> Sheet:
    """Read a CSV file.

    Args:
        encoding: that of its letters; left out, what its first bytes say, else UTF-8.

    Raises:
        SourceError: it cannot be read in that encoding.
        Faults: it is no table.
    """
    text = _text(path, encoding)
    delimiter = max(DELIMITERS, key=lambda sign: len(next(csv.reader([text.split("\n", 1)[0]], delimiter=sign), [])))  # fmt: skip
    csv.field_size_limit(CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        rows += ((number, tuple(cells)) for number, cells in enumerate(reader, 1))
    except csv.Error as error:
        raise Faults([f"{path.name}, row {len(rows) + 1}: it is no CSV from there on ({error}); a quotation mark may not be closed, or the file be cut."]) from error  # fmt: skip
    if len(rows) > 1 and not text.endswith("\n") and len(rows[-1][1]) < len(rows[0][1]):
        raise Faults([f"{path.name}, row {len(rows)}: it has {len(rows[-1][1])} cells of {len(rows[0][1])} and no line's end; the file seems to be cut, save it again."])  # fmt: skip
    return table(path, "", rows)


def _text(path: Path, encoding: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); name a .csv or .xlsx file.") from error  # fmt: skip
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding or marked)
    except LookupError as error:
        raise SourceError(f"There is no encoding {encoding!r}; write for instance windows-1251.") from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not in {encoding or marked} (byte {error.start}); save it as CSV UTF-8, or say --encoding, for instance windows-1251.") from error  # fmt: skip
    if "\0" in text:
        raise SourceError(f"{path} has zero bytes, as UTF-16 without its mark; save it as CSV UTF-8, or say --encoding utf-16-le.")  # fmt: skip
    return text

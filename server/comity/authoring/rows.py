"""The rows of sheets, each with a name of its own that stays the same however often it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from comity.authoring.headers import Filled, filled, headings, kind_of
from comity.authoring.names import name_of, thing
from comity.authoring.sheet_kinds import SheetKind
from comity.authoring.sheets import Faults, Sheet, Value
from comity.builder.description import Description

TITLES = ("title", "statement")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet.

    Attributes:
        number: that of its line, from 1; cells: those that are filled.
        iri: of what it is; claim: of the claim that it makes, empty for none.
        label: how it is called, from its title or its other columns.
    """

    sheet: Sheet
    kind: SheetKind
    number: int
    cells: tuple[Filled, ...]
    iri: str
    claim: str
    label: str

    def of(self, name: str) -> list[Filled]:
        """Return the filled cells of the columns of that name."""
        return [cell for cell in self.cells if cell.column.name == name]

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.number}"


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet, and the file of the dossier that they become."""

    sheet: Sheet
    kind: SheetKind
    path: PurePosixPath
    rows: tuple[Row, ...]


def text_of(value: Value) -> str:
    """Return a value of a cell as text."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def sheet_rows(sheet: Sheet, description: Description, wanted: str = "") -> SheetRows:
    """Read the rows of a sheet.

    Args:
        wanted: the kind of the sheet, where its name does not say it.

    Raises:
        Faults: its kind, its columns or the names of its rows are not what they should be.
    """
    kind = kind_of(sheet, wanted)
    found: list[Row] = []
    faults: list[str] = []
    for number, cells in filled(sheet, headings(sheet, kind)):
        missing = [*_missing(sheet, kind, number, cells)]
        faults += missing
        if not missing:
            found.append(_row(sheet, kind, number, cells, description))
    faults += [*_unnamed(found), *_twice(found)]
    if faults:
        raise Faults(faults)
    name = name_of(sheet.file.stem) or kind.plural
    return SheetRows(sheet, kind, PurePosixPath("data", kind.folder, f"{name}.ttl"), tuple(found))


def _row(
    sheet: Sheet, kind: SheetKind, number: int, cells: list[Filled], description: Description
) -> Row:
    said: dict[str, list[str]] = {}
    for cell in cells:
        said.setdefault(cell.column.name, []).append(text_of(cell.value))
    titles = [text_of(c.value) for c in sorted(cells, key=lambda c: c.heading.language) if c.column.name in TITLES]  # fmt: skip
    label = titles[0] if titles and not kind.label else ""
    if not label:
        label = kind.label.format_map({name: values[0] for name, values in said.items()})
    name = name_of(said.get("id", [label])[0])
    iri = thing(description, kind.name, name) if name else ""
    said_by = name if name.startswith(kind.name) else f"{kind.name}-{name}"
    claim = thing(description, "claim", said_by) if kind.claim and name else ""
    return Row(sheet, kind, number, tuple(cells), iri, iri if kind.is_evidence else claim, label)


def _missing(sheet: Sheet, kind: SheetKind, number: int, cells: list[Filled]) -> Iterator[str]:
    has = {cell.column.name for cell in cells}
    for column in kind.columns:
        if column.needed and column.name not in has:
            yield f"{sheet}, row {number}: it has no {column.name} ({column.about}); fill the cell, or take the row away."


def _unnamed(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if not row.iri:
            yield f"{row}: {row.label!r} has no letter or digit to make a name from; give it an id."


def _twice(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a fault for each row that has the name of another."""
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.iri, row)
        if row.iri and other is not row:
            name = row.iri.rpartition("/")[2]
            yield f"{row}: it has the name of row {other.number}, {name!r}; take one away, or give them an id each in a column 'id'."

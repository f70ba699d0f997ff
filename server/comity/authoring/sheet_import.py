"""Rows of sheets → the files of a dossier that say what they say: the same however often they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath

from pyoxigraph import Quad

from comity.authoring.changes import Change
from comity.authoring.csv_sheets import csv_sheet
from comity.authoring.excel_sheets import excel_sheets
from comity.authoring.known_things import KnownThings
from comity.authoring.names import iri
from comity.authoring.naming_things import Namer
from comity.authoring.row_quotations import RowQuotations
from comity.authoring.row_statements import RowStatements
from comity.authoring.rows import SheetRows, sheet_rows
from comity.authoring.sheet_file import SheetFile
from comity.authoring.sheets import Faults, Sheet
from comity.authoring.statements import Statements
from comity.authoring.texts import TextsAtHand, digests
from comity.builder.dossier import Dossier
from comity.builder.syntax import quads
from comity.commits.house_style import prefixes
from comity.errors import SourceError
from comity.finding import counted

CLAIM = "comity:Claim"
EXCEL = (".xlsx", ".xlsm")
CSV = (".csv", ".tsv", ".txt")


@dataclass
class SheetImport:
    """What an import makes: the files, and what is worth a look and no fault."""

    changes: list[Change]
    notes: list[str] = field(default_factory=list)


def read_sheets(paths: Iterable[Path], encoding: str = "") -> list[Sheet]:
    """Read the sheets of files.

    Args:
        encoding: that of CSV files; left out, what their first bytes say, else UTF-8.

    Raises:
        Faults: what is wrong in any of them, all at once.
    """
    found: list[Sheet] = []
    faults: list[str] = []
    for path in paths:
        try:
            found += _read(path, encoding)
        except Faults as error:
            faults += error.lines
        except SourceError as error:
            faults.append(str(error))
    if faults:
        raise Faults(faults)
    return found


def _read(path: Path, encoding: str) -> list[Sheet]:
    suffix = path.suffix.lower()
    if suffix in EXCEL:
        return excel_sheets(path)
    if suffix in CSV:
        return [csv_sheet(path, encoding)]
    raise SourceError(f"{path} is no sheet that is read; save it as .xlsx or .csv.")


def import_sheets(
    sheets: Sequence[Sheet], dossier: Dossier, texts: Sequence[Path] = (), kind: str = ""
) -> SheetImport:
    """Return the files that *sheets* make of a dossier; nothing is written.

    Args:
        texts: texts of sources, in which quotations are found.
        kind: of all the sheets, where their names do not say it.

    Raises:
        Faults: what is wrong in any of their cells, all at once.
        SourceError: a file of the dossier is not what it should be.
    """
    return _Import(_all_rows(sheets, dossier, kind), dossier, texts).made()


def _all_rows(sheets: Sequence[Sheet], dossier: Dossier, kind: str) -> list[SheetRows]:
    found: dict[PurePosixPath, SheetRows] = {}
    faults: list[str] = []
    for sheet in sheets:
        try:
            rows = sheet_rows(sheet, dossier.description, kind)
        except Faults as error:
            faults += error.lines
            continue
        if not rows.rows:  # a template, or a mistake: nothing is taken away for it
            continue
        if rows.path in found:
            faults.append(f"{sheet}: it would be {rows.path}, as {found[rows.path].sheet} is; put their rows together, or into files with other names.")  # fmt: skip
        found[rows.path] = rows
    if faults:
        raise Faults(faults)
    # in one order, so that what two of them make is of the same one each time
    return [found[path] for path in sorted(found)]


class _Import:
    """One import: the sheets with their rows, what is known beside them, and what they say."""

    def __init__(self, sheets: list[SheetRows], dossier: Dossier, texts: Sequence[Path]) -> None:
        self._sheets, self._dossier = sheets, dossier
        known = prefixes(dossier)
        self._files = {rows.path: SheetFile(rows, dossier, known) for rows in sheets}
        others = [file for file in dossier.of("ontology", "data", "claims") if file.path not in self._files]  # fmt: skip
        elsewhere: list[Quad] = list(chain.from_iterable(map(quads, others)))
        self._namer = Namer(KnownThings(elsewhere, dossier.namespace), dossier.description)
        self._texts = TextsAtHand(texts, digests(quad.triple for quad in elsewhere))
        self._said = {rows.path: Statements() for rows in sheets}

    def made(self) -> SheetImport:
        """Return the files, or refuse what is wrong in the cells."""
        self._register()
        missed = sum(self._say(rows) for rows in self._sheets)
        faults = [fault for said in self._said.values() for fault in said.faults]
        if faults:
            raise Faults(dict.fromkeys(faults))
        changes = [self._files[path].change(said) for path, said in self._said.items()]
        notes = self._namer.notes + [note for file in self._files.values() for note in file.notes]
        if missed:
            notes.append(f"Not looked for: {counted(missed, 'quotation')}, as the texts of their sources are not at hand; name them with --text, or in the column 'text' of a sheet of sources.")  # fmt: skip
        return SheetImport(changes, notes)

    def _register(self) -> None:
        """Make the things of all rows known, before any cell names one."""
        for rows in self._sheets:
            said = self._said[rows.path]
            for row in rows.rows:
                if self._namer.known.has(row.iri):
                    said.faults.append(f"{row}: the dossier has {self._namer.known.name_of(row.iri)} already; take the row away, or give it another id.")  # fmt: skip
                self._namer.known.add(row.iri, [iri(rows.kind.class_)], [row.label])
                if row.claim not in ("", row.iri):
                    if self._namer.known.has(row.claim):
                        said.faults.append(f"{row}: its claim would be {self._namer.known.name_of(row.claim)}, which there is; give the row another id.")  # fmt: skip
                    self._namer.known.add(row.claim, [iri(CLAIM)], [row.label])
                if rows.kind.name == "source":
                    self._texts.add(row, said)

    def _say(self, rows: SheetRows) -> int:
        """Say what the rows of a sheet say; return how many quotations were not looked for."""
        said = self._said[rows.path]
        before = Statements()
        before.add(self._files[rows.path].stated)
        quotations = RowQuotations(self._texts, self._dossier.description, before)
        for row in rows.rows:
            RowStatements(row, self._namer, said).say()
            quotations.say(row, said)
        return quotations.not_looked_for

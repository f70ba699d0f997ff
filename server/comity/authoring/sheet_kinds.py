"""The kinds of sheets and what their columns mean, as `columns.toml` says it."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

MAPPING = Path(__file__).parent / "columns.toml"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind of sheet; `columns.toml` says what each of its attributes means."""

    name: str
    value: str
    about: str
    path: str = ""
    part: str = ""
    named: str = ""
    of: str = ""
    make: str = ""
    many: bool = False
    on: str = ""
    after: str = ""
    default: str = ""
    needed: bool = False
    unless: tuple[str, ...] = ()
    beside: str = ""
    example: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The properties of the path, as prefixed names; the last is empty where the value has its own."""
        return tuple(step.strip() for step in self.path.split("/"))


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet: what its rows are, and its columns; `columns.toml` says what each attribute means."""

    plural: str
    about: str
    class_: str
    name: str
    folder: str
    claim: str
    label: str
    columns: tuple[Column, ...]

    @property
    def is_evidence(self) -> bool:
        """Whether its rows are claims themselves."""
        return self.name == "claim"

    def column(self, name: str) -> Column | None:
        """Return the column of that name, if it has one."""
        return next((column for column in self.columns if column.name == name), None)


@lru_cache(maxsize=1)
def sheet_kinds() -> dict[str, SheetKind]:
    """Return the kinds of sheets by their names, in the order of the file."""
    mapping = tomllib.loads(MAPPING.read_text(encoding="utf-8"))
    evidence = mapping.pop("evidence")["columns"]
    return {plural: _kind(plural, table, evidence) for plural, table in mapping.items()}


def _kind(plural: str, table: dict[str, Any], evidence: list[dict[str, Any]]) -> SheetKind:
    columns = table["columns"] + (evidence if "claim" in table else [])
    return SheetKind(
        plural,
        table["about"],
        table["class"],
        table["name"],
        table["folder"],
        table.get("claim", ""),
        table.get("label", ""),
        tuple(Column(**column | {"unless": tuple(column.get("unless", ()))}) for column in columns),
    )

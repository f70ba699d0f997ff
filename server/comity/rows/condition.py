"""The expressions of a query: as they are written, what they read, and what they look for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.rows.tree import Group


@dataclass(frozen=True, slots=True)
class Exists:
    """An EXISTS or NOT EXISTS within an expression."""

    group: "Group"
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as it is written, the variables that it reads, and the patterns that it looks for."""

    text: str
    variables: tuple[str, ...] = ()
    exists: tuple[Exists, ...] = ()

    @property
    def is_absence(self) -> bool:
        """Whether it asks only that something be absent."""
        return self.text.startswith("NOT EXISTS ")


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are grouped by: an expression, the variable that it is called by, and one that nothing else binds."""

    value: Expression
    variable: str
    copy: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a variable of the pattern as it is."""
        return self.value.text == f"?{self.variable}"

"""Things that cells name: found among those that are known, or made where their column makes them."""

import re
import unicodedata
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from comity.authoring.cell_values import hold_readable, is_address
from comity.authoring.headers import Filled
from comity.authoring.known_things import THING, KnownThings, told
from comity.authoring.names import ENGLISH, iri, name_of, thing
from comity.authoring.rows import Row, text_of
from comity.authoring.sheet_kinds import Column
from comity.authoring.statements import Statements
from comity.builder.description import Description
from comity.evidence.vocabulary import REPORTED_BY, TYPE

SOURCE = "comity:Source"
SEVERAL = re.compile(r"[,/&+\n]")
"""What people write between several things."""
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
KINDS = {"comity:IntergovernmentalOrganisation": "organisation"}
"""The kind in the IRI of a thing that is made, where it is not the name of its class."""
POLITIES = "add it to a sheet of polities, or mend the name"


class Namer:
    """Finds and makes the things that cells name.

    Attributes:
        known: what is known, to which is added what is made.
        language: that of texts whose column says none: English, if the dossier has it.
        notes: what is worth a look, and no fault.
    """

    def __init__(self, known: KnownThings, description: Description) -> None:
        self.known, self._description = known, description
        languages = description.languages or (ENGLISH,)
        self.language = ENGLISH if ENGLISH in languages else languages[0]
        self.notes: list[str] = []
        self._noted: set[tuple[str, str]] = set()

    def things(self, cell: Filled, row: Row, said: Statements) -> tuple[list[str], list[str]]:
        """Return the IRIs of the things that a cell names, and what is wrong with it."""
        found: list[str] = []
        faults: list[str] = []
        for text in _several(cell):
            try:
                found.append(self._thing(cell, text, row, said))
            except ValueError as error:
                faults.append(f"{cell.place}: {error}.")
        return found, faults

    def tag(self, cell: Filled) -> str:
        """Return the language of a text: that of its column, else the dossier's; letters that are not English are noted, once a column."""
        tag = cell.heading.language or self.language
        letter = next(filter(str.isalpha, text_of(cell.value)), "a")
        name, sheet = cell.column.name, cell.place.rpartition(", cell ")[0]
        is_other = tag == ENGLISH and not unicodedata.name(letter, "LATIN").startswith("LATIN")
        if is_other and (sheet, name) not in self._noted:
            self._noted.add((sheet, name))
            self.notes.append(f"{cell.place}: it is taken for English; if it is not, name the language of the column, as '{name} (ru)'.")  # fmt: skip
        return tag

    def _thing(self, cell: Filled, text: str, row: Row, said: Statements) -> str:
        column, of = cell.column, iri(cell.column.of)
        found = self.known.find(text, of)
        if found == [row.iri]:
            raise ValueError(f"{text!r} is the thing of this row itself; name another, or leave the cell empty")  # fmt: skip
        found = [one for one in found if one != row.iri]
        if len(found) > 1:
            names = " and ".join(map(self.known.name_of, found))
            raise ValueError(f"{text!r} is {names}; write the last part of the IRI of the one that is meant")  # fmt: skip
        if found:
            return found[0]
        if column.make:
            return self._make(cell, text, row, said)
        if column.of == SOURCE and is_address(text):
            return self._source(text, said)
        raise ValueError(self._unknown(column, text, of))

    def _unknown(self, column: Column, text: str, of: str) -> str:
        near = self.known.near(text, of)
        meant = f"did you mean {near!r}? If not, " if near else ""
        if column.many and (mark := SEVERAL.search(text)):
            meant = f"if it is several, write ; for the {mark[0]!r} between them; else "
        remedy = {
            SOURCE: "add it to a sheet of sources, or write its web address",
            "comity:Agent": "add it to a sheet of polities or organisations, or mend the name",
            "comity:Polity": POLITIES,
            "comity:State": POLITIES,
        }.get(column.of, "add it to a sheet first, or mend the name")
        return f"no {told(of)} is called {text!r}; {meant}{remedy}"

    def _make(self, cell: Filled, text: str, row: Row, said: Statements) -> str:
        """Make a thing of the class of the column; one that is called almost alike is noted."""
        column = cell.column
        kind = KINDS.get(column.make, CAPITAL.sub("-", column.make.partition(":")[2]).lower())
        hold_readable(text)
        if not name_of(text):
            raise ValueError(f"{text!r} has no letter or digit to make a name from")
        made = thing(self._description, kind, name_of(text))
        if self.known.has(made):
            raise ValueError(f"{text!r} would be called as {self.known.name_of(made)} is; write that, or another name")  # fmt: skip
        for other in self.known.find(text, THING):
            self.notes.append(f"{cell.place}: {text!r} is made a {told(iri(column.make))}, and {self.known.name_of(other)} is called so too; see whether it stands in the right column.")  # fmt: skip
        if near := self.known.alike(text, iri(column.of)):
            self.notes.append(f"{cell.place}: {text!r} is new, and {near!r} is known; write it so if they are the same.")  # fmt: skip
        self.known.add(made, [iri(column.make)], [text])
        said.say(made, TYPE.value, NamedNode(iri(column.make)))
        said.say(made, iri("rdfs:label"), Literal(text, language=self.tag(cell)))
        said.say(made, REPORTED_BY.value, NamedNode(row.claim))
        return made

    def _source(self, address: str, said: Statements) -> str:
        made = thing(self._description, "source", name_of(address.partition("://")[2]))
        self.known.add(made, [iri(SOURCE)], [address])
        said.say(made, TYPE.value, NamedNode(iri(SOURCE)))
        said.say(made, iri("rdfs:label"), Literal(address, language=ENGLISH))
        said.say(made, iri("comity:webAddress"), Literal(address))
        said.say(made, iri("comity:linkStatus"), NamedNode(iri("comity:NotRecorded")))
        return made


def _several(cell: Filled) -> Iterator[str]:
    text = text_of(cell.value)
    parts = text.split(";") if cell.column.many else [text]
    return (part.strip() for part in parts if part.strip())

"""What a row says: triples about its thing, about the things that it makes, and about the claim that is their evidence."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from comity.authoring.cell_values import dates, number_of, pairs
from comity.authoring.headers import Filled, Heading
from comity.authoring.names import ENGLISH, iri, name_of
from comity.authoring.naming_things import Namer
from comity.authoring.rows import Row, text_of
from comity.authoring.sheet_kinds import Column
from comity.authoring.statements import Statements
from comity.builder.description import LANGUAGE
from comity.evidence.vocabulary import REPORTED_BY, TYPE

CLAIM = "claim"
BOUNDED = ("begin", "end", "time")
APART = ("thing", "id", "file", "quotation")
"""Kinds of values that are no term of their own."""


class RowStatements:
    """Says what one row says, into the statements of its sheet."""

    def __init__(self, row: Row, namer: Namer, said: Statements) -> None:
        self.row, self._namer, self._said = row, namer, said
        self._named: dict[Heading, list[str]] = {}
        self._parts: dict[str, None] = {}
        self._dated: dict[tuple[str, str], Filled] = {}
        self._targets = {"": row.iri, CLAIM: row.claim}

    def say(self) -> None:
        """Add all that the row says: of its thing, of the parts of that, and of its claim."""
        row, cells = self.row, [*self.row.cells, *self._defaults()]
        for cell in cells:
            if cell.column.value == "thing":
                self._resolve(cell)
        if row.kind.label:
            self._said.say(row.iri, iri("rdfs:label"), Literal(row.label, language=ENGLISH))
        if not any(cell.column.value == "class" for cell in cells) and not row.kind.is_evidence:
            self._said.say(row.iri, TYPE.value, NamedNode(iri(row.kind.class_)))
        self._cells(cell for cell in cells if cell.column.on != CLAIM)
        self._order()
        self._hold_unless(cells)
        if row.claim:
            self._evidence()

    def _cells(self, cells: Iterable[Filled]) -> None:
        for cell in cells:
            try:
                self._cell(cell)
            except ValueError as error:
                self._said.faults.append(f"{cell.place}: {error}.")

    def _defaults(self) -> Iterator[Filled]:
        has = {cell.column.name for cell in self.row.cells}
        for column in self.row.kind.columns:
            if column.default and column.name not in has:
                yield Filled(Heading(column, "", 0, -1), column.default, str(self.row))

    def _resolve(self, cell: Filled) -> None:
        found, faults = self._namer.things(cell, self.row, self._said)
        self._said.faults += faults
        self._named[cell.heading] = found
        if found:
            self._targets.setdefault(cell.column.name, found[0])

    def _cell(self, cell: Filled) -> None:
        if cell.column.value == "thing":
            for value in self._named[cell.heading]:
                self._thing(cell, value)
        elif cell.column.value not in APART:
            for predicate, term in pairs(cell, self._namer.known, self._tag(cell)):
                if cell.column.value in BOUNDED:
                    self._hold_one(cell, predicate)
                self._say(self._subject(cell), predicate, term)
        if (other := cell.column.beside) and not self.row.of(other):
            raise ValueError(f"{text_of(cell.value)!r} says nothing without its {other}; fill that cell too")  # fmt: skip

    def _hold_one(self, cell: Filled, predicate: str) -> None:
        """Refuse a date that another column of the row gives too."""
        part = cell.column.part, predicate
        other = self._dated.setdefault(part, cell)
        if other is not cell:
            raise ValueError(f"{cell.column.name!r} says when, as {other.column.name!r} does ({other.place.rpartition(' ')[2]}); fill one of them")  # fmt: skip

    def _tag(self, cell: Filled) -> str:
        """Return the language of a text: that of its column, else that which the row gives for its thing, else the dossier's."""
        if cell.column.value != "text":
            return ""
        named = [one.heading.language for one in self.row.of(cell.column.name)]
        own = next((text_of(one.value) for one in self.row.of("language")), "")
        is_own = not cell.heading.language and own not in named and LANGUAGE.fullmatch(own)
        return own if is_own else self._namer.tag(cell)

    def _thing(self, cell: Filled, value: str) -> None:
        predicate = cell.column.steps[-1]
        if predicate.startswith("^"):
            self._say(value, iri(predicate[1:]), NamedNode(self.row.iri))
        else:
            self._say(self._subject(cell, value), iri(predicate), NamedNode(value))

    def _say(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        """Add a triple; one about a thing that is not of the row is annotated with its claim."""
        if not subject:
            return
        triple = self._said.say(subject, predicate, value)
        own = (self.row.iri, self.row.claim)
        if subject not in own and not subject.startswith(self.row.iri + "/") and self.row.claim:
            self._said.annotated.setdefault(triple, set()).add(NamedNode(self.row.claim))

    def _subject(self, cell: Filled, value: str = "") -> str:
        """Return what a cell is said of: the row's thing, a part of it, its claim, or the thing of another column."""
        column = cell.column
        if not column.part:
            return self._targets[column.on] if column.on in self._targets else self._absent(column)
        value = value or self._partner(cell)
        part = f"{self.row.iri}/{column.named}/{name_of(value.rpartition('/')[2])}" if value else ""
        if part:
            self._said.say(self.row.iri, iri(column.steps[0]), NamedNode(part))
            self._said.say(part, TYPE.value, NamedNode(iri(column.part)))
            self._parts.setdefault(part)
        return part

    def _absent(self, column: Column) -> str:
        """Refuse what is said of a thing that the row does not name; empty where that has its fault already."""
        if not any(heading.column.name == column.on for heading in self._named):
            raise ValueError(f"it is said of the {column.on!r}, and the row has none; fill that cell too")  # fmt: skip
        return ""

    def _partner(self, cell: Filled) -> str:
        """Return the thing that the part which *cell* is about has its name from."""
        for heading, found in self._named.items():
            if heading.column.named == cell.column.named and heading.number == cell.heading.number and found:  # fmt: skip
                return found[0]
        owner = next(c.name for c in self.row.kind.columns if c.named == cell.column.named)
        raise ValueError(f"it says when, and the row has no {owner!r}; fill that cell too")

    def _hold_unless(self, cells: list[Filled]) -> None:
        """Find a column that is needed, as neither the class of the row nor another column gives its value."""
        has = {cell.column.name: cell for cell in cells}
        for column in self.row.kind.columns:
            if not column.unless or {column.name, *column.unless[1:]} & set(has):
                continue
            kind = has[column.unless[0]]
            others = [self.row.kind.column(name) for name in column.unless[1:]]
            properties = [iri(one.steps[-1]) for one in (column, *others) if one]
            classes = self._namer.known.classes(text_of(kind.value), iri(kind.column.of))
            if classes and not any(self._namer.known.gives(one, properties) for one in classes):
                choices = self._namer.known.choices(iri(column.of), are_classes=False)
                names = f" ({', '.join(choices)})" if choices and column.value == "concept" else ""
                self._said.faults.append(f"{self.row}: the {kind.column.name} {text_of(kind.value).removeprefix('comity:')!r} gives no {column.name}; write one in {column.name!r}{names}, or fill {' or '.join(map(repr, column.unless[1:]))}.")  # fmt: skip

    def _order(self) -> None:
        """Find dates that lie before those that they come after."""
        for later in self.row.cells:
            for earlier in self.row.of(later.column.after) if later.column.after else ():
                try:
                    one, other = dates(earlier), dates(later)
                except ValueError:  # it has its fault already
                    continue
                if one and other and other.last < one.first:
                    self._said.faults.append(f"{later.place}: {later.column.name!r} is {text_of(later.value)}, before {earlier.column.name!r}, {text_of(earlier.value)} ({earlier.place.rpartition(' ')[2]}); mend one of them.")  # fmt: skip

    def _evidence(self) -> None:
        """Add the claim that the row makes, with the dates and numbers that it gives, as evidence of the row's things."""
        row, claim = self.row, self.row.claim
        is_attributed = bool(row.of("said by"))
        kinds = (row.kind.claim, "comity:AttributedClaim" if is_attributed else "comity:ReportedFact")  # fmt: skip
        for kind in filter(None, kinds):
            self._said.say(claim, TYPE.value, NamedNode(iri(kind)))
        if not row.kind.is_evidence:
            for thing in (row.iri, *self._parts):
                self._said.say(thing, REPORTED_BY.value, NamedNode(claim))
            self._cells(row.of("statement"))
            if not row.of("statement"):
                words = Literal(self._statement(), language=ENGLISH)
                self._said.say(claim, iri("comity:statement"), words)
            self._said.say(claim, iri("comity:aboutEntity"), NamedNode(row.iri))
        status = "comity:Attributed" if is_attributed else "comity:AssertedBySource"
        self._said.say(claim, iri("comity:epistemicStatus"), NamedNode(iri(status)))
        self._cells(c for c in row.cells if c.column.on == CLAIM and c.column.name != "statement")
        for cell in row.cells:
            self._given(cell)

    def _given(self, cell: Filled) -> None:
        try:
            if found := dates(cell):
                self._said.say(self.row.claim, iri("comity:givesDate"), found.literal)
            if cell.column.value == "number":
                units = [text_of(unit.value) for unit in self.row.of("unit")]
                given = Literal(" ".join([number_of(cell.value), *units]))
                self._said.say(self.row.claim, iri("comity:givesQuantity"), given)
        except ValueError:  # it has its fault already
            return

    def _statement(self) -> str:
        """Return in words what the row says: its label, and its other cells by the names of their columns."""
        said = [
            f"{cell.column.name} {_in_words(cell)}"
            for cell in self.row.cells
            if cell.column.on != CLAIM and cell.column.name not in ("title", "kind", "id")
        ]
        return f"{self.row.label}: {', '.join(said)}" if said else self.row.label


def _in_words(cell: Filled) -> str:
    """Return a cell as a sentence has it: a date in one form, however it was written."""
    try:
        found = dates(cell)
    except ValueError:  # it has its fault already
        found = None
    return found.literal.value if found else text_of(cell.value)

"""The operations of a SPARQL Update, told apart so that each can be given the dataset of the protocol.

Source: SPARQL 1.1 Update §3 https://www.w3.org/TR/sparql11-update/#updateLanguage
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from comity.errors import BadQuery
from comity.query.tokens import TOKEN

PROLOGUE = re.compile(r"(?:PREFIX|BASE|VERSION)", re.IGNORECASE)
DATA = re.compile(r"(INSERT|DELETE)DATA\{\}$")
CLEARS_ALL = re.compile(r"(?:CLEAR|DROP)(?:SILENT)?(?:ALL|NAMED)$")
MODIFIES = re.compile(r"INSERT\{|DELETE(?:WHERE)?\{|WITH")


@dataclass(slots=True)
class Operation:
    """One operation as it is written.

    Attributes:
        prologue: the declarations before it, those before earlier operations included.
        text: the operation itself.
        outside: what it says outside of braces, in capitals and without blanks, since the engine's keywords need
            none between them; each pair of braces as {}.
        where: where its word WHERE begins in *text*, or its end.
        opens: where its first brace opens, and where that closes; None where there is none.
    """

    prologue: str
    text: str
    outside: str = ""
    where: int = 0
    opens: tuple[int, int] | None = None

    @property
    def data_verb(self) -> str:
        """INSERT or DELETE, where it is INSERT DATA or DELETE DATA; else empty."""
        found = DATA.match(self.outside)
        return found[1] if found else ""

    @property
    def clears_all(self) -> bool:
        """Whether it clears or drops every graph, or every named one."""
        return bool(CLEARS_ALL.match(self.outside))

    def run(self, using: Sequence[str], named: Sequence[str]) -> str:
        """Return it as a request of its own, its WHERE reading the graphs *using* and *named*, if there are any.

        Raises:
            BadQuery: it has a dataset of its own, and one is given; or it names one that is no IRI.

        Source: SPARQL 1.1 Protocol §2.2.3 https://www.w3.org/TR/sparql11-protocol/#update-dataset
        """
        given = clauses(using, named)
        if not given or not MODIFIES.match(self.outside):
            return self.prologue + self.text
        if self.outside.startswith("WITH") or "USING" in self.outside:
            raise BadQuery(
                "The update has USING or WITH and the request using-graph-uri or using-named-graph-uri; name the dataset in one of the two."
            )
        if not self.outside.startswith("DELETEWHERE"):
            return f"{self.prologue}{self.text[: self.where]} {given} {self.text[self.where :]}"
        assert self.opens
        pattern = self.text[self.opens[0] : self.opens[1]]
        return f"{self.prologue}DELETE {pattern} {given} WHERE {pattern}"


def clauses(using: Sequence[str], named: Sequence[str]) -> str:
    """Return the graphs of a dataset as USING clauses.

    Raises:
        BadQuery: a name is no IRI.
    """
    try:
        found = [f"USING {NamedNode(iri)}" for iri in using]
        found += [f"USING NAMED {NamedNode(iri)}" for iri in named]
    except ValueError as error:
        raise BadQuery(f"A graph of the dataset has no IRI as its name: {error}.") from error
    return " ".join(found)


@dataclass(slots=True)
class _Scan:
    """How far an operation has been read: depth in braces, and what there was outside of them."""

    start: int
    depth: int = 0
    begins: int | None = None
    declares: bool = False
    outside: list[str] = field(default_factory=list)
    where: int | None = None
    opened: int = 0
    opens: tuple[int, int] | None = None

    def read_token(self, token: re.Match[str]) -> None:
        """Take up the next token of the operation."""
        shown, kind = token[0], token.lastgroup
        self._brace(token)
        if self.depth or kind == "comment" or shown == "{":
            return
        if self.begins is None and self._is_declaration(token):
            return
        self.begins = token.start() if self.begins is None else self.begins
        if kind == "word" and shown.upper() == "WHERE" and self.where is None:
            self.where = token.start()
        self.outside.append("{}" if shown == "}" else shown.upper())

    def _is_declaration(self, token: re.Match[str]) -> bool:
        """Say whether the token belongs to PREFIX, BASE or VERSION, the last part of which is an IRI or a text."""
        if PROLOGUE.match(token[0]) and token.lastgroup in ("word", "name"):
            self.declares = True
        declares = self.declares
        if token.lastgroup in ("iri", "string"):
            self.declares = False
        return declares

    def _brace(self, token: re.Match[str]) -> None:
        if token[0] == "{" and token.lastgroup == "mark":
            self.opened = self.opened if self.depth else token.start()
            self.begins = token.start() if self.begins is None else self.begins
            self.depth += 1
        elif token[0] == "}" and token.lastgroup == "mark":
            self.depth = max(0, self.depth - 1)
            if not self.depth and not self.opens:
                self.opens = (self.opened, token.end())


def operations(text: str) -> Iterator[Operation]:
    """Yield the operations of the update *text*; what does not parse is left to the engine to refuse."""
    prologue, scan = "", _Scan(0)
    for token in TOKEN.finditer(text):
        if token[0] == ";" and token.lastgroup == "mark" and not scan.depth:
            operation = _operation(prologue, text, scan, token.start())
            yield operation
            prologue, scan = operation.prologue, _Scan(token.end())
        else:
            scan.read_token(token)
    yield _operation(prologue, text, scan, len(text))


def _operation(before: str, text: str, scan: _Scan, end: int) -> Operation:
    begins = end if scan.begins is None else scan.begins
    where = end if scan.where is None else scan.where
    opens = (scan.opens[0] - begins, scan.opens[1] - begins) if scan.opens else None
    prologue = f"{before}{text[scan.start : begins]}\n"
    return Operation(prologue, text[begins:end], "".join(scan.outside), where - begins, opens)

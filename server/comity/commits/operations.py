"""The operations of a SPARQL Update, told apart so that each can be given the dataset of the protocol.

Source: SPARQL 1.1 Update §3 https://www.w3.org/TR/sparql11-update/#updateLanguage
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from comity.errors import BadQuery
from comity.query.guard import TOKEN

SCAN = re.compile(rf"{TOKEN.pattern}|(?P<mark>[{{}};])", TOKEN.flags)
PROLOGUE = ("PREFIX", "BASE")


@dataclass(slots=True)
class Operation:
    """One operation as it is written.

    Attributes:
        prologue: the declarations before it, those before earlier operations included.
        text: the operation itself.
        words: its words outside of braces, in capitals, each with where it begins in *text*.
        opens: where its first brace opens, and where that closes; None where there is none.
    """

    prologue: str
    text: str
    words: list[tuple[str, int]] = field(default_factory=list)
    opens: tuple[int, int] | None = None

    @property
    def verbs(self) -> tuple[str, ...]:
        """Its words outside of braces."""
        return tuple(word for word, _ in self.words)

    @property
    def clears_all(self) -> bool:
        """Whether it clears or drops every graph, or every named one."""
        verbs = [word for word in self.verbs if word != "SILENT"]
        return verbs[:1] in (["CLEAR"], ["DROP"]) and verbs[1:] in (["ALL"], ["NAMED"])

    def run(self, using: Sequence[str], named: Sequence[str]) -> str:
        """Return it as a request of its own, its WHERE reading the graphs *using* and *named*, if there are any.

        Raises:
            BadQuery: it has a dataset of its own, and one is given; or it names one that is no IRI.

        Source: SPARQL 1.1 Protocol §2.2.3 https://www.w3.org/TR/sparql11-protocol/#update-dataset
        """
        given = _clauses(using, named)
        modifies = self.opens and "DATA" not in self.verbs and {"INSERT", "DELETE"} & {*self.verbs}
        if not given or not modifies:
            return self.prologue + self.text
        if {"USING", "WITH"} & set(self.verbs):
            raise BadQuery(
                "The update has USING or WITH and the request using-graph-uri or using-named-graph-uri; name the dataset in one of the two."
            )
        where = next((place for word, place in self.words if word == "WHERE"), len(self.text))
        if self.verbs[:2] != ("DELETE", "WHERE"):
            return f"{self.prologue}{self.text[:where]} {given} {self.text[where:]}"
        assert self.opens
        pattern = self.text[self.opens[0] : self.opens[1]]
        return f"{self.prologue}DELETE {pattern} {given} WHERE {pattern}"


def _clauses(using: Sequence[str], named: Sequence[str]) -> str:
    try:
        clauses = [f"USING {NamedNode(iri)}" for iri in using]
        clauses += [f"USING NAMED {NamedNode(iri)}" for iri in named]
    except ValueError as error:
        raise BadQuery(f"A graph of the dataset has no IRI as its name: {error}.") from error
    return " ".join(clauses)


def operations(text: str) -> Iterator[Operation]:
    """Yield the operations of the update *text*; what does not parse is left to the engine to refuse."""
    start = depth = 0
    prologue, marks = "", list[tuple[str, str, int]]()
    for token in SCAN.finditer(text):
        kind, shown = token.lastgroup or "", token[0]
        depth += {"{": 1, "}": -1}.get(shown, 0) if kind == "mark" else 0
        if kind == "mark" and shown == ";" and depth == 0:
            operation = _operation(prologue, text[start : token.start()], marks)
            yield operation
            prologue, start, marks = operation.prologue, token.end(), []
        elif kind in ("mark", "word") and (depth == 0 or shown == "{" or shown == "}"):
            marks.append((kind, shown, token.start() - start))
    yield _operation(prologue, text[start:], marks)


def _operation(before: str, text: str, marks: Sequence[tuple[str, str, int]]) -> Operation:
    words = [(w.upper(), place) for kind, w, place in marks if kind == "word"]
    begins = next((place for word, place in words if word not in PROLOGUE), len(text))
    operation = Operation(before + text[:begins] + "\n", text[begins:])
    operation.words = [(word, place - begins) for word, place in words if place >= begins]
    depth, opened = 0, 0
    for kind, shown, place in marks:
        if kind == "mark" and shown in "{}" and not operation.opens:
            opened = opened if depth else place - begins
            depth += 1 if shown == "{" else -1
            operation.opens = (opened, place - begins + 1) if depth == 0 else None
    return operation

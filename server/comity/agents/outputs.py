"""What the tools give back: plain mappings, whose types are their published schemas."""

from typing import NotRequired

from typing_extensions import TypedDict  # that of Python 3.11 gives no schema


class Source(TypedDict):
    """A source by its number in this answer, with the passages that are meant of it."""

    n: int
    iri: str
    name: str
    where: NotRequired[str]


class Claim(TypedDict):
    """Who says what, in which sources, by their numbers."""

    claim: str
    says: str
    by: NotRequired[list[str]]
    sources: list[int]


class Statement(TypedDict):
    """A statement that an answer rests on, how it stands, and the places in the answer's claims of those behind it."""

    statement: str
    standing: str
    claims: list[int]


class Answer(TypedDict):
    """What every answer has: in which view it holds, where it stays for good, and whether there is more."""

    view: str
    link: str
    truncated: bool
    cursor: NotRequired[str]


class Thing(TypedDict):
    """Something that was found."""

    iri: str
    name: str
    kind: str
    matched: NotRequired[str]


class Things(Answer):
    """What a search finds."""

    things: list[Thing]


class Fact(TypedDict):
    """Values under a heading, each with the numbers of its sources in brackets."""

    heading: str
    values: list[str]


class Description(Answer):
    """What is known of one thing."""

    iri: str
    name: str
    kind: str
    summary: str
    facts: list[Fact]
    unknown: list[str]
    sources: list[Source]


class Question(TypedDict):
    """A canned query: what it asks, and what it takes."""

    name: str
    asks: str
    takes: dict[str, str]


class Questions(Answer):
    """Canned queries."""

    questions: list[Question]


class Grounded(Answer):
    """An answer with the statements that it rests on, the claims behind these, and their sources."""

    evidence: list[Statement]
    claims: list[Claim]
    sources: list[Source]


class Rows(Grounded):
    """Rows of a query, what their IRIs are called, and the places in the evidence of what each row rests on."""

    columns: list[str]
    rows: list[dict[str, str]]
    names: dict[str, str]
    rests: list[list[int]]
    untraced: NotRequired[str]


class Step(TypedDict):
    """A step of a proof: what it says, and by which rule or where it is asserted."""

    depth: int
    says: str
    by: str
    claims: NotRequired[list[Claim]]


class Steps(Answer):
    """A proof, the conclusion first."""

    steps: list[Step]
    sources: list[Source]


class Side(TypedDict):
    """One side of a contested matter."""

    who: str
    says: list[Claim]


class Matters(Answer):
    """Contested matters, each as sides of equal standing."""

    matters: list[list[Side]]
    sources: list[Source]


class Term(TypedDict):
    """A term of the ontology."""

    term: str
    sort: str
    name: str
    definition: str


class Terms(Answer):
    """Terms of the ontology."""

    terms: list[Term]

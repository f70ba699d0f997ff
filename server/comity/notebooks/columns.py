"""Rows of terms → columns of one type each, which every library of data frames is made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from comity.reasoner import datatypes
from comity.vocabulary import RDF, XSD

Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | bool | date | datetime | None
INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one variable, None where it is unbound.

    Attributes:
        kind: iri, text, integer, number, boolean, date, dateTime; term where a column has several kinds, each value then
            as N-Triples writes it.
        languages: the tags of the texts in it.
    """

    name: str
    kind: str
    values: tuple[Value, ...]
    languages: tuple[str, ...] = ()


def columns(names: Sequence[str], rows: Iterable[Mapping[str, Term]]) -> list[Column]:
    """Return a column for each of *names*, whose type is that of its values where they have one in common."""
    whole = list(rows)
    return [_column(name, [row.get(name) for row in whole]) for name in names]


def _column(name: str, terms: Sequence[Term | None]) -> Column:
    known = [term for term in terms if term is not None]
    kinds = {_kind(term) for term in known}
    kind = "number" if kinds == {"integer", "number"} else kinds.pop() if len(kinds) == 1 else "term"  # fmt: skip
    read = READERS[kind if known else "text"]
    try:
        values = tuple(None if term is None else read(term) for term in terms)
    except ValueError:  # a value that its type does not have, or that no frame holds
        kind, values = "term", tuple(None if term is None else str(term) for term in terms)
    tags = sorted({t.language for t in known if isinstance(t, Literal) and t.language})
    return Column(name, kind if known else "text", values, tuple(tags))


def _kind(term: Term) -> str:
    if isinstance(term, NamedNode):
        return "iri"
    if not isinstance(term, Literal):
        return "term"
    datatype = term.datatype.value
    if datatype in (XSD + "string", RDF + "langString"):
        return "text"
    local = datatype.removeprefix(XSD)
    if local in datatypes.INTEGERS:
        return "integer"
    if local in ("decimal", "double", "float"):
        return "number"
    return local if local in READERS else "term"


def _integer(term: Term) -> int:
    number = int(_form(term))
    if number not in INT64:
        raise ValueError(f"{number} is beyond 64 bits")
    return number


def _number(term: Term) -> float:
    return float(Decimal(_form(term).replace("INF", "Infinity")))


def _boolean(term: Term) -> bool:
    return datatypes.TRUTH[_form(term).strip()]


def _moment(term: Term) -> datetime:
    moment = datetime.fromisoformat(_form(term))
    if moment.tzinfo is None:
        raise ValueError(f"{moment} may be any of a day's hours, and a frame has moments in UTC")
    return moment


def _form(term: Term) -> str:
    """Return the lexical form of a literal.

    Raises:
        ValueError: it is none of its datatype.
    """
    assert isinstance(term, Literal)
    datatypes.value(term)
    return term.value


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


READERS: dict[str, Callable[[Term], Value]] = {
    "iri": _text,
    "text": _text,
    "term": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": lambda term: date.fromisoformat(_form(term)),
    "dateTime": _moment,
}

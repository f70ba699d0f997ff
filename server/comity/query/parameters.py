"""The types that a parameter of a canned query can have: each a row that reader, OpenAPI and forms are made from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from comity.errors import BadQuery
from comity.namespace import Namespace
from comity.query.literals import read_literal
from comity.query.request import Term
from comity.query.term_syntax import read_term

LANGUAGE = "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"


@dataclass(frozen=True, slots=True)
class ParameterType:
    """A type of parameter.

    Attributes:
        name: as a header of a query has it.
        read: makes an RDF term of a text as it comes from an address, by the names of a dossier; raises ValueError or BadQuery.
        written: how to write one, as the end of a sentence.
        schema: what a client has to know, as JSON Schema.
        input: which field of an HTML form it is written in.
    """

    name: str
    read: Callable[[str, Namespace], Term]
    written: str
    schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string"}, hash=False)
    input: str = "text"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument a query takes: the variable of that name, and what it may be bound to.

    Attributes:
        default: what it is where it is left out; None for anything.
        state: which of the states that a dossier is about it is then, from 1; 0 for none of them.
    """

    name: str
    type: ParameterType
    about: str
    required: bool = False
    default: str | None = None
    state: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether there is no answer without an argument."""
        return self.required and self.default is None

    def term(self, text: str, namespace: Namespace) -> Term:
        """Read *text*, as it comes from an address, as an RDF term of this type; *namespace* is the dossier's.

        Raises:
            BadQuery: it is not of this type.
        """
        try:
            return self.type.read(text, namespace)
        except (ValueError, BadQuery) as error:
            raise BadQuery(
                f"The parameter {self.name} is {text[:100]!r}, which is not of type {self.type.name}; write it as {self.type.written}."
            ) from error


def _literal(datatype: str) -> Callable[[str, Namespace], Term]:
    return lambda text, _: read_literal(text, datatype)


def _iri(text: str, namespace: Namespace) -> Term:
    term = read_term(text, namespace)
    if not term.startswith("<") or ":" not in text or text.startswith("_:"):
        raise ValueError(text)
    return Term(term[1:-1], is_iri=True)


def _language(text: str, _: Namespace) -> Term:
    if not re.fullmatch(LANGUAGE, text, re.ASCII):
        raise ValueError(text)
    return Term(text)


def _string(format: str) -> dict[str, object]:
    return {"type": "string", "format": format}


ROWS = (
    ParameterType("iri", _iri, "an IRI, or a short name such as country:arcadia", _string("iri")),
    ParameterType("string", lambda text, _: Term(text), "any text"),
    ParameterType(
        "language",
        _language,
        "a language tag such as en",
        {"type": "string", "pattern": f"^{LANGUAGE}$"},
    ),
    ParameterType("boolean", _literal("boolean"), "true or false", {"type": "boolean"}),
    ParameterType("integer", _literal("integer"), "digits, such as 12", {"type": "integer"}),
    ParameterType("decimal", _literal("decimal"), "digits, such as 1.5", {"type": "number"}),
    ParameterType(
        "date",
        _literal("date"),
        "year, month and day, such as 1999-01-31",
        _string("date"),
        input="date",
    ),
    ParameterType(
        "dateTime",
        _literal("dateTime"),
        "date and time, such as 1999-01-31T12:00:00Z",
        _string("date-time"),
    ),
)
TYPES = {row.name: row for row in ROWS}

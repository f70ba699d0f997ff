"""Canned queries: a `.rq` file with a header, whose parameters are variables bound to RDF terms."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from comity.errors import BadQuery, NotFound, SourceError
from comity.finding import Check, Location, Severity, Unsound
from comity.query.literals import read_literal
from comity.query.request import Term
from comity.query.term_syntax import read_term

KEYS = {"summary", "description", "tags", "parameters", "example", "question", "order"}
FORM = re.compile(r"(?mi)^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b")
PARAMETER_KEYS = {"type", "about", "required", "default"}
RESERVED = ("format", "entailment", "contested", "perspective")
"""The names of what every question takes besides its own parameters."""
HEADER = Check("query-header", Severity.ERROR, "the header of a query is not what it should be")
MARK = "\ufeff"


def _literal(datatype: str) -> Callable[[str], Term]:
    return lambda text: read_literal(text, datatype)


def _iri(text: str) -> Term:
    term = read_term(text)
    if not term.startswith("<") or ":" not in text:
        raise ValueError(text)
    return Term(term[1:-1], is_iri=True)


def _language(text: str) -> Term:
    if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", text, re.ASCII):
        raise ValueError(text)
    return Term(text)


READERS: dict[str, Callable[[str], Term]] = {
    "iri": _iri,
    "string": Term,
    "language": _language,
    **{name: _literal(name) for name in ("boolean", "integer", "decimal", "date", "dateTime")},
}


AS = {
    "iri": "an IRI, or a short name such as country:belarus",
    "string": "any text",
    "language": "a language tag such as en",
    "boolean": "true or false",
    "integer": "digits, such as 12",
    "decimal": "digits, such as 1.5",
    "date": "year, month and day, such as 1999-01-31",
    "dateTime": "date and time, such as 1999-01-31T12:00:00Z",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument a query takes: the variable of that name, and what it may be bound to."""

    name: str
    type: str
    about: str
    required: bool = False
    default: str | None = None

    def term(self, text: str) -> Term:
        """Read *text*, as it comes from a URL, as an RDF term of this type.

        Raises:
            BadQuery: it is not of this type.
        """
        try:
            return READERS[self.type](text)
        except (ValueError, BadQuery) as error:
            raise BadQuery(
                f"The parameter {self.name} is {text[:100]!r}, which is not of type {self.type}; write it as {AS[self.type]}."
            ) from error


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A question with a name: its text runs as it is in any client."""

    name: str
    text: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    order: int

    @property
    def form(self) -> str:
        """What the query is: select, ask, construct or describe."""
        found = FORM.search(self.text)
        return found[1].lower() if found else "select"

    def bind(self, arguments: Mapping[str, str]) -> tuple[tuple[str, Term], ...]:
        """Read *arguments* as terms for the query's variables; an empty one counts as left out.

        Raises:
            BadQuery: an argument is unknown, missing, or of the wrong type.
        """
        known = {parameter.name for parameter in self.parameters}
        for name in arguments:
            if name not in known:
                takes = ", ".join(sorted(known)) or "none"
                raise BadQuery(f"The query {self.name} has no parameter {name}; it takes {takes}.")
        given = {p: arguments.get(p.name) or p.default for p in self.parameters}
        for parameter, text in given.items():
            if parameter.required and not text:
                raise BadQuery(
                    f"The query {self.name} needs the parameter {parameter.name}: {parameter.about}."
                )
        return tuple(
            (parameter.name, parameter.term(text)) for parameter, text in given.items() if text
        )


def read_folder(folder: Path) -> dict[str, CannedQuery]:
    """Read the canned queries in *folder*, as `read_queries` does."""
    return read_queries({p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.rq")})


def read_queries(texts: Mapping[str, str]) -> dict[str, CannedQuery]:
    """Read canned queries from *texts*, file contents by name.

    Returns:
        The queries by name, in the order in which a reader is shown them.

    Raises:
        SourceError: a header is not what it should be.
    """
    found = [read_query(name, text) for name, text in texts.items()]
    return {
        query.name: query for query in sorted(found, key=lambda query: (query.order, query.name))
    }


def read_query(name: str, text: str) -> CannedQuery:
    """Read one canned query: YAML in its leading `#+` lines, then SPARQL.

    Raises:
        SourceError: the header is not what it should be; the sentence names file and key.
    """
    where, text = f"queries/{name}.rq", text.removeprefix(MARK)
    header = _header(where, text)
    example = {
        key: _text(value) for key, value in _mapping(where, "example", header["example"]).items()
    }
    query = CannedQuery(
        name=name,
        text=text,
        summary=_string(where, header, "summary"),
        description=_string(where, header, "description"),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        parameters=tuple(_parameters(where, header, text)),
        example=example,
        order=_order(where, header),
    )
    try:
        query.bind(example)
    except BadQuery as error:
        raise _unsound(where, f"its example does not fit: {error}") from error
    return query


def _unsound(where: str, problem: str, remedy: str = "", line: int = 0) -> SourceError:
    return Unsound(HEADER.finding(problem, remedy, Location(where, line)))


def _header(where: str, text: str) -> dict[str, Any]:
    numbered = [
        (number, line[2:].removeprefix(" "))
        for number, line in enumerate(re.split(r"\r\n|[\r\n]", text), 1)
        if line.startswith("#+")
    ]
    try:
        header = yaml.safe_load("\n".join(line for _, line in numbered))
    except yaml.YAMLError as error:
        place = getattr(getattr(error, "problem_mark", None), "line", 0)
        line = numbered[min(place, len(numbered) - 1)][0]
        raise _unsound(
            where, "the header is not YAML", "write `#+ key: value` lines", line
        ) from error
    if not isinstance(header, dict):
        raise _unsound(where, "it has no header", "begin the file with `#+ summary: …`")
    _only(where, "header", header, KEYS)
    if header.get("example") is None:
        raise _unsound(
            where,
            "the header lacks example",
            "write a real call, or {} where there are no parameters",
        )
    return header


def _order(where: str, header: dict[str, Any]) -> int:
    told = header.get("order") or header.get("question") or 1000
    if not isinstance(told, int):
        raise _unsound(where, f"its place among the queries is {told!r}", "write a number")
    return told


def _parameters(where: str, header: dict[str, Any], text: str) -> Iterable[Parameter]:
    for name, told in _mapping(where, "parameters", header.get("parameters") or {}).items():
        told = _mapping(where, f"parameter {name}", told)
        _only(where, f"parameter {name}", told, PARAMETER_KEYS)
        if told.get("type") not in READERS:
            raise _unsound(
                where,
                f"parameter {name} has type {told.get('type')}",
                f"it must be one of {', '.join(READERS)}",
            )
        if name in RESERVED:
            raise _unsound(
                where,
                f"parameter {name} has the name of what every question takes",
                "give it another name",
            )
        if not re.search(rf"[?$]{re.escape(name)}\b", re.sub(r"(?m)^#.*$", "", text)):
            raise _unsound(
                where, f"parameter {name} is no variable of the query", f"write ?{name} in it"
            )
        default = None if told.get("default") is None else _text(told["default"])
        yield Parameter(
            name,
            told["type"],
            _string(where, told, "about"),
            bool(told.get("required", False)),
            default,
        )


def _mapping(where: str, what: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unsound(where, f"{what} must be a mapping of names to values")
    return {str(key): item for key, item in value.items()}


def _only(where: str, what: str, told: dict[str, Any], allowed: set[str]) -> None:
    for key in told:
        if key not in allowed:
            raise _unsound(
                where,
                f"the {what} has an unknown key {key}",
                f"it may have {', '.join(sorted(allowed))}",
            )


def _string(where: str, told: dict[str, Any], key: str) -> str:
    if not isinstance(told.get(key), str) or not told[key].strip():
        raise _unsound(where, f"{key} is missing or not a text", "write one sentence")
    return str(told[key]).strip()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def named(queries: Mapping[str, CannedQuery], name: str) -> CannedQuery:
    """Return the query called *name*.

    Raises:
        NotFound: there is none; the sentence says which come close.
    """
    if name in queries:
        return queries[name]
    words = set(name.split("-"))
    near = [other for other in queries if words & set(other.split("-"))][:3]
    hint = f"; did you mean {' or '.join(near)}?" if near else "; see /api/ for those there are."
    raise NotFound(f"There is no canned query {name}{hint}")

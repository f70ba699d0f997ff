"""The header of a canned query: YAML in its leading `#+` lines, read and refused key by key."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from comity.errors import BadQuery, SourceError
from comity.finding import Check, Location, Severity, Unsound
from comity.query.canned import PARTS, PICTURES, CannedQuery, Picture
from comity.query.parameters import TYPES, Parameter
from comity.query.view import View
from comity.snapshot import Snapshot

KEYS = {
    "summary",
    "description",
    "tags",
    "parameters",
    "example",
    "question",
    "answer",
    "order",
    "picture",
}
STATES = {"first state": 1, "second state": 2}
"""What a default may be in words: one of the states that the description of a dossier names, in its order."""
PARAMETER_KEYS = {"type", "about", "required", "default"}
RESERVED = ("format", "evidence", *View.NAMES)
"""The names of what every question takes besides its own parameters."""
HEADER = Check("query-header", Severity.ERROR, "the header of a query is not what it should be")
MARK = "\ufeff"


def queries_of(snapshot: Snapshot) -> dict[str, CannedQuery]:
    """Read the canned queries of *snapshot*, as `read_queries` does, with what its dossier asks by default."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in snapshot.queries}
    states, given = snapshot.manifest.states, snapshot.manifest.questions
    found = read_queries(texts)
    return {
        name: query.of(states, given.get(name, {}), snapshot.namespace)
        for name, query in found.items()
    }


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
        picture=_picture(where, header, text),
        question=header.get("question"),
        answer=str(header.get("answer") or ""),
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
        number = getattr(getattr(error, "problem_mark", None), "line", 0)
        line = numbered[min(number, len(numbered) - 1)][0]
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
    order = header.get("order") or header.get("question") or 1000
    if not isinstance(order, int):
        raise _unsound(where, f"its place among the queries is {order!r}", "write a number")
    return order


def _picture(where: str, header: dict[str, Any], text: str) -> Picture:
    """Read how the answer is best looked at: a kind of picture, or a mapping with the kind `as` and its columns."""
    chosen = header.get("picture") or "table"
    chosen = dict(chosen) if isinstance(chosen, dict) else {"as": chosen}
    kind = chosen.pop("as", None)
    if kind not in PICTURES:
        raise _unsound(
            where, f"its picture is {kind!r}", f"it must be one of {', '.join(PICTURES)}"
        )
    _only(where, "picture", chosen, set(PARTS))
    for part, variable in chosen.items():
        if not re.search(rf"[?$]{re.escape(str(variable))}\b", text):
            raise _unsound(
                where,
                f"the {part} of its picture, {variable}, is no variable of the query",
                f"write ?{variable} in it",
            )
    return Picture(kind, tuple((str(part), str(variable)) for part, variable in chosen.items()))


def _parameters(where: str, header: dict[str, Any], text: str) -> Iterable[Parameter]:
    for name, given in _mapping(where, "parameters", header.get("parameters") or {}).items():
        written = _mapping(where, f"parameter {name}", given)
        _only(where, f"parameter {name}", written, PARAMETER_KEYS)
        if written.get("type") not in TYPES:
            raise _unsound(
                where,
                f"parameter {name} has type {written.get('type')}",
                f"it must be one of {', '.join(TYPES)}",
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
        default = None if written.get("default") is None else _text(written["default"])
        state = STATES.get(default or "", 0)
        yield Parameter(
            name,
            TYPES[written["type"]],
            _string(where, written, "about"),
            bool(written.get("required", False)),
            None if state else default,
            state,
        )


def _mapping(where: str, what: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unsound(where, f"{what} must be a mapping of names to values")
    return {str(key): item for key, item in value.items()}


def _only(where: str, what: str, written: dict[str, Any], allowed: set[str]) -> None:
    for key in written:
        if key not in allowed:
            raise _unsound(
                where,
                f"the {what} has an unknown key {key}",
                f"it may have {', '.join(sorted(allowed))}",
            )


def _string(where: str, written: dict[str, Any], key: str) -> str:
    if not isinstance(written.get(key), str) or not written[key].strip():
        raise _unsound(where, f"{key} is missing or not a text", "write one sentence")
    return str(written[key]).strip()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)

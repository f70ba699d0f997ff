"""A snapshot that a server publishes, asked over HTTP by the methods of one that is opened."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from comity import errors
from comity.errors import BadInput, BadQuery, ComityError, NotFound, Overloaded
from comity.notebooks.arguments import argument, is_sparql, written
from comity.notebooks.reading_json import evidence, proof
from comity.notebooks.table import Table
from comity.proofs.proof import Proof
from comity.query.request import Answer
from comity.query.view import Asked, View
from comity.reading.asking import Reader, Rows, read_rows
from comity.rows.answer import Evidence

Read = TypeVar("Read")
RESULTS, TRIPLES, JSON = "application/sparql-results+json", "application/n-triples", "application/json"  # fmt: skip
ERRORS: dict[int, type[ComityError]] = {404: NotFound, 503: Overloaded}
SECONDS = 330
"""How long an answer is waited for: somewhat longer than a server takes by its own limits."""
ADDRESS = 4000
"""How long the parameters in an address may be, in bytes; longer ones are sent as a form where a server takes one."""


class RemoteTable(Table):
    """The rows of an answer of a server."""

    def __init__(self, snapshot: "RemoteSnapshot", path: str, asked: Asked) -> None:
        self._snapshot, self._path, self._asked = snapshot, path, asked
        about = {"server": snapshot.url, **asked}
        make = super().__init__
        snapshot._read(path, asked, f"{RESULTS}, {TRIPLES}", lambda body, kind: make(Answer(body, "ntriples" if kind == TRIPLES else "json"), snapshot.reader, about))  # fmt: skip

    def evidence(self, row: Mapping[str, object] | None = None) -> Evidence:
        """Return the statements that a row rests on; arguments and errors as of a snapshot that is opened."""
        values = {f"row.{name}": "" if value is None else _sent(value) for name, value in (row or {}).items()}  # fmt: skip
        path = "evidence" if self._path == "sparql" else f"{self._path}/evidence"
        asked = {**self._asked, **values}
        return self._snapshot._read(path, asked, JSON, lambda body, _: evidence(json.loads(body)))


class RemoteSnapshot:
    """What the server at an address publishes; give a permanent address for one that stays as it is."""

    def __init__(self, url: str) -> None:
        """Ask the server at *url*, with the path that it is at if it has one.

        Raises:
            BadInput: it is no address of HTTP.
        """
        if not _is_address(url):
            raise BadInput(
                f"{str(url)[:200]!r} is no address of a server; write it as https://host/."
            )
        self.url = url.rstrip("/")
        self.reader = Reader(self._rows)

    def query(
        self, text: str, *, entailment: str = "rl", contested: str = "include", perspectives: tuple[str, ...] = ()
    ) -> RemoteTable:  # fmt: skip
        """Return the rows of a SPARQL query; arguments and errors as of a snapshot that is opened."""
        return RemoteTable(self, "sparql", {"query": text, **View(entailment, contested, perspectives).asked()})  # fmt: skip

    def run(
        self, name: str, *, entailment: str = "rl", contested: str = "include", perspectives: tuple[str, ...] = (), **arguments: object
    ) -> RemoteTable:  # fmt: skip
        """Return the rows of the canned query *name*; arguments and errors as of a snapshot that is opened."""
        given = {parameter: argument(value) for parameter, value in arguments.items()}
        return RemoteTable(self, f"api/{name}", {**given, **View(entailment, contested, perspectives).asked()})  # fmt: skip

    def why(self, subject: object, predicate: object, value: object) -> Proof:
        """Return the proof of a triple; arguments and errors as of a snapshot that is opened."""
        named = {"subject": subject, "predicate": predicate, "object": value}
        asked = {name: _sent(term) for name, term in named.items()}
        return self._read("why", asked, JSON, lambda body, _: proof(json.loads(body)))

    def to_pandas(self, text: str, **arguments: Any) -> Any:
        """Return a query, or the canned query of that name, as a `pandas.DataFrame`."""
        return (self.query if is_sparql(text) else self.run)(text, **arguments).to_pandas()

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def __enter__(self) -> "RemoteSnapshot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, question: str) -> Rows:
        return self._read("sparql", {"query": question}, RESULTS, lambda body, _: read_rows(body))

    def _read(
        self, path: str, asked: Asked, accept: str, read: Callable[[bytes, str], Read]
    ) -> Read:
        """Return what *read* makes of the body of an answer and its media type.

        Raises:
            ComityError: the server refuses, cannot be reached, or answers what is no answer of a Comity.
        """
        body, media_type = self._get(path, asked, accept)
        try:
            return read(body, media_type)
        except (ValueError, LookupError, TypeError, AttributeError, SyntaxError) as error:
            raise BadInput(f"The server at {self.url} answers /{path} with what none of Comity's says; mend the address.") from error  # fmt: skip

    def _get(self, path: str, asked: Asked, accept: str) -> tuple[bytes, str]:
        """Return a body and its media type.

        Raises:
            ComityError: the server refuses, or cannot be reached.
        """
        given, address = urlencode(asked, doseq=True), f"{self.url}/{quote(path)}"
        is_form = "query" in asked and len(given) > ADDRESS
        request = urllib.request.Request(
            address if is_form else f"{address}?{given}", given.encode() if is_form else None, {"Accept": accept}
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as reply:
                return reply.read(), reply.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from None
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise BadInput(f"The server at {self.url} cannot be reached ({reason}); start it, or mend the address.") from error  # fmt: skip


def _sent(value: object) -> str:
    """Return a value as the server reads it, which knows what its short names mean."""
    return value if isinstance(value, str) else written(value)


def _refusal(error: urllib.error.HTTPError) -> ComityError:
    kind = ERRORS.get(error.code, BadQuery)
    try:
        problem = json.loads(error.read())
        named, sentence = getattr(errors, str(problem.get("error")), kind), str(problem["detail"])
    except (ValueError, KeyError, TypeError, AttributeError, HTTPException, OSError):
        return kind(f"The server answers {error.code} {error.reason} and says no more.")
    return (named if isinstance(named, type) and issubclass(named, ComityError) else kind)(sentence)


def _is_address(url: object) -> bool:
    """Tell whether *url* is one of HTTP that names a host, and can be asked for."""
    try:
        parts = urlsplit(str(url))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\x00-\x20\x7f]", str(url))  # fmt: skip

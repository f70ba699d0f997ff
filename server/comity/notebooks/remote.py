"""A snapshot that a server publishes, asked over HTTP by the methods of one that is opened."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from comity.errors import BadInput, BadQuery, ComityError, NotFound, Overloaded
from comity.notebooks.reading_json import evidence, proof
from comity.notebooks.table import Table
from comity.notebooks.terms import argument, written
from comity.proofs.proof import Proof
from comity.query.request import Answer
from comity.reading.asking import Reader, Rows, read_rows
from comity.rows.answer import Evidence

RESULTS, TRIPLES, JSON = "application/sparql-results+json", "application/n-triples", "application/json"  # fmt: skip
ERRORS: dict[int, type[ComityError]] = {404: NotFound, 503: Overloaded}
SECONDS = 330
"""How long an answer is waited for: somewhat longer than a server takes by its own limits."""


class RemoteTable(Table):
    """The rows of an answer of a server."""

    def __init__(self, snapshot: "RemoteSnapshot", path: str, asked: dict[str, str]) -> None:
        self._snapshot, self._path, self._asked = snapshot, path, asked
        answer = snapshot._answer(path, asked)
        super().__init__(answer, snapshot.reader, {"server": snapshot.url, **asked})

    def evidence(self, row: Mapping[str, object] | None = None) -> Evidence:
        """Return the statements that a row rests on; arguments and errors as of a snapshot that is opened."""
        values = {f"row.{name}": "" if value is None else written(value) for name, value in (row or {}).items()}  # fmt: skip
        path = "evidence" if self._path == "sparql" else f"{self._path}/evidence"
        return evidence(json.loads(self._snapshot._get(path, {**self._asked, **values}, JSON)[0]))


class RemoteSnapshot:
    """What the server at an address publishes; give a permanent address for one that stays as it is."""

    def __init__(self, url: str) -> None:
        """Ask the server at *url*, with the path that it is at if it has one.

        Raises:
            BadInput: it is no address of HTTP.
        """
        if urlsplit(url).scheme not in ("http", "https"):
            raise BadInput(f"{url[:200]!r} is no address of a server; write it as https://host/.")
        self.url = url.rstrip("/")
        self.reader = Reader(self._rows)

    def query(
        self, text: str, *, entailment: str = "rl", contested: str = "include", perspectives: tuple[str, ...] = ()
    ) -> RemoteTable:  # fmt: skip
        """Return the rows of a SPARQL query; arguments and errors as of a snapshot that is opened."""
        return RemoteTable(self, "sparql", {"query": text, **_view(entailment, contested, perspectives)})  # fmt: skip

    def run(
        self, name: str, *, entailment: str = "rl", contested: str = "include", perspectives: tuple[str, ...] = (), **arguments: object
    ) -> RemoteTable:  # fmt: skip
        """Return the rows of the canned query *name*; arguments and errors as of a snapshot that is opened."""
        given = {parameter: argument(value) for parameter, value in arguments.items()}
        return RemoteTable(self, f"api/{name}", {**given, **_view(entailment, contested, perspectives)})  # fmt: skip

    def why(self, subject: object, predicate: object, value: object) -> Proof:
        """Return the proof of a triple; arguments and errors as of a snapshot that is opened."""
        named = {"subject": subject, "predicate": predicate, "object": value}
        asked = {name: written(term) for name, term in named.items()}
        return proof(json.loads(self._get("why", asked, JSON)[0]))

    def to_pandas(self, text: str, **arguments: Any) -> Any:
        """Return a query, or the canned query of that name, as a `pandas.DataFrame`."""
        is_query = any(sign in text for sign in "{ \n")
        return (self.query(text) if is_query else self.run(text, **arguments)).to_pandas()

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def __enter__(self) -> "RemoteSnapshot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, question: str) -> Rows:
        return read_rows(self._get("sparql", {"query": question}, RESULTS)[0])

    def _answer(self, path: str, asked: dict[str, str]) -> Answer:
        body, media_type = self._get(path, asked, f"{RESULTS}, {TRIPLES}")
        return Answer(body, "ntriples" if media_type == TRIPLES else "json")

    def _get(self, path: str, asked: dict[str, str], accept: str) -> tuple[bytes, str]:
        """Return a body and its media type.

        Raises:
            ComityError: the server refuses, or cannot be reached.
        """
        request = urllib.request.Request(f"{self.url}/{path}?{urlencode(asked)}", headers={"Accept": accept})  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as reply:
                return reply.read(), reply.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise BadInput(f"The server at {self.url} cannot be reached ({reason}); start it, or mend the address.") from error  # fmt: skip


def _refusal(error: urllib.error.HTTPError) -> ComityError:
    try:
        sentence = str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        sentence = f"The server answers {error.code} {error.reason} and says no more."
    return ERRORS.get(error.code, BadQuery)(sentence)


def _view(entailment: str, contested: str, perspectives: tuple[str, ...]) -> dict[str, str]:
    given = {"entailment": entailment, "contested": contested}
    usual = {"entailment": "rl", "contested": "include"}
    chosen = {name: text for name, text in given.items() if usual[name] != text}
    return chosen | ({"perspective": perspectives[0]} if perspectives else {})

"""Canned queries: a `.rq` file with a header, whose parameters are variables bound to RDF terms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from pyoxigraph import QuerySolutions, Store

from comity.errors import BadQuery, NotFound
from comity.namespace import Namespace
from comity.query.parameters import Parameter
from comity.query.request import Term

COMITY = Namespace()
FORM = re.compile(r"(?mi)^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b")


@dataclass(frozen=True, slots=True)
class Picture:
    """How an answer is best looked at.

    Attributes:
        kind: table, timeline, map, graph or bar.
        columns: which variable plays which part in it: thing, begin, end, from, to, label, number.
    """

    kind: str = "table"
    columns: tuple[tuple[str, str], ...] = ()


PICTURES = ("table", "timeline", "map", "graph", "bar")
PARTS = ("thing", "begin", "end", "from", "to", "label", "number")


@dataclass(frozen=True)
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
    picture: Picture = Picture()
    question: int | None = None
    answer: str = ""

    @property
    def form(self) -> str:
        """What the query is: select, ask, construct or describe."""
        found = FORM.search(self.text)
        return found[1].lower() if found else "select"

    @property
    def has_rows(self) -> bool:
        """Whether it answers with rows or a truth value, not with triples."""
        return self.form in ("select", "ask")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The variables of its rows in their order; none of CONSTRUCT and DESCRIBE."""
        found = Store().query(self.text)
        if not isinstance(found, QuerySolutions):
            return ()
        return tuple(variable.value for variable in found.variables)

    def of(
        self, states: Sequence[str], given: Mapping[str, str], namespace: Namespace
    ) -> "CannedQuery":
        """Return it as a dossier asks it.

        Args:
            states: those that the dossier is about.
            given: what parameters are where they are left out, and under `answer` what it answers then.
            namespace: that of the dossier, for names that are written short.
        """
        parameters = tuple(
            _asked(parameter, states, given, namespace) for parameter in self.parameters
        )
        return replace(self, parameters=parameters, answer=given.get("answer", self.answer))

    def bind(
        self, arguments: Mapping[str, str], namespace: Namespace = COMITY
    ) -> tuple[tuple[str, Term], ...]:
        """Read *arguments* as terms for the query's variables; an empty one counts as left out.

        Args:
            namespace: that of the dossier, for names that are written short.

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
            (parameter.name, parameter.term(text, namespace))
            for parameter, text in given.items()
            if text
        )


def _asked(
    parameter: Parameter, states: Sequence[str], given: Mapping[str, str], namespace: Namespace
) -> Parameter:
    is_known = 0 < parameter.state <= len(states)
    default = states[parameter.state - 1] if is_known else parameter.default
    if written := given.get(parameter.name):
        default = parameter.term(written, namespace).value
    return replace(parameter, default=default)


def named(queries: Mapping[str, CannedQuery], name: str) -> CannedQuery:
    """Return the query called *name*.

    Raises:
        NotFound: there is none; the sentence says which come close.
    """
    if name in queries:
        return queries[name]
    near = get_close_matches(name, queries, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; see /api/ for those there are."
    raise NotFound(f"There is no canned query {name}{hint}")

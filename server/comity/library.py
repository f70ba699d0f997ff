"""Comity as a library: build a dossier or open a home, then ask."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from comity.builder import pipeline
from comity.errors import ComityError
from comity.homes import chosen_dossier, default_home
from comity.proofs.proof import Proof
from comity.query.engine import Engine
from comity.query.request import Answer, Request
from comity.query.term_syntax import read_term
from comity.query.view import View
from comity.reasoner.reason import Reasoned, reason
from comity.rows.answer import Evidence, evidence
from comity.settings import Settings
from comity.snapshot import Snapshot, current_snapshot
from comity.vocabulary import DOSSIER_FOLDERS

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]
TERMS = (NamedNode, Literal)
__all__ = ["ComityError", "OpenSnapshot", "Proof", "Reasoned", "build", "open", "reason"]


class Rows(Iterator[Row | Triple]):
    """The rows of an answer one after another, and the evidence of each."""

    def __init__(self, engine: Engine, question: Request) -> None:
        self._engine, self._question = engine, question
        self._rows = _rows(engine.answer(question))

    def __next__(self) -> Row | Triple:
        return next(self._rows)

    def evidence(self, row: Mapping[str, object] | None = None) -> Evidence:
        """Return the statements that a row rests on, each with its proof, its claims and their passages.

        Args:
            row: one of these rows, or some of its values by column, of which the first row that has them is taken; None
                as a value where the row has none. Of an ASK it is left out.

        Raises:
            NoSuchRow: the query does not give such a row.
            QueryError: the evidence cannot be traced, or passes a limit.
        """
        values = {
            name: "" if value is None else _written(value) for name, value in (row or {}).items()
        }
        return evidence(self._engine, self._question, values)


class OpenSnapshot:
    """A published snapshot that answers questions; close it, or use it in a `with` statement."""

    def __init__(self, published: Snapshot, settings: Settings | None = None) -> None:
        self.manifest = published.manifest
        self.path = published.path
        self.engine = Engine(published, settings or Settings())

    def query(
        self,
        text: str,
        *,
        entailment: str = "rl",
        contested: str = "include",
        perspectives: tuple[str, ...] = (),
    ) -> "Rows":
        """Return the rows of a SELECT query, each a mapping from variable to term; what is unbound is left out.

        Of CONSTRUCT and DESCRIBE they are the triples, of ASK one row whose `answer` is true or false.

        Args:
            text: SPARQL 1.1 query.
            entailment, contested, perspectives: what is taken for so, as `View` has it.

        Raises:
            QueryError: it is refused, does not parse, or passes a limit.
            Closed: this snapshot has been closed.
        """
        view = View(entailment, contested, perspectives)
        return Rows(self.engine, self.engine.question(text, graph="ntriples", view=view))

    def run(
        self,
        name: str,
        *,
        entailment: str = "rl",
        contested: str = "include",
        perspectives: tuple[str, ...] = (),
        **arguments: object,
    ) -> "Rows":
        """Return the rows of the canned query *name*, as `query` does.

        Args:
            arguments: by parameter; terms of rdflib and pyoxigraph, and dates, as well as texts.

        Raises:
            NotFound: there is no such query.
            QueryError: an argument does not fit, or the query passes a limit.
        """
        view = View(entailment, contested, perspectives)
        given = {parameter: _argument(value) for parameter, value in arguments.items()}
        return Rows(self.engine, self.engine.canned(name, given, graph="ntriples", view=view))

    def why(self, subject: object, predicate: object, value: object) -> Proof:
        """Return the proof of a triple down to asserted triples, their lines, sources and passages.

        Args:
            subject, predicate, value: IRIs, prefixed names, or literals in N-Triples; or terms of rdflib or pyoxigraph.

        Raises:
            BadQuery: one of them is no term.
            NotFound: the triple does not hold.
        """
        return self.engine.why(*map(_term, (subject, predicate, value)))

    def close(self) -> None:
        """Stop the query processes."""
        self.engine.close()

    def __enter__(self) -> "OpenSnapshot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build(dossier: str | Path, home: str | Path | None = None) -> OpenSnapshot:
    """Publish the dossier in the folder *dossier* and open it.

    Raises:
        SourceError, NotConforming, Inconsistent: it is not fit to be published, and is not.
    """
    return OpenSnapshot(
        pipeline.build(Path(dossier), Path(home) if home else default_home(Path(dossier)))
    )


def open(dossier: str | Path | None = None) -> OpenSnapshot:
    """Open what is published.

    Args:
        dossier: a dossier, whose snapshots are where `comity build` puts them; or a home, which has them in it; left
            out, the dossier that commands mean: the working folder if it is one, else the packaged one.

    Raises:
        SnapshotError: nothing is published there.
    """
    found = Path(dossier) if dossier else chosen_dossier(None)
    is_dossier = all((found / name).is_dir() for name in DOSSIER_FOLDERS)
    return OpenSnapshot(current_snapshot(default_home(found) if is_dossier else found))


def _rows(answer: Answer) -> Iterator[Row | Triple]:
    if answer.format == "ntriples":
        yield from (q.triple for q in ox.parse(input=answer.body, format=RdfFormat.N_TRIPLES))
        return
    found = ox.parse_query_results(input=answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        yield {"answer": Literal(bool(found))}
        return
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: solution[name] for name in names if solution[name] is not None}


def _term(given: object) -> str:
    """Return a term of rdflib or pyoxigraph as N-Triples has it, and a text as it is."""
    written = getattr(given, "n3", None)
    return str(written() if written else given)


def _written(value: object) -> str:
    """Return a value of a row as N-Triples has it: a term of rdflib or pyoxigraph, an IRI, or a Python value."""
    if isinstance(value, Triple):
        return f"<<( {value} )>>"
    if isinstance(value, (*TERMS, ox.BlankNode)) or hasattr(value, "n3"):
        return _term(value)
    if isinstance(value, str) and not value.startswith(("<", '"', "_:")):
        return read_term(value)
    return value if isinstance(value, str) else str(Literal(value))  # type: ignore[arg-type]


def _argument(given: object) -> str:
    """Return an argument as the text that a parameter is read from: of a literal, its lexical form."""
    if isinstance(given, bool):
        return str(given).lower()
    return str(getattr(given, "value", given)) if isinstance(given, TERMS) else str(given)

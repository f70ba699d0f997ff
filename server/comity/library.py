"""Comity as a library: build a dossier or open a home, then ask."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.builder import pipeline
from comity.errors import ComityError
from comity.homes import chosen_dossier, default_home, is_dossier
from comity.notebooks.arguments import argument, is_sparql, term, written
from comity.notebooks.opening import dataset_of
from comity.notebooks.remote import RemoteSnapshot
from comity.notebooks.table import Table
from comity.proofs.proof import Proof
from comity.query.engine import Engine
from comity.query.request import Request
from comity.query.view import View
from comity.reading.asking import Ask, Reader, read_rows
from comity.reasoner.reason import Reasoned, reason
from comity.rows.answer import Evidence, evidence
from comity.settings import Settings
from comity.snapshot import Snapshot, current_snapshot

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "ComityError",
    "OpenSnapshot",
    "Proof",
    "Reasoned",
    "RemoteSnapshot",
    "build",
    "connect",
    "open",
    "reason",
]


class Rows(Table):
    """The rows of an answer one after another, as data frames, and the evidence of each."""

    def __init__(self, engine: Engine, question: Request, about: Mapping[str, object]) -> None:
        self._engine, self._question = engine, question
        super().__init__(
            engine.answer(question), Reader(_asker(engine), namespace=engine.namespace), about
        )

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
            name: "" if value is None else written(value, self._engine.namespace)
            for name, value in (row or {}).items()
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
        question = self.engine.question(text, graph="ntriples", view=view)
        return Rows(self.engine, question, self._about(query=text))

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
        given = {parameter: argument(value) for parameter, value in arguments.items()}
        question = self.engine.canned(name, given, graph="ntriples", view=view)
        return Rows(self.engine, question, self._about(query=name, **given))

    def why(self, subject: object, predicate: object, value: object) -> Proof:
        """Return the proof of a triple down to asserted triples, their lines, sources and passages.

        Args:
            subject, predicate, value: IRIs, prefixed names, or literals in N-Triples; or terms of rdflib or pyoxigraph.

        Raises:
            BadQuery: one of them is no term.
            NotFound: the triple does not hold.
        """
        return self.engine.why(*map(term, (subject, predicate, value)))

    def to_pandas(self, text: str, **arguments: Any) -> Any:
        """Return a query, or the canned query of that name with its arguments, as a `pandas.DataFrame`.

        Raises:
            BadInput: pandas is not installed.
            QueryError, NotFound: as `query` and `run` do.
        """
        return (self.query if is_sparql(text) else self.run)(text, **arguments).to_pandas()

    def dataset(
        self,
        *,
        entailment: str = "rl",
        contested: str = "include",
        perspectives: tuple[str, ...] = (),
    ) -> "rdflib.Dataset":
        """Return it as a read-only Dataset of rdflib, whose default graph is what a view reads.

        Nothing is copied, but for a view with perspectives, whose default graph is made of several.

        Raises:
            BadInput: oxrdflib is not installed.
            BadQuery, NotFound: the view makes no sense.
        """
        view = View(entailment, contested, perspectives)
        return dataset_of(self.engine.snapshot, view.graphs(self.engine.claimants))

    def _about(self, **asked: object) -> dict[str, object]:
        return {"snapshot": self.path.name, **asked}

    def close(self) -> None:
        """Stop the query processes."""
        self.engine.close()

    def __enter__(self) -> "OpenSnapshot":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(url: str) -> RemoteSnapshot:
    """Return what the server at *url* publishes, with the methods of a snapshot that is opened.

    Raises:
        BadInput: it is no address of HTTP.
    """
    return RemoteSnapshot(url)


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
    return OpenSnapshot(current_snapshot(default_home(found) if is_dossier(found) else found))


def _asker(engine: Engine) -> Ask:
    """Return what asks *engine* for rows."""
    return lambda question: read_rows(engine.answer(engine.question(question)).body)

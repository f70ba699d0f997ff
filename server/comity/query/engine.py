"""The published snapshot of a home, asked: the one object that the web and the library share."""

import json
import os
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from cachetools import LRUCache
from pyoxigraph import NamedNode

from comity.errors import BadQuery, NotFound
from comity.proofs.proof import Proof
from comity.query import guard
from comity.query import why as proofs
from comity.query.canned import CannedQuery, named, read_queries
from comity.query.pool import Asker, QueryPool, Stream
from comity.query.request import Answer, Request
from comity.query.steady import is_steady
from comity.query.view import View
from comity.settings import Settings
from comity.snapshot import Snapshot, current

EVERYTHING = View()
OVERHEAD = 1000
EVIDENCE = """
PREFIX comity: <https://w3id.org/comity/ontology/>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?thing ?source ?passage ?start ?end WHERE {
  VALUES ?thing { %s }
  { ?thing comity:statedIn ?source }
  UNION { ?thing comity:supportedBy ?passage . ?passage comity:passageOf ?source ; oa:hasSelector ?selector .
          ?selector oa:start ?start ; oa:end ?end }
} ORDER BY ?thing ?source ?start"""


class Engine:
    """Answers from one snapshot, by a pool of processes of its own."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self.snapshot, self.settings, self._held = snapshot, settings, snapshot.hold()
        texts = {
            path.stem: path.read_text(encoding="utf-8")
            for path in sorted(snapshot.queries.glob("*.rq"))
        }
        self.queries: dict[str, CannedQuery] = read_queries(texts)
        self.pool = QueryPool(snapshot.store, settings)
        self._lock = threading.Lock()
        self._kept: LRUCache[Request, Answer] = LRUCache(
            settings.cache_bytes // 2, lambda answer: len(answer.body) + OVERHEAD
        )

    def question(
        self,
        text: str,
        *,
        results: str | None = "json",
        graph: str | None = "turtle",
        view: View = EVERYTHING,
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] | None = None,
        most: int | None = None,
    ) -> Request:
        """Make a question of a stranger's query, which can be asked of this snapshot.

        Args:
            text: SPARQL 1.1 query.
            results, graph: short names of formats (see `formats`); None for one the client does not take.
            view: what is taken for so.
            default_graphs, named_graphs: the dataset, where the protocol gives one.
            most: the size that the answer may have, in bytes; None for what the settings say.

        Raises:
            Refused: the query would make the server fetch something.
            BadQuery: *view* makes no sense.
            NotFound: nobody of that name claims anything.
        """
        guard.check(text)
        if not default_graphs and named_graphs is None:
            default_graphs = view.graphs(self.claimants)
        most = most or self.settings.result_bytes
        return Request(text, results, graph, default_graphs, named_graphs, most=most)

    def canned(
        self,
        name: str,
        arguments: Mapping[str, str],
        *,
        results: str | None = "json",
        graph: str | None = "turtle",
        view: View = EVERYTHING,
        most: int | None = None,
    ) -> Request:
        """Make a question of the canned query *name* with *arguments*, texts by parameter.

        Raises:
            NotFound: there is no such query, or nobody of that name claims anything.
            BadQuery: an argument does not fit.
        """
        query = named(self.queries, name)
        bindings = query.bind(arguments)
        dataset = view.graphs(self.claimants)
        most = most or self.settings.result_bytes
        return Request(query.text, results, graph, dataset, None, bindings, most)

    def graph(self, iri: str, form: str | None) -> Request:
        """Make a question of a graph's content, "" for the default graph.

        Args:
            form: short name of a format for triples; None if the client takes none.

        Raises:
            NotFound: there is no such graph.
            BadQuery: *iri* is none.
        """
        try:
            name = NamedNode(iri).value if iri else ""
        except ValueError as error:
            raise BadQuery(f"The graph {iri!r} is named by no IRI; write it in full.") from error
        if (
            name
            and b"true"
            not in self.answer(self.question(f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")).body
        ):
            raise NotFound(f"There is no graph {name} here; /sparql lists those there are.")
        return Request("", None, form, most=self.settings.result_bytes, dump=name)

    def find(self, question: Request, asker: Asker | None = None) -> Answer | Stream:
        """Return the answer to *question* if it is small or was asked before, else the beginning of it.

        Raises:
            QueryError: as `QueryPool.stream` does.
        """
        with self._lock:
            known = self._kept.get(question)
        if known:
            return known
        stream = self.pool.stream(question, asker)
        if not stream.whole:
            return stream
        answer = Answer(b"".join(stream), stream.format)
        if is_steady(question.text) and len(answer.body) <= self._kept.maxsize // 8:
            with self._lock:
                self._kept[question] = answer
        return answer

    def answer(self, question: Request, asker: Asker | None = None) -> Answer:
        """Return the whole answer to *question*; raises as `QueryPool.stream` does."""
        found = self.find(question, asker)
        if isinstance(found, Answer):
            return found
        with found:
            return Answer(b"".join(found), found.format)

    def why(self, subject: str, predicate: str, value: str) -> Proof:
        """Return the proof of a triple, with the sources and passages that its asserted triples rest on.

        Args:
            subject, predicate, value: terms as `why.read_term` takes them.

        Raises:
            BadQuery: one of them is no term.
            NotFound: the triple does not hold.
        """
        s, p, o = map(proofs.read_term, (subject, predicate, value))
        proof = proofs.why(self.snapshot.path, (s, p, o))
        answer = self.answer(self.question(EVIDENCE % " ".join(sorted(proofs.subjects(proof)))))
        rows = json.loads(answer.body)["results"]["bindings"]
        for leaf in proof.leaves():
            leaf.evidence = [
                {name: term["value"] for name, term in row.items() if name != "thing"}
                for row in rows
                if leaf.triple and f"<{row['thing']['value']}>" == leaf.triple[0]
            ]
        return proof

    @cached_property
    def claimants(self) -> list[str]:
        """Those whose claims have a graph of their own."""
        head = "data/claims/"
        return [
            path.removeprefix(head).removesuffix(".ttl")
            for path in self.snapshot.manifest.files
            if path.startswith(head)
        ]

    def retire(self) -> None:
        """Stop each query process when it has nothing more to answer."""
        self.pool.retire()
        self._held.close()

    def close(self) -> None:
        """Stop the query processes, whatever they do."""
        self.pool.close()
        self._held.close()


class Published:
    """The engine of whatever is published in a home now; a new snapshot is taken up when it appears."""

    def __init__(self, home: Path, settings: Settings) -> None:
        self.home, self.settings = home, settings
        self._lock = threading.Lock()
        self._engine = Engine(current(home), settings)

    def name(self) -> str:
        """Return the name of the folder of the current snapshot."""
        return os.readlink(self.home / "current")

    def engine(self) -> Engine:
        """Return the engine of the current snapshot; the old one ends when its last query has."""
        if self.name() != self._engine.snapshot.path.name:
            with self._lock:
                fresh = current(self.home)
                if fresh.path != self._engine.snapshot.path:
                    old, self._engine = self._engine, Engine(fresh, self.settings)
                    old.retire()
        return self._engine

    def close(self) -> None:
        """Stop the query processes."""
        self._engine.close()

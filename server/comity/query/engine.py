"""A snapshot, asked: the one object that the web and the library share."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from cachetools import LRUCache
from pyoxigraph import NamedNode

from comity.errors import BadQuery, NotFound
from comity.namespace import claimants
from comity.proofs.proof import Proof
from comity.query import citing, waiting
from comity.query import why as proofs
from comity.query.canned import CannedQuery, named
from comity.query.dataset import names_dataset
from comity.query.determinism import is_deterministic
from comity.query.header import queries_of
from comity.query.pool import QueryPool
from comity.query.process import TRACING
from comity.query.request import Answer, Request
from comity.query.stream import Cancellation, Stream
from comity.query.term_syntax import read_term
from comity.query.view import View, require_plain
from comity.settings import Settings
from comity.snapshot import Snapshot

EVERYTHING = View()
OVERHEAD = 1000
TRACERS = 2
"""How many processes tell the evidence of rows at most, a count."""
KNOWN = """ASK {
  { <%(iri)s> ?p ?o } UNION { ?s ?p <%(iri)s> } UNION { ?s <%(iri)s> ?o }
  UNION { GRAPH <%(iri)s> { ?s ?p ?o } } UNION { GRAPH ?g { <%(iri)s> ?p ?o } }
}"""


class Engine:
    """Answers from one snapshot, by a pool of processes of its own."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings,
        admitted: threading.BoundedSemaphore | None = None,
    ) -> None:
        """Open *snapshot*; *admitted* are the places for queries, where several engines share them.

        Raises:
            SnapshotError: it is damaged.
        """
        self.snapshot, self.settings = snapshot, settings
        self.namespace = snapshot.namespace
        self.queries: dict[str, CannedQuery] = queries_of(snapshot)
        places = settings.query_processes + settings.query_queue
        self._admitted = admitted or threading.BoundedSemaphore(places)
        self.pool = QueryPool(snapshot.store, settings, self._admitted)
        self._tracing: QueryPool | None = None
        self._held = snapshot.hold()
        self._lock, self._starting, self._ended_by = threading.Lock(), threading.Lock(), ""
        self._kept: LRUCache[bytes, Answer] = LRUCache(
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
        named_graphs: tuple[str, ...] = (),
        max_bytes: int | None = None,
    ) -> Request:
        """Make a question of a stranger's query, which can be asked of this snapshot.

        Args:
            text: SPARQL 1.1 query.
            results, graph: short names of formats (see `formats`); None for one the client does not take.
            view: what is taken for so.
            default_graphs, named_graphs: the whole dataset, where the protocol gives one; then FROM has no say.
            max_bytes: the size that the answer may have, in bytes; None for what the settings say.

        Raises:
            BadQuery: *view* makes no sense, or is beside a dataset that the protocol or the query gives.
            NotFound: nobody of that name claims anything.

        Source: SPARQL 1.1 Protocol §2.1.4 https://www.w3.org/TR/sparql11-protocol/#dataset
        """
        graphs: tuple[str, ...] | None = view.graphs(self.claimants) or None
        named = None
        if default_graphs or named_graphs:
            require_plain(view, "default-graph-uri or named-graph-uri")
            graphs, named = default_graphs, named_graphs
        elif graphs and names_dataset(text):
            require_plain(view, "FROM")
        max_bytes = max_bytes or self.settings.result_bytes
        return Request(text, results, graph, graphs, named, max_bytes=max_bytes)

    def canned(
        self,
        name: str,
        arguments: Mapping[str, str],
        *,
        results: str | None = "json",
        graph: str | None = "turtle",
        view: View = EVERYTHING,
        max_bytes: int | None = None,
    ) -> Request:
        """Make a question of the canned query *name* with *arguments*, texts by parameter.

        Raises:
            NotFound: there is no such query, nobody of that name claims anything, or nothing is known of an argument.
            BadQuery: an argument does not fit.
        """
        query = named(self.queries, name)
        bindings = query.bind(arguments, self.namespace)
        for parameter, term in bindings:
            if term.is_iri and not self.knows(
                term.value
            ):  # every answer would be empty without a word
                raise NotFound(
                    f"The parameter {parameter} is {term.value}, of which nothing is known here; mend its name, or take one that a query of /api/ lists."
                )
        dataset = view.graphs(self.claimants) or None
        max_bytes = max_bytes or self.settings.result_bytes
        return Request(query.text, results, graph, dataset, None, bindings, max_bytes)

    def knows(self, iri: str) -> bool:
        """Tell whether *iri* stands in a triple of any graph, or names a graph."""
        return b"true" in self.answer(self.question(KNOWN % {"iri": iri})).body

    def graph(self, iri: str, format_name: str | None) -> Request:
        """Make a question of a graph's content, "" for the default graph.

        Args:
            format_name: short name of a format for triples; None if the client takes none.

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
        path = self.namespace.file_of(name) if name else None
        manifest = self.snapshot.manifest  # a file with other names for states is not what was read
        is_read = path and str(path) in manifest.files and not manifest.aliases
        file = str(path) if is_read else None
        max_bytes = self.settings.result_bytes
        return Request("", None, format_name, max_bytes=max_bytes, dump=name, file=file)

    def find(self, question: Request, cancellation: Cancellation | None = None) -> Answer | Stream:
        """Return the answer to *question* if it is small or was asked before, else the beginning of it.

        Raises:
            QueryError: as `QueryPool.stream` does.
        """
        key = question.digest() if is_deterministic(question.text) else b""
        with self._lock:
            known = self._kept.get(key)
        if known:
            return known
        pool = waiting.apart(self._tracers) if question.trace else self.pool
        stream = pool.stream(question, cancellation)
        if not stream.whole:
            return stream
        answer = Answer(b"".join(stream), stream.format)
        if key and len(answer.body) <= self._kept.maxsize // 8:
            with self._lock:
                self._kept[key] = answer
        return answer

    def answer(self, question: Request, cancellation: Cancellation | None = None) -> Answer:
        """Return the whole answer to *question*; raises as `QueryPool.stream` does."""
        found = self.find(question, cancellation)
        if isinstance(found, Answer):
            return found
        with found:
            return Answer(b"".join(found), found.format)

    def why(self, subject: str, predicate: str, value: str) -> Proof:
        """Return the proof of a triple, with the claims that say its asserted triples, and where those stand.

        Args:
            subject, predicate, value: terms as `terms.read_term` takes them.

        Raises:
            BadQuery: one of them is no term.
            NotFound: the triple does not hold.
            StoreFailed: its proof is damaged.
        """
        s, p, o = (read_term(term, self.namespace) for term in (subject, predicate, value))
        proof = proofs.why(self.snapshot.path, (s, p, o))
        citing.cite(self.ask, [proof], self.namespace)
        return proof

    def ask(self, text: str) -> bytes:
        """Return the answer to a query of one's own, in the JSON format of SPARQL results; raises as `answer`."""
        return self.answer(self.question(text)).body

    @cached_property
    def claimants(self) -> dict[str, str]:
        """The graphs of those whose claims have one of their own, by name."""
        return claimants(self.snapshot.manifest.files, self.namespace)

    def _tracers(self) -> QueryPool:
        """The processes that tell the evidence of rows, which are started when the first is asked for."""
        with self._starting:
            if self._tracing is None:
                few = replace(
                    self.settings, query_processes=min(TRACERS, self.settings.query_processes)
                )
                self._tracing = QueryPool(self.snapshot.store, few, self._admitted, TRACING)
                if self._ended_by:  # whoever asks yet has its answer, or is told why not
                    getattr(self._tracing, self._ended_by)()
        return self._tracing

    @property
    def is_idle(self) -> bool:
        """Whether nobody asks anything of it now."""
        return all(pool.is_idle() for pool in (self.pool, self._tracing) if pool)

    def retire(self) -> None:
        """Stop each query process when it has nothing more to answer."""
        self._ended_by = "retire"
        self.pool.retire()
        if self._tracing:
            self._tracing.retire()
        self._held.close()

    def close(self) -> None:
        """Stop the query processes, whatever they do."""
        self._ended_by = "close"
        self.pool.close()
        if self._tracing:
            self._tracing.close()
        self._held.close()
